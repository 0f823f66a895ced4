namespace DataCuration;

/// <summary>
/// Reads the records of a crawl file one by one: WARC 0.x to 1.1 (also WET and WAT), ARC 1 and 2. The file can be plain, gzip (one member per record or for
/// the whole file) or zstd; its content shows which. Damage does not end the reading: unreadable bytes are reported as a <see cref="WarcLoss"/>, and
/// <see cref="WarcRecord.Problems"/> marks truncated or unreliable records. Only input and output errors throw.
/// </summary>
/// <remarks>
/// The work is linear in the stored and decompressed bytes. Memory is bounded by three times <see cref="ReadLimits.MaxRecordBytes"/> plus some MiB.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
///
/// using WarcReader reader = WarcReader.Open("crawl/CC-MAIN.warc.gz");
/// foreach (WarcRecord record in reader.ReadRecords(loss =&gt; Console.Error.WriteLine(loss.Message)))
///     if (record.Http is { StatusCode: 200 } http) Console.WriteLine($"{record.TargetUri}: {http.MediaType}");
/// </code>
/// </example>
public sealed class WarcReader : IDisposable
{
    /// <summary>The maximum length of a header: 64 KiB (our choice).</summary>
    internal const int MaxHeaderBytes = 64 * 1024;

    /// <summary>The longest block that fits into one array together with its header.</summary>
    private const int MaxBlockBytes = 0x7FFFFFC7 - 2 * MaxHeaderBytes; // 0x7FFFFFC7 is Array.MaxLength, which is not a constant

    private readonly Stream stream;
    private readonly UnitInput input;
    private readonly WarcWindow window;
    private readonly RecordScanner scanner;
    private readonly bool leaveOpen;
    private bool isStarted;

    /// <summary>Creates a reader of a stream.</summary>
    /// <param name="stream">The stored content of the file, from its first byte. It need not be seekable.</param>
    /// <param name="limits">The limits; null for the defaults.</param>
    /// <param name="leaveOpen">True to leave the stream open when the reader is disposed.</param>
    public WarcReader(Stream stream, ReadLimits? limits = null, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        this.stream = stream;
        this.leaveOpen = leaveOpen;
        input = UnitInput.Open(stream);
        window = new WarcWindow(input);
        long? length = !input.IsCompressed && stream.CanSeek ? stream.Length : null;
        scanner = new RecordScanner(window, Math.Min((limits ?? new ReadLimits()).MaxRecordBytes, MaxBlockBytes), length);
    }

    /// <summary>The current record; null if <see cref="Read"/> found a loss.</summary>
    public WarcRecord? Record { get; private set; }

    /// <summary>The current loss; null if <see cref="Read"/> found a record.</summary>
    public WarcLoss? Loss { get; private set; }

    /// <summary>The number of stored bytes used so far.</summary>
    public long BytesRead => input.BytesRead;

    /// <summary>Opens a file.</summary>
    /// <param name="path">The path. The extension does not matter.</param>
    /// <param name="limits">The limits; null for the defaults.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static WarcReader Open(string path, ReadLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Open(LocalFileStore.Instance.OpenRead(path, FileReadPattern.Sequential), limits);
    }

    /// <summary>Creates a reader that closes the stream if it cannot be created.</summary>
    internal static WarcReader Open(Stream file, ReadLimits? limits)
    {
        try
        {
            return new WarcReader(file, limits);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Reads the next record or loss.</summary>
    /// <returns>False at the end of the file.</returns>
    public bool Read()
    {
        Record = null;
        Loss = null;
        while (true)
        {
            scanner.SkipBlankLines();
            if (window.Available.IsEmpty && !window.TryFill())
            {
                if (window.Lost is { } lost)
                {
                    window.EndSegment();
                    Loss = new() { Reason = lost.Reason, Message = lost.Message, Offset = lost.Offset, Length = lost.Length, IsStored = true, Raw = lost.Raw };
                    return true;
                }
                return false;
            }
            if (window.Available[0] is (byte)'\r' or (byte)'\n') continue;
            if (!isStarted)
            {
                isStarted = true;
                scanner.IsArc = ArcHeader.IsFileStart(window.Peek("filedesc://".Length));
            }
            if (scanner.TryReadRecord(out WarcRecord? record)) Record = record;
            else Loss = scanner.PassJunk();
            return true;
        }
    }

    /// <summary>Reads the remaining records.</summary>
    /// <param name="onLoss">Receives the losses between records. Default: null, which ignores them.</param>
    public IEnumerable<WarcRecord> ReadRecords(Action<WarcLoss>? onLoss)
    {
        while (Read())
        {
            if (Record is { } record) yield return record;
            else onLoss?.Invoke(Loss!);
        }
    }

    /// <summary>Closes the file.</summary>
    public void Dispose()
    {
        input.Dispose();
        if (!leaveOpen) stream.Dispose();
    }
}
