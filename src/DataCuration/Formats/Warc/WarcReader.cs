namespace DataCuration;

/// <summary>
/// Reads the records of a crawl file one by one: WARC 0.x to 1.1, with it WET and WAT, and ARC 1 and 2; plain, gzip (a member for each record or for the whole
/// file) or zstd, told by the content. Damage of any kind is passed over: what can be read is, every stretch of bytes that cannot be is a
/// <see cref="WarcLoss"/>, and a record that is cut or not to be trusted says so in <see cref="WarcRecord.Problems"/>. Only input and output errors throw.
/// </summary>
/// <remarks>Work is linear in the stored and decompressed bytes; memory is bounded by three times <see cref="ReadLimits.MaxRecordBytes"/> and some MiB.</remarks>
public sealed class WarcReader : IDisposable
{
    /// <summary>A longer header is none: 64 KiB (our choice).</summary>
    internal const int MaxHeaderBytes = 64 * 1024;

    /// <summary>The longest block that fits into one array together with its headers.</summary>
    private const int MaxBlockBytes = 0x7FFFFFC7 - 2 * MaxHeaderBytes; // 0x7FFFFFC7 is Array.MaxLength, which is no constant

    private readonly Stream stream;
    private readonly UnitInput input;
    private readonly WarcWindow window;
    private readonly RecordScanner scanner;
    private readonly bool leaveOpen;
    private bool isStarted;

    /// <summary>Makes a reader of a stream.</summary>
    /// <param name="stream">The file's content as stored, from its first byte. Need not be able to seek.</param>
    /// <param name="limits">The limits; null for the defaults.</param>
    /// <param name="leaveOpen">Whether disposing the reader leaves the stream open.</param>
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

    /// <summary>The record that <see cref="Read"/> came to; null if it came to a loss.</summary>
    public WarcRecord? Record { get; private set; }

    /// <summary>The loss that <see cref="Read"/> came to; null if it came to a record.</summary>
    public WarcLoss? Loss { get; private set; }

    /// <summary>The stored bytes used so far.</summary>
    public long BytesRead => input.BytesRead;

    /// <summary>Opens a file.</summary>
    /// <param name="path">Where it is. Its name does not matter.</param>
    /// <param name="limits">The limits; null for the defaults.</param>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static WarcReader Open(string path, ReadLimits? limits = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1, FileOptions.SequentialScan);
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

    /// <summary>Goes to the next record or loss.</summary>
    /// <returns>False at the file's end.</returns>
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

    /// <summary>The records that are left.</summary>
    /// <param name="onLoss">Is told of every loss between them; null to pass over losses in silence.</param>
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
