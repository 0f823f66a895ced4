namespace DataCuration.Extraction.Pdf;

/// <summary>
/// Counts the cost of reading one file, and aborts at a limit. After that, every further step fails too, so that no exception handler inside PdfPig can
/// continue.
/// </summary>
internal sealed class PdfBudget(PdfExtractorOptions options, CancellationToken cancellationToken)
{
    /// <summary>The maximum number of letters on a page. The glyphs of a page are held in memory together.</summary>
    private const int MaxPageLetters = 1_000_000;

    /// <summary>The maximum decoded size of a stream. A decoded stream is held in memory, and the operations of a page take many times as much.</summary>
    private const long MaxStreamBytes = 64L << 20;

    private long decoded;
    private long pageLetters;
    private string? exceeded;

    /// <summary>The number of letters drawn.</summary>
    public long Letters { get; private set; }

    /// <summary>The units of work so far (<see cref="PdfExtractorOptions.MaxWork"/>).</summary>
    public long Work { get; private set; }

    /// <summary>The reason for aborting, or null.</summary>
    public string? Exceeded => exceeded;

    /// <summary>
    /// The maximum size that the next stream may decode to: the rest of <see cref="PdfExtractorOptions.MaxDecodedBytes"/>, up to the limit for one stream.
    /// </summary>
    public long DecodableBytes => Math.Min(MaxStreamBytes, options.MaxDecodedBytes - decoded);

    /// <summary>Objects that are only references.</summary>
    public ReferenceChains References { get; } = new();

    /// <summary>Starts a page.</summary>
    public void BeginPage() => pageLetters = 0;

    /// <summary>Counts a letter.</summary>
    public void AddLetter()
    {
        if (++Letters > options.MaxLetters || ++pageLetters > MaxPageLetters) Exceed(PdfDropReasons.TooManyLetters);
        AddWork(4);
    }

    /// <summary>Counts a decoded stream.</summary>
    /// <param name="bytes">The decoded length.</param>
    public void AddDecoded(long bytes)
    {
        decoded += bytes;
        if (decoded > options.MaxDecodedBytes) Exceed(PdfDropReasons.TooMuchData);
        AddWork(256 + bytes / 16);
    }

    /// <summary>Counts work.</summary>
    /// <param name="units">The number of units.</param>
    public void AddWork(long units)
    {
        if (exceeded is not null) throw new PdfLimitException(exceeded);
        Work += units;
        if (Work > options.MaxWork) Exceed(PdfDropReasons.TooMuchWork);
        cancellationToken.ThrowIfCancellationRequested();
    }

    /// <summary>Aborts the reading permanently.</summary>
    /// <param name="reason">One of <see cref="PdfDropReasons"/>.</param>
    public void Exceed(string reason)
    {
        exceeded ??= reason;
        throw new PdfLimitException(exceeded);
    }
}
