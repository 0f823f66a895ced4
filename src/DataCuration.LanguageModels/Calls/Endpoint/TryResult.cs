using System.Diagnostics.CodeAnalysis;

namespace DataCuration.LanguageModels;

/// <summary>The result of one try: an answer, or an error with the exception that caused it.</summary>
internal sealed class TryResult
{
    public TryResult(LanguageModelAnswer answer) => Answer = answer;

    public TryResult(CallError error, Exception cause)
    {
        Error = error;
        Cause = cause;
    }

    public LanguageModelAnswer? Answer { get; }

    public CallError? Error { get; }

    public Exception? Cause { get; }

    [MemberNotNullWhen(true, nameof(Answer))]
    [MemberNotNullWhen(false, nameof(Error), nameof(Cause))]
    public bool IsAnswered => Answer is not null;
}
