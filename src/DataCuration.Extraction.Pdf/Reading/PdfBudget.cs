namespace DataCuration.Extraction.Pdf;

/// <summary>Counts what reading one file costs, and ends it at a limit. Once over, every further step fails too, so that no handler inside the PDF library can carry on.</summary>
internal sealed class PdfBudget(PdfExtractorOptions options, CancellationToken cancellationToken)
{
    /// <summary>More letters than a page can show; a page's glyphs are held in memory together.</summary>
    private const int MaxPageLetters = 1_000_000;

    /// <summary>More than a page's content or a font; what a stream decodes to is held in memory, and a page's operations take many times as much.</summary>
    private const long MaxStreamBytes = 64L << 20;

    private long decoded;
    private long pageLetters;
    private string? exceeded;

    /// <summary>How many letters were drawn.</summary>
    public long Letters { get; private set; }

    /// <summary>The units of work so far; see <see cref="PdfExtractorOptions.MaxWork"/>.</summary>
    public long Work { get; private set; }

    /// <summary>Why reading ended, or null.</summary>
    public string? Exceeded => exceeded;

    /// <summary>What a stream may decode to: what is left of <see cref="PdfExtractorOptions.MaxDecodedBytes"/>, up to the bound for one stream.</summary>
    public long DecodableBytes => Math.Min(MaxStreamBytes, options.MaxDecodedBytes - decoded);

    /// <summary>Objects that are only references; see <see cref="ReferenceChains"/>.</summary>
    public ReferenceChains References { get; } = new();

    /// <summary>A page begins.</summary>
    public void BeginPage() => pageLetters = 0;

    /// <summary>A letter is drawn.</summary>
    public void AddLetter()
    {
        if (++Letters > options.MaxLetters || ++pageLetters > MaxPageLetters) Exceed(PdfDropReasons.TooManyLetters);
        AddWork(4);
    }

    /// <summary>A stream is decoded.</summary>
    /// <param name="bytes">Its decoded length.</param>
    public void AddDecoded(long bytes)
    {
        decoded += bytes;
        if (decoded > options.MaxDecodedBytes) Exceed(PdfDropReasons.TooMuchData);
        AddWork(256 + bytes / 16);
    }

    /// <summary>Something is done.</summary>
    /// <param name="units">How much.</param>
    public void AddWork(long units)
    {
        if (exceeded is not null) throw new PdfLimitException(exceeded);
        Work += units;
        if (Work > options.MaxWork) Exceed(PdfDropReasons.TooMuchWork);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Ends reading for good.</summary>
    /// <param name="reason">One of <see cref="PdfDropReasons"/>.</param>
    public void Exceed(string reason)
    {
        exceeded ??= reason;
        throw new PdfLimitException(exceeded);
    }
}
