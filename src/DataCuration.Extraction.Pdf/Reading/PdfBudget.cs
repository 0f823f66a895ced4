namespace DataCuration;

/// <summary>Counts what reading one file costs, and ends it at a limit. Once over, every further step fails too, so that no handler inside the PDF library can carry on.</summary>
internal sealed class PdfBudget(PdfExtractorOptions options, CancellationToken cancellationToken)
{
    private long decoded;
    private string? exceeded;

    /// <summary>How many letters were drawn.</summary>
    public long Letters { get; private set; }

    /// <summary>The units of work so far; see <see cref="PdfExtractorOptions.MaxWork"/>.</summary>
    public long Work { get; private set; }

    /// <summary>Why reading ended, or null.</summary>
    public string? Exceeded => exceeded;

    /// <summary>What is left of <see cref="PdfExtractorOptions.MaxDecodedBytes"/>.</summary>
    public long DecodableBytes => options.MaxDecodedBytes - decoded;

    /// <summary>A letter is drawn.</summary>
    public void AddLetter()
    {
        if (++Letters > options.MaxLetters) Exceed(PdfDropReasons.TooManyLetters);
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
