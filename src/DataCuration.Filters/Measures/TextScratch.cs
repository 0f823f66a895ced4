namespace DataCuration.Filters;

/// <summary>The buffers of a filter, one set for each worker.</summary>
internal sealed class TextScratch
{
    /// <summary>Numbers lines, paragraphs or other parts.</summary>
    public SpanTable Parts { get; } = new();

    /// <summary>Numbers words and n-grams.</summary>
    public WordRuns Words { get; } = new();

    /// <summary>Builds edited texts.</summary>
    public TextEdit Edit { get; } = new();

    /// <summary>Builds a text from one that <see cref="Edit"/> holds.</summary>
    public TextEdit SecondEdit { get; } = new();

    /// <summary>Sorts numbers.</summary>
    public List<int> Histogram { get; } = [];

    /// <summary>Remembers numbers.</summary>
    public SeenSet Seen { get; } = new();

    /// <summary>Lower-cases texts.</summary>
    public LowerCaser Lower { get; } = new();

    /// <summary>Keeps the result of an edit as a document.</summary>
    /// <param name="document">The document.</param>
    /// <param name="edited">The text after the edit.</param>
    /// <param name="reason">The drop reason for an empty text; null to keep it.</param>
    public static StageResult Result(Document document, ReadOnlySpan<byte> edited, string? reason)
    {
        if (edited.IsEmpty && reason is not null) return StageResult.Drop(reason);
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        return edited.Length == text.Length && edited.SequenceEqual(text) ? StageResult.Keep : StageResult.Replace(document.WithText(edited.ToArray()));
    }
}
