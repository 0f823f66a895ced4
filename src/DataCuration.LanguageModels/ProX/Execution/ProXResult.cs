using System.Text;

namespace DataCuration.LanguageModels;

/// <summary>The result of executing chunk programs.</summary>
public sealed class ProXResult
{
    private string? text;

    internal ProXResult()
    {
    }

    /// <summary>The outcome.</summary>
    public ProXOutcome Outcome { get; internal init; }

    /// <summary>The reason for a drop or for edits that were not made; <see cref="ProXReason.None"/> otherwise.</summary>
    public ProXReason Reason { get; internal init; }

    /// <summary>The text in UTF-8. It is empty for a dropped document, and the same memory as before if the text is unchanged.</summary>
    public ReadOnlyMemory<byte> Utf8Text { get; internal init; }

    /// <summary>The text, decoded on first use.</summary>
    public string Text => text ??= Encoding.UTF8.GetString(Utf8Text.Span);

    /// <summary>The document's words before the edits. <see cref="ProXOptions.ShortDocumentWords"/> tells how each mode counts.</summary>
    public long WordsBefore { get; internal init; }

    /// <summary>The words that the edits leave, whether the edits were accepted or not.</summary>
    public long WordsAfter { get; internal init; }

    /// <summary>The number of words that the edits remove, whether they were accepted or not.</summary>
    public long WordsRemoved => WordsBefore - WordsAfter;

    /// <summary>The number of errors of all programs.</summary>
    public int Errors { get; internal init; }

    /// <summary>The lines that the programs remove, whether the edits were accepted or not: sorted, without overlaps.</summary>
    public IReadOnlyList<ProXLineRange> RemovedLines { get; internal init; } = [];

    /// <summary>The calls and errors of all programs, in their order.</summary>
    public IReadOnlyList<ProXCallResult> Calls { get; internal init; } = [];

    /// <summary>The chunks, in strict mode.</summary>
    public IReadOnlyList<ProXChunkResult> Chunks { get; internal init; } = [];

    /// <summary>The number of calls whose string does not occur in the text.</summary>
    public int AbsentSources
    {
        get
        {
            int count = 0;
            foreach (ProXCallResult call in Calls) count += call.Status == ProXCallStatus.SourceAbsent ? 1 : 0;
            return count;
        }
    }

    /// <summary>Keeps a string that equals <see cref="Utf8Text"/>, so that it is not decoded again.</summary>
    internal void KeepText(string known) => text = known;
}
