using System.Diagnostics.CodeAnalysis;

namespace DataCuration.LanguageModels;

/// <summary>A parser's result: a value or an error.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public readonly struct ParsedAnswer<T>
{
    internal ParsedAnswer(T? value, string? errorCode, string? error)
    {
        Value = value;
        ErrorCode = errorCode;
        Error = error;
    }

    /// <summary>The value; the type's default if the answer was rejected.</summary>
    public T? Value { get; }

    /// <summary>A short constant for reports (<c>line_count</c>); null if the answer was parsed.</summary>
    public string? ErrorCode { get; }

    /// <summary>The error in words that help the model to correct it; null if the answer was parsed.</summary>
    public string? Error { get; }

    /// <summary>True if there is a value.</summary>
    [MemberNotNullWhen(true, nameof(Value))]
    [MemberNotNullWhen(false, nameof(Error), nameof(ErrorCode))]
    public bool IsParsed => Error is null;
}
