namespace DataCuration.Synthesis;

/// <summary>
/// Replaces the terms of a domain by a mask, so that a model learns the forms of a text without its domain. It is the first step of AMD2G (misonsky/Amdg),
/// which trains on masked text of several domains before it trains on one. The masker is idempotent: masks are never matched again.
/// </summary>
/// <param name="terms">The terms. AMD2G has lists for commerce, film, medicine (18,749 terms), music (1,427) and travel.</param>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Synthesis;
///
/// using var run = new CurationRun();
/// TermMatcher medicine = TermMatcher.Load("medicine.txt", ignoresCase: true, wholeWords: true);
/// await Corpus.FromJsonl("pool/*.jsonl").Pipe(new TermMasker(medicine)).WriteJsonlAsync("masked", run);
/// </code>
/// </example>
public sealed class TermMasker(TermMatcher terms) : DocumentTransform
{
    /// <summary>The number of masks in the text, those that were there before included.</summary>
    public static readonly AnnotationKey<int> Masks = new("masks");

    private readonly TermMatcher terms = terms ?? throw new ArgumentNullException(nameof(terms));
    private readonly byte[] utf8Mask = MaskKernel.Encode("[MASK]");

    /// <summary>The text that replaces a term.</summary>
    /// <value>Not empty, and no proper beginning of it is also its end (<c>xx</c> is refused); default <c>[MASK]</c> (our choice: BERT's mask).</value>
    /// <exception cref="ArgumentException">The value is empty, or begins as it ends.</exception>
    public string Mask
    {
        get;
        init
        {
            utf8Mask = MaskKernel.Encode(value);
            field = value;
        }
    } = "[MASK]";

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        byte[]? masked = MaskKernel.Apply(terms, document.Utf8Text.Span, utf8Mask, context.Scratch<TermScratch>(), out int masks);
        DocumentEditor editor = document.Edit().Set(Masks, masks);
        return StageResult.Replace((masked is null ? editor : editor.SetText(masked)).Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add("terms", terms);
        writer.Add(nameof(Mask), Mask);
    }
}
