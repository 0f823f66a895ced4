namespace DataCuration.Deduplication;

/// <summary>The property that exact duplicates share: the text in a normal form, the address, or an annotation.</summary>
public sealed class ExactKey
{
    private readonly Kind kind;

    private ExactKey(Kind kind) => this.kind = kind;

    private enum Kind
    {
        Text,
        Url,
        Annotation,
    }

    /// <summary>The text as it is.</summary>
    public static ExactKey Text { get; } = Normalized(TextForm.Unchanged);

    /// <summary>
    /// The canonical address (<see cref="UrlCanonicalizer.Default"/>). Documents without a valid address are not compared, and stay.
    /// </summary>
    public static ExactKey Url { get; } = UrlOf(UrlCanonicalizer.Default);

    internal TextForm Form { get; private init; }

    internal UrlCanonicalizer? Canonicalizer { get; private init; }

    internal string? AnnotationName { get; private init; }

    /// <summary>The text in a normal form.</summary>
    /// <param name="form">The form.</param>
    public static ExactKey Normalized(TextForm form) => Enum.IsDefined(form) ? new(Kind.Text) { Form = form }
        : throw new ArgumentOutOfRangeException(nameof(form), form, "There is no such normal form.");

    /// <summary>The canonical address, by a canonicalizer with options.</summary>
    /// <param name="canonicalizer">The canonicalizer.</param>
    public static ExactKey UrlOf(UrlCanonicalizer canonicalizer)
    {
        ArgumentNullException.ThrowIfNull(canonicalizer);
        return new(Kind.Url) { Canonicalizer = canonicalizer };
    }

    /// <summary>The value of an annotation or field. Values of different kinds differ; documents without it are not compared, and stay.</summary>
    /// <param name="name">The annotation's name.</param>
    public static ExactKey Annotation(string name)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        return new(Kind.Annotation) { AnnotationName = name };
    }

    /// <summary>Writes the key to a fingerprint.</summary>
    /// <param name="writer">Receives the parts.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", kind.ToString());
        writer.Add("form", Form.ToString());
        if (Canonicalizer is not null) writer.AddScope("canonicalizer", Canonicalizer.Describe);
        writer.Add("annotation", AnnotationName);
    }

    /// <inheritdoc/>
    public override string ToString() => kind switch
    {
        Kind.Text => Form.ToString(),
        Kind.Url => "Url",
        _ => $"Annotation {AnnotationName}",
    };
}
