namespace DataCuration.Selection;

/// <summary>What a document counts in a budget or a share: characters, bytes, tokens or itself.</summary>
public sealed class DocumentMeasure
{
    private readonly MeasureKind kind;
    private readonly string? annotation;
    private readonly ITokenEncoder? encoder;

    private DocumentMeasure(MeasureKind kind, string unit, string? annotation = null, ITokenEncoder? encoder = null)
    {
        this.kind = kind;
        this.annotation = annotation;
        this.encoder = encoder;
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

    /// <summary>Unicode code points of the text, as Python's <c>len</c> counts them (PreSelect's <c>find_threshold.py</c>).</summary>
    public static DocumentMeasure Characters { get; } = new(MeasureKind.Characters, "characters");

    /// <summary>Bytes of the text in UTF-8.</summary>
    public static DocumentMeasure Utf8Bytes { get; } = new(MeasureKind.Utf8Bytes, "bytes");

    /// <summary>Every document counts 1.</summary>
    public static DocumentMeasure Documents { get; } = new(MeasureKind.Documents, "documents");

    /// <summary>What is counted, in words.</summary>
    public string Unit { get; }

    /// <summary>A number that stands in an annotation or field of the document, such as a token count made before. A document without one, or with a negative one, cannot be selected and is counted as unmeasured.</summary>
    /// <param name="name">The annotation's name.</param>
    public static DocumentMeasure Annotation(string name)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(name);
        return new(MeasureKind.Annotation, name, annotation: name);
    }

    /// <summary>Tokens of an encoder; the text is encoded to count them.</summary>
    /// <param name="encoder">The encoder.</param>
    public static DocumentMeasure Tokens(ITokenEncoder encoder)
    {
        ArgumentNullException.ThrowIfNull(encoder);
        return new(MeasureKind.Tokens, "tokens", encoder: encoder);
    }

    /// <summary>The measure in words.</summary>
    public override string ToString() => Unit;

    internal void Describe(FingerprintWriter writer)
    {
        writer.BeginScope("measure");
        writer.Add("kind", kind.ToString());
        writer.Add("annotation", annotation);
        if (encoder is not null)
        {
            writer.BeginScope("encoder");
            encoder.Describe(writer);
            writer.EndScope();
        }
        writer.EndScope();
    }

    /// <summary>A document's size; -1 where it has none.</summary>
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
                return tokens.Count;
        }
    }

    /// <summary>A larger size is an error of the input: the sum over 2^30 documents of this size still fits in 64 bits.</summary>
    private const long MaxSize = 1L << 32;
}
