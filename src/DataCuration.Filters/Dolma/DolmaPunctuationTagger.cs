namespace DataCuration.Filters;

/// <summary>
/// Dolma's <c>not_alphanum_paragraph_v1</c>: spans of paragraphs that have only punctuation, symbols, white space and emoji. A document without one gets the
/// score 0.
/// </summary>
public sealed class DolmaPunctuationTagger : DolmaTagger
{
    private protected override string Tagger => "not_alphanum_paragraph_v1";

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        List<(int, int, double)> spans = [];
        int start = 0;
        for (int at = 0; at < text.Length;)
        {
            int feed = text[at..].IndexOf((byte)'\n');
            ReadOnlySpan<byte> paragraph = feed < 0 ? text[at..] : text.Slice(at, feed + 1);
            at += paragraph.Length;
            int end = start + Utf8.Count(paragraph);
            if (!Utf8.IsBlank(paragraph) && IsPunctuation(paragraph)) spans.Add((start, end, 1));
            start = end;
        }
        DocumentEditor editor = document.Edit();
        if (spans.Count > 0) SetSpans(editor, "all_punct", spans);
        else Set(editor, "all_punct", 0);
        return StageResult.Replace(editor.Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
    }

    private static bool IsPunctuation(ReadOnlySpan<byte> paragraph)
    {
        for (int at = 0; at < paragraph.Length;)
        {
            int one = Utf8.Decode(paragraph, at, out int size);
            // The blocks of emoji have characters that are not assigned.
            if ((CharacterClasses.Of(one) & CharacterClasses.Punctuation) == 0 && !DolmaKernel.IsRegexSpace(one)
                && one is not ((>= 0x1F300 and <= 0x1F64F) or (>= 0x1F680 and <= 0x1F6FF) or (>= 0x2600 and <= 0x27BF))) return false;
            at += size;
        }
        return true;
    }
}
