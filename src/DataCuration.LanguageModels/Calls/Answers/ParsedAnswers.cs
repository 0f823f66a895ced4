using System.Diagnostics.CodeAnalysis;

namespace DataCuration.LanguageModels;

/// <summary>Makes what an <see cref="AnswerParser{T}"/> returns.</summary>
public static class ParsedAnswers
{
    /// <summary>A value.</summary>
    /// <param name="value">It.</param>
    /// <typeparam name="T">Its type.</typeparam>
    public static ParsedAnswer<T> Parsed<T>([DisallowNull] T value) => new(value, null, null);

    /// <summary>A wrong answer.</summary>
    /// <param name="errorCode">A short constant in snake_case.</param>
    /// <param name="error">What is wrong; it is told to the model.</param>
    /// <typeparam name="T">The type of what was to be read.</typeparam>
    public static ParsedAnswer<T> Wrong<T>(string errorCode, string error)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(errorCode);
        ArgumentException.ThrowIfNullOrWhiteSpace(error);
        return new(default, errorCode, error);
    }
}
