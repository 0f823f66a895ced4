namespace DataCuration.LanguageModels;

/// <summary>The options for executing chunk programs.</summary>
public sealed record ProXOptions
{
    /// <summary>The mode. Default: strict.</summary>
    public ProXMode Mode { get; init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, null); }

    /// <summary>
    /// A program with that many errors is ignored; at least 1. Strict mode counts for each chunk, compat mode for the document. Default: 2 (reference code,
    /// <c>error_op</c>).
    /// </summary>
    public int ErrorLimit
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The limit must be at least 1.");
    } = 2;

    /// <summary>
    /// Documents with at most that many words are dropped; null to drop none. Compat mode counts words between blanks, as Python's <c>str.split()</c>,
    /// and so drops every Chinese document. Strict mode also counts scripts that write no blanks: half a word for each character of Chinese or Japanese, a
    /// fifth for Thai, Lao, Khmer, Burmese or Tibetan (our choice). It does not apply the rule after an invalid program. Default: 10 (reference code).
    /// </summary>
    public int? ShortDocumentWords
    {
        get;
        init => field = value is null or >= 0 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The number must not be negative.");
    } = 10;

    /// <summary>
    /// Strict mode: a text that would lose this share of its words or more stays as it is, unless the document stage agrees. 0 to 1. The default of 0.3 is our
    /// choice; the reference allows 0.95.
    /// </summary>
    public double MaxRemovedShare { get; init => field = Share(value); } = 0.3;

    /// <summary>
    /// A document that loses this share of its words or more is dropped: in compat mode always, in strict mode only if the document stage agrees. 0 to 1.
    /// Default: 0.95 (reference code, <c>threshold_2</c>).
    /// </summary>
    public double DropShare { get; init => field = Share(value); } = 0.95;

    /// <summary>
    /// Compat mode: a text that would keep less than this share of its words stays as it is. 0 to 1. Default: 0 (reference code, <c>threshold_1</c>).
    /// </summary>
    public double MinKeptShare { get; init => field = Share(value); }

    /// <summary>
    /// Strict mode: true to allow only replacements that delete: the replacement is empty or part of the replaced string. So no program can add text to a
    /// corpus. Default: false, as the published language has replacements.
    /// </summary>
    public bool DeletionOnly { get; init; }

    /// <summary>
    /// Strict mode: true to clip a range that ends after the document's last line, instead of counting an error. Lines of other chunks are out of reach in
    /// both cases. Default: false.
    /// </summary>
    public bool ClipsLastLine { get; init; }

    /// <summary>The limits.</summary>
    public ProXLimits Limits { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = ProXLimits.Default;

    /// <summary>Writes the options to a stage's fingerprint.</summary>
    /// <param name="writer">Receives the parts.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(Mode), Mode.ToString());
        writer.Add(nameof(ErrorLimit), ErrorLimit);
        writer.Add(nameof(ShortDocumentWords), ShortDocumentWords?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        writer.Add(nameof(MaxRemovedShare), MaxRemovedShare);
        writer.Add(nameof(DropShare), DropShare);
        writer.Add(nameof(MinKeptShare), MinKeptShare);
        writer.Add(nameof(DeletionOnly), DeletionOnly);
        writer.Add(nameof(ClipsLastLine), ClipsLastLine);
        writer.AddScope(nameof(Limits), Limits.Describe);
    }

    private static double Share(double value) =>
        value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A share is from 0 to 1.");
}
