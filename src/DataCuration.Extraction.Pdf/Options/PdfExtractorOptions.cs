namespace DataCuration.Extraction.Pdf;

/// <summary>
/// The options and limits of <see cref="PdfExtractor"/>. Limits bound memory and work on hostile files; a file over a limit is dropped with its own reason.
/// </summary>
public sealed record PdfExtractorOptions
{
    /// <summary>True to remove page headers, page footers and page numbers.</summary>
    /// <value>Default: true.</value>
    public bool RemoveHeadersAndFooters { get; init; } = true;

    /// <summary>True to join words hyphenated at line ends.</summary>
    /// <value>Default: true.</value>
    public bool JoinHyphenatedWords { get; init; } = true;

    /// <summary>True to write rows of aligned cells as Markdown tables; false to write each row as a line with tabs between its cells.</summary>
    /// <value>Default: true.</value>
    public bool MarkdownTables { get; init; } = true;

    /// <summary>
    /// True to mark listings (text in a font with a fixed pitch, set apart from running text) as Markdown code blocks; false to keep only their lines and
    /// indents.
    /// </summary>
    /// <value>Default: true.</value>
    public bool MarkdownListings { get; init; } = true;

    /// <summary>True to mark headings with <c>#</c> signs by their level; false to write them as paragraphs.</summary>
    /// <value>Default: true.</value>
    public bool MarkdownHeadings { get; init; } = true;

    /// <summary>The text between two pages unless a paragraph continues across them. A form feed (<c>"\f"</c>) marks pages in the text.</summary>
    /// <value>Default: an empty line.</value>
    public string PageSeparator
    {
        get;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            field = value;
        }
    } = "\n\n";

    /// <summary>The maximum size of a file in bytes. PdfPig holds the file in memory.</summary>
    /// <value>At least 1. Default: 256 MiB.</value>
    public long MaxBytes { get; init => field = Positive(value, nameof(MaxBytes)); } = 256L << 20;

    /// <summary>The maximum number of pages.</summary>
    /// <value>At least 1. Default: 10,000.</value>
    public int MaxPages { get; init => field = (int)Positive(value, nameof(MaxPages)); } = 10_000;

    /// <summary>The maximum number of letters on all pages together. A single page may have at most a million.</summary>
    /// <value>At least 1. Default: 20,000,000, about 6,000 full pages.</value>
    public long MaxLetters { get; init => field = Positive(value, nameof(MaxLetters)); } = 20_000_000;

    /// <summary>The maximum number of bytes that all decoded streams decompress to. A single stream may have at most 64 MiB. Images are not decoded.</summary>
    /// <value>At least 1. Default: 512 MiB.</value>
    public long MaxDecodedBytes { get; init => field = Positive(value, nameof(MaxDecodedBytes)); } = 512L << 20;

    /// <summary>
    /// The maximum amount of work: one unit per drawing operation, four per letter, 256 per decoded stream and one per 16 decoded bytes. Work is counted
    /// instead of timed, so that the result is the same on every machine.
    /// </summary>
    /// <value>At least 1. Default: 500,000,000, which takes some minutes.</value>
    public long MaxWork { get; init => field = Positive(value, nameof(MaxWork)); } = 500_000_000;

    /// <summary>The maximum share of glyphs without a Unicode value. Files above it are dropped as <see cref="PdfDropReasons.UnmappedText"/>.</summary>
    /// <value>Between 0 and 1. Default: 0.3.</value>
    public double MaxUnmappedShare
    {
        get;
        init
        {
            if (!(value >= 0 && value <= 1)) throw new ArgumentOutOfRangeException(nameof(MaxUnmappedShare), value, "A share must be between 0 and 1.");
            field = value;
        }
    } = 0.3;

    internal void Describe(FingerprintWriter writer)
    {
        writer.Add(nameof(RemoveHeadersAndFooters), RemoveHeadersAndFooters);
        writer.Add(nameof(JoinHyphenatedWords), JoinHyphenatedWords);
        writer.Add(nameof(MarkdownTables), MarkdownTables);
        writer.Add(nameof(MarkdownListings), MarkdownListings);
        writer.Add(nameof(MarkdownHeadings), MarkdownHeadings);
        writer.Add(nameof(PageSeparator), PageSeparator);
        writer.Add(nameof(MaxBytes), MaxBytes);
        writer.Add(nameof(MaxPages), MaxPages);
        writer.Add(nameof(MaxLetters), MaxLetters);
        writer.Add(nameof(MaxDecodedBytes), MaxDecodedBytes);
        writer.Add(nameof(MaxWork), MaxWork);
        writer.Add(nameof(MaxUnmappedShare), MaxUnmappedShare);
    }

    private static long Positive(long value, string name)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(value, 1, name);
        return value;
    }
}
