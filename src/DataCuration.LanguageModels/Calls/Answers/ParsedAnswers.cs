using System.Diagnostics.CodeAnalysis;

namespace DataCuration.LanguageModels;

/// <summary>Creates the results that an <see cref="AnswerParser{T}"/> returns.</summary>
public static class ParsedAnswers
{
    /// <summary>Creates a result with a value.</summary>
    /// <param name="value">The value.</param>
    /// <typeparam name="T">The value's type.</typeparam>
    public static ParsedAnswer<T> Parsed<T>([DisallowNull] T value) => new(value, null, null);

    /// <summary>Creates a result with an error.</summary>
    /// <param name="errorCode">A short constant in snake_case.</param>
    /// <param name="error">The error; the repair prompt shows it to the model.</param>
    /// <typeparam name="T">The type of the value that was expected.</typeparam>
    public static ParsedAnswer<T> Wrong<T>(string errorCode, string error)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(errorCode);
        ArgumentException.ThrowIfNullOrWhiteSpace(error);
        return new(default, errorCode, error);
    }
}
