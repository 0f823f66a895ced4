namespace DataCuration.Filters;

/// <summary>Dolma's length attributes. Paragraphs are lines with their line feed; blank ones are left out.</summary>
/// <param name="kind">The length.</param>
public sealed class DolmaLengthTagger(DolmaLengthKind kind) : DolmaTagger
{
    /// <summary>The length.</summary>
    public DolmaLengthKind Kind { get; } = RuleChecks.Defined(kind, nameof(kind));

    private protected override string Tagger => Kind switch
    {
        DolmaLengthKind.Characters => "char_length_with_paragraphs_v1",
        DolmaLengthKind.Tokens => "whitespace_tokenizer_v1",
        DolmaLengthKind.ParagraphTokens => "whitespace_tokenizer_with_paragraphs_v1",
        DolmaLengthKind.Words => "uniseg_length_v1",
        DolmaLengthKind.ParagraphWords => "uniseg_length_paragraphs_v1",
        _ => "bytes_length_v1",
    };

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        DocumentEditor editor = document.Edit();
        ReadOnlyMemory<byte> text = document.Utf8Text;
        switch (Kind)
        {
            case DolmaLengthKind.Characters:
                SetParagraphs(editor, text, part => Utf8.Count(part.Span), withSum: false);
                Set(editor, "document", Utf8.Count(text.Span));
                break;
            case DolmaLengthKind.Tokens:
                Set(editor, "length", DolmaKernel.CountTokens(text.Span) + 1);
                break;
            case DolmaLengthKind.ParagraphTokens:
                SetParagraphs(editor, text, part => DolmaKernel.CountTokens(part.Span) + 1, withSum: true);
                break;
            case DolmaLengthKind.Words:
                Set(editor, "length", DolmaKernel.CountSegments(text));
                break;
            case DolmaLengthKind.ParagraphWords:
                SetParagraphs(editor, text, part => PeerWords.Unicode.Split(part).Count, withSum: false);
                break;
            default:
                Set(editor, "bytes", text.Length);
                break;
        }
        return StageResult.Replace(editor.Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Kind), Kind.ToString());
    }

    private void SetParagraphs(DocumentEditor editor, ReadOnlyMemory<byte> text, Func<ReadOnlyMemory<byte>, int> measure, bool withSum)
    {
        List<(int, int, double)> spans = [];
        double sum = 0;
        int start = 0;
        for (int at = 0; at < text.Length;)
        {
            int feed = text.Span[at..].IndexOf((byte)'\n');
            ReadOnlyMemory<byte> paragraph = feed < 0 ? text[at..] : text.Slice(at, feed + 1);
            at += paragraph.Length;
            int end = start + Utf8.Count(paragraph.Span);
            if (!Utf8.IsBlank(paragraph.Span))
            {
                int score = measure(paragraph);
                spans.Add((start, end, score));
                sum += score;
            }
            start = end;
        }
        if (spans.Count > 0) SetSpans(editor, "paragraph", spans);
        if (Kind == DolmaLengthKind.ParagraphWords && spans.Count > 0)
            SetSpans(editor, "negative_paragraph", [.. spans.Select(span => (span.Item1, span.Item2, -span.Item3))]);
        if (withSum) Set(editor, "document", sum);
    }
}
