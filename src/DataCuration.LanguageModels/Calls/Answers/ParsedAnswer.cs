using System.Diagnostics.CodeAnalysis;

namespace DataCuration.LanguageModels;

/// <summary>What a parser made of an answer: a value, or what is wrong with it.</summary>
/// <typeparam name="T">The value's type.</typeparam>
public readonly struct ParsedAnswer<T>
{
    internal ParsedAnswer(T? value, string? errorCode, string? error)
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
}
