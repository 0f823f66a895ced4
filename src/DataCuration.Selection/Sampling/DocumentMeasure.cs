namespace DataCuration.Selection;

/// <summary>The measure of a document's size in a budget or a share: characters, bytes, tokens, or one for each document.</summary>
public sealed class DocumentMeasure
{
    private readonly MeasureKind kind;
    private readonly string? annotation;
    private readonly ITokenEncoder? encoder;

    private readonly bool endOfDocument;

    private DocumentMeasure(MeasureKind kind, string unit, string? annotation = null, ITokenEncoder? encoder = null, bool endOfDocument = false)
    {
        this.kind = kind;
        this.annotation = annotation;
        this.encoder = encoder;
        this.endOfDocument = endOfDocument;
        Unit = unit;
    }

    private enum MeasureKind
    {
        Characters,
        Utf8Bytes,
        Documents,
        Annotation,
        Tokens,
    }

    /// <summary>The number of Unicode code points of the text, as Python's <c>len</c> counts them (PreSelect's <c>find_threshold.py</c>).</summary>
    public static DocumentMeasure Characters { get; } = new(MeasureKind.Characters, "characters");

    /// <summary>The number of bytes of the text in UTF-8.</summary>
    public static DocumentMeasure Utf8Bytes { get; } = new(MeasureKind.Utf8Bytes, "bytes");

    /// <summary>The number of documents: each has size 1.</summary>
    public static DocumentMeasure Documents { get; } = new(MeasureKind.Documents, "documents");

    /// <summary>The name of the unit.</summary>
    public string Unit { get; }

    /// <summary>
    /// Measures by a number in an annotation or field of the document, such as an earlier token count. A document without the number, or with a negative
    /// one, cannot be selected and counts as unrated.
    /// </summary>
    /// <param name="name">The annotation's name.</param>
    public static DocumentMeasure Annotation(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new(MeasureKind.Annotation, name, annotation: name);
    }

    /// <summary>Measures in the tokens of an encoder. The text is encoded to count them.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="endOfDocument">
    /// True to count the end-of-document token that token shards have after each document (<see cref="TokenShardSink.AppendEndOfDocument"/>): for budgets of
    /// texts that become token shards. Default: false, the text's own tokens.
    /// </param>
    public static DocumentMeasure Tokens(ITokenEncoder encoder, bool endOfDocument = false)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        return new(MeasureKind.Tokens, "tokens", encoder: encoder, endOfDocument: endOfDocument);
    }

    /// <summary>Returns the name of the unit.</summary>
    public override string ToString() => Unit;

    internal void Describe(FingerprintWriter writer)
    {
        writer.BeginScope("measure");
        writer.Add("kind", kind.ToString());
        writer.Add("annotation", annotation);
        if (encoder is not null)
        {
            writer.AddScope("encoder", encoder.Describe);
            // Only if it is true: selections of earlier runs stay valid.
            if (endOfDocument) writer.Add("end_of_document", encoder.EndOfDocument);
        }
        writer.EndScope();
    }

    /// <summary>Returns the size of a document; -1 if it is unknown.</summary>
    internal long Of(Document document, List<int> tokens)
    {
        switch (kind)
        {
            case MeasureKind.Characters:
                return Utf8CodePoints.Count(document.Utf8Text.Span);
            case MeasureKind.Utf8Bytes:
                return document.Utf8Text.Length;
            case MeasureKind.Documents:
                return 1;
            case MeasureKind.Annotation:
                return document.TryGet(new AnnotationKey<long>(annotation!), out long size) && size is >= 0 and <= MaxSize ? size : -1;
            default:
                tokens.Clear();
                encoder!.Encode(document.Utf8Text.Span, tokens);
                return tokens.Count + (endOfDocument ? 1 : 0);
        }
    }

    /// <summary>The largest valid size. The sum over 2^30 documents of this size still fits in 64 bits.</summary>
    private const long MaxSize = 1L << 32;
}
