namespace DataCuration.Extraction.Pdf;

/// <summary>What <see cref="PdfExtractor"/> keeps, and where it gives a file up. Limits bound memory and work on hostile files; a file over one is dropped with a reason of its own.</summary>
public sealed record PdfExtractorOptions
{
    /// <summary>Whether running heads, running feet and page numbers are removed.</summary>
    /// <value>Default: true.</value>
    public bool RemoveHeadersAndFooters { get; init; } = true;

    /// <summary>Whether words divided at a line's end are joined.</summary>
    /// <value>Default: true.</value>
    public bool JoinHyphenatedWords { get; init; } = true;

    /// <summary>Whether rows of aligned cells become Markdown tables; otherwise each row is a line with tabs between its cells.</summary>
    /// <value>Default: true.</value>
    public bool MarkdownTables { get; init; } = true;

    /// <summary>What stands between the pages' texts, where no paragraph runs over the page's end. A form feed (<c>"\f"</c>) shows the pages in the text itself.</summary>
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

    /// <summary>The largest file, in bytes. PdfPig holds a file in memory.</summary>
    /// <value>At least 1. Default: 256 MiB.</value>
    public long MaxBytes { get; init => field = Positive(value, nameof(MaxBytes)); } = 256L << 20;

    /// <summary>The largest number of pages.</summary>
    /// <value>At least 1. Default: 10,000.</value>
    public int MaxPages { get; init => field = (int)Positive(value, nameof(MaxPages)); } = 10_000;

    /// <summary>The largest number of letters drawn by all pages together; no page may draw more than a million.</summary>
    /// <value>At least 1. Default: 20,000,000, about 6,000 full pages.</value>
    public long MaxLetters { get; init => field = Positive(value, nameof(MaxLetters)); } = 20_000_000;

    /// <summary>The largest number of bytes that the streams that are read decompress to, all together; no stream may have more than 64 MiB. Images are not read.</summary>
    /// <value>At least 1. Default: 512 MiB.</value>
    public long MaxDecodedBytes { get; init => field = Positive(value, nameof(MaxDecodedBytes)); } = 512L << 20;

    /// <summary>
    /// The largest amount of work: one unit for each drawing operation, four for each letter, 256 for each decoded stream and one for every 16 decoded bytes.
    /// Counted and not timed, so that the same file meets the same end on every machine.
    /// </summary>
    /// <value>At least 1. Default: 500,000,000, some minutes.</value>
    public long MaxWork { get; init => field = Positive(value, nameof(MaxWork)); } = 500_000_000;

    /// <summary>The share of glyphs without a Unicode value above which a file is dropped as <see cref="PdfDropReasons.UnmappedText"/>.</summary>
    /// <value>Between 0 and 1. Default: 0.3.</value>
    public double MaxUnmappedShare
    {
        get;
        init
        {
            if (!(value >= 0 && value <= 1)) throw new ArgumentOutOfRangeException(nameof(MaxUnmappedShare), value, "A share lies between 0 and 1.");
            field = value;
        }
    } = 0.3;

    internal void Describe(FingerprintWriter writer)
    {
        writer.Add(nameof(RemoveHeadersAndFooters), RemoveHeadersAndFooters);
        writer.Add(nameof(JoinHyphenatedWords), JoinHyphenatedWords);
        writer.Add(nameof(MarkdownTables), MarkdownTables);
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
