using System.Diagnostics.CodeAnalysis;

namespace DataCuration.LanguageModels;

/// <summary>What a parser made of an answer: a value, or what is wrong with it.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public readonly struct ParsedAnswer<T>
{
    private ParsedAnswer(T? value, string? errorCode, string? error)
    {
        Value = value;
        ErrorCode = errorCode;
        Error = error;
    }

    /// <summary>The value; the type's default if the answer is wrong.</summary>
    public T? Value { get; }

    /// <summary>A short constant for reports (<c>line_count</c>); null if the answer is right.</summary>
    public string? ErrorCode { get; }

    /// <summary>What is wrong, in words that help the model to put it right; null if nothing is.</summary>
    public string? Error { get; }

    /// <summary>Whether there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error), nameof(ErrorCode))]
    public bool IsParsed => Error is null;

    /// <summary>A value.</summary>
    /// <param name="value">It.</param>
    public static ParsedAnswer<T> Parsed([DisallowNull] T value) => new(value, null, null);

    /// <summary>A wrong answer.</summary>
    /// <param name="errorCode">A short constant in snake_case.</param>
    /// <param name="error">What is wrong; it is told to the model.</param>
    public static ParsedAnswer<T> Wrong(string errorCode, string error)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(errorCode);
        ArgumentException.ThrowIfNullOrWhiteSpace(error);
        return new(default, errorCode, error);
    }
}
