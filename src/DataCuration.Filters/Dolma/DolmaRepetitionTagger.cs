namespace DataCuration.Filters;

/// <summary>
/// Dolma's repetitions of characters (<c>repetitions_v1</c>, or <c>paragraph_repetitions_v1</c> within lines): spans in which a text comes at least four times
/// in a row, each perhaps after one white-space character, with their greatest score and length and their share of the document.
/// </summary>
public sealed class DolmaRepetitionTagger : DolmaTagger
{
    /// <summary>True for <c>paragraph_repetitions_v1</c>. Default: false.</summary>
    public bool ByParagraph { get; init; }

    private protected override string Tagger => ByParagraph ? "paragraph_repetitions_v1" : "repetitions_v1";

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        DolmaRepetitionKernel kernel = context.Scratch<DolmaRepetitionKernel>();
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        List<(int Start, int End, double Score)> spans = [];
        int offset = 0;
        for (int at = 0; at < text.Length;)
        {
            int feed = ByParagraph ? text[at..].IndexOf((byte)'\n') : -1;
            ReadOnlySpan<byte> part = feed < 0 ? text[at..] : text.Slice(at, feed + 1);
            offset = AddSpans(part, offset, kernel, spans);
            at += part.Length;
        }
        DocumentEditor editor = document.Edit();
        if (spans.Count > 0) SetSpans(editor, "repetition", spans);
        Set(editor, "doc_max_score_repetition", spans.Count == 0 ? 0 : spans.Max(span => span.Score));
        Set(editor, "doc_max_length_repetition", spans.Count == 0 ? 0 : spans.Max(span => span.End - span.Start));
        Set(editor, "doc_frac_repetition", spans.Count == 0 ? 0 : (double)spans.Sum(span => (long)(span.End - span.Start)) / Utf8.Count(text));
        return StageResult.Replace(editor.Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(ByParagraph), ByParagraph);
    }

    private static int AddSpans(ReadOnlySpan<byte> part, int offset, DolmaRepetitionKernel kernel, List<(int Start, int End, double Score)> spans)
    {
        kernel.Prepare(part);
        int done = 0;
        for (int at = 0; kernel.Find(part, at, out int start, out int unit) is > 0 and var end; at = done)
        {
            int from = offset + Utf8.Count(part[done..start]);
            int to = from + Utf8.Count(part[start..end]);
            spans.Add((from, to, Utf8.CountOccurrences(part[start..end], part.Slice(start, unit))));
            offset = to;
            done = end;
        }
        return offset + Utf8.Count(part[done..]);
    }
}
