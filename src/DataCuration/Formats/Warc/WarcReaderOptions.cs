namespace DataCuration;

/// <summary>Limits of a <see cref="WarcReader"/>.</summary>
public sealed record WarcReaderOptions
{
    /// <summary>Of a record whose block is longer, only the first <see cref="RecordFault.MaxRawBytes"/> are kept (<see cref="WarcRecordProblems.TooLong"/>); the rest is passed over without being held.</summary>
    /// <value>In bytes, at least 1; default 64 MiB (our choice: Common Crawl cuts pages at 1 MiB, and a page of 64 MiB is no text).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is below 1, or so large that no array can hold it.</exception>
    public int MaxRecordBytes
    {
        get;
        init => field = value >= 1 && value <= Array.MaxLength - WarcReader.MaxHeaderBytes * 2
            ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "MaxRecordBytes must be at least 1 and fit an array.");
    } = 64 << 20;
}
