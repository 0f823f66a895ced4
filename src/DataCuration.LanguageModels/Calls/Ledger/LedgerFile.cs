using System.Buffers;
using System.IO.Hashing;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace DataCuration.LanguageModels;

/// <summary>One rank's file of a ledger, with its records in the order of writing.</summary>
internal sealed class LedgerFile : IDisposable
{
    private const int ScanBytes = 1 << 20;
    private readonly SafeFileHandle handle;
    private bool isTorn;

    private LedgerFile(string path, SafeFileHandle handle)
    {
        Path = path;
        this.handle = handle;
    }

    public string Path { get; }

    /// <summary>The offset of the next record, after the last valid one.</summary>
    public long End { get; private set; }

    public static LedgerFile OpenOwn(string path) =>
        new(path, File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite));

    public static LedgerFile OpenOther(string path) =>
        new(path, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));

    /// <summary>
    /// Reads all valid records in order. Reports damage between records to <paramref name="damage"/>, and an end without a record to <paramref name="tail"/>.
    /// </summary>
    public void Scan(Action<UInt128, long, ReadOnlySpan<byte>> record, Action<long, long> damage, Action<long, long> tail)
    {
        long length = RandomAccess.GetLength(handle);
        long position = 0, badFrom = -1;
        var window = new Window(this, length);
        while (position + LedgerRecord.HeadBytes <= length)
        {
            if (LedgerRecord.TryReadHead(window.Get(position, LedgerRecord.HeadBytes), out int bodyBytes, out UInt128 key, out ulong hash)
                && window.Get(position + LedgerRecord.HeadBytes, bodyBytes) is { IsEmpty: false } body && XxHash3.HashToUInt64(body) == hash)
            {
                if (badFrom >= 0) damage(badFrom, position - badFrom);
                badFrom = -1;
                record(key, position, body);
                position += LedgerRecord.HeadBytes + bodyBytes;
                End = position;
                continue;
            }
            if (badFrom < 0) badFrom = position;
            position = FindMarker(window, position + 1, length);
        }
        if (End < length) tail(End, length - End);
    }

    /// <summary>Reads the record at an offset.</summary>
    /// <exception cref="InvalidDataException">The record is damaged.</exception>
    public LedgerEntry Read(long offset)
    {
        Span<byte> head = stackalloc byte[LedgerRecord.HeadBytes];
        if (!TryReadBody(offset, RandomAccess.GetLength(handle), head, out _, out byte[] body, out int bodyBytes))
            throw new InvalidDataException($"'{Path}': the record at byte {offset} was valid when the ledger was opened, but is damaged now.");
        try
        {
            return LedgerRecord.Deserialize(body.AsMemory(0, bodyBytes));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            throw new InvalidDataException(
                $"'{Path}': the record at byte {offset} has a valid hash, but content that no version of this library writes: {e.Message}", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
        }
    }

    /// <summary>Appends a record, completely or not at all.</summary>
    /// <returns>The record's offset.</returns>
    public long Append(ReadOnlySpan<byte> record)
    {
        long offset = End;
        if (isTorn)
        {
            RandomAccess.SetLength(handle, offset);
            isTorn = false;
        }
        // Some file systems ignore the lock. Without this check, two processes would overwrite each other's records.
        if (RandomAccess.GetLength(handle) is var length && length != offset)
            throw new IOException(
                $"'{Path}' has {length} bytes, but this process left {offset}: another process writes it too. Give each process its own rank.");
        try
        {
            RandomAccess.Write(handle, record, offset);
        }
        catch (IOException)
        {
            TryCut(offset); // a full disk may have written half a record
            throw;
        }
        End = offset + record.Length;
        return offset;
    }

    /// <summary>Removes everything after the last valid record.</summary>
    public void CutTail() => RandomAccess.SetLength(handle, End);

    public void FlushToDisk() => RandomAccess.FlushToDisk(handle);

    public void Dispose() => handle.Dispose();

    private void TryCut(long length)
    {
        try
        {
            RandomAccess.SetLength(handle, length);
        }
        catch (IOException)
        {
            isTorn = true; // the next append or the next opening removes it
        }
    }

    private bool TryReadBody(long offset, long length, Span<byte> head, out UInt128 key, out byte[] body, out int bodyBytes)
    {
        body = [];
        if (!TryReadExactly(head, offset)) { key = default; bodyBytes = 0; return false; }
        if (!LedgerRecord.TryReadHead(head, out bodyBytes, out key, out ulong hash) || offset + LedgerRecord.HeadBytes + bodyBytes > length) return false;
        body = ArrayPool<byte>.Shared.Rent(bodyBytes);
        Span<byte> content = body.AsSpan(0, bodyBytes);
        if (TryReadExactly(content, offset + LedgerRecord.HeadBytes) && XxHash3.HashToUInt64(content) == hash) return true;
        ArrayPool<byte>.Shared.Return(body);
        return false;
    }

    private bool TryReadExactly(Span<byte> target, long offset)
    {
        while (!target.IsEmpty)
        {
            int read = RandomAccess.Read(handle, target, offset);
            if (read == 0) return false;
            target = target[read..];
            offset += read;
        }
        return true;
    }

    /// <summary>Finds the next marker of a record at or after an offset; the file's length if there is no marker.</summary>
    private static long FindMarker(Window window, long from, long length)
    {
        while (from + LedgerRecord.HeadBytes <= length)
        {
            ReadOnlySpan<byte> ahead = window.Ahead(from);
            if (ahead.Length < LedgerRecord.HeadBytes) break;
            int found = ahead.IndexOf(LedgerRecord.Marker);
            if (found >= 0) return from + found;
            from += ahead.Length - LedgerRecord.Marker.Length + 1;
        }
        return length;
    }

    /// <summary>
    /// A part of the file in memory that moves forward with the scan. Without it, two system calls per record would dominate the time of a large scan.
    /// </summary>
    private sealed class Window(LedgerFile file, long length)
    {
        private byte[] buffer = new byte[ScanBytes];
        private long start;
        private int filled;

        /// <summary>Returns <paramref name="bytes"/> bytes from an offset; empty if the file ends before.</summary>
        public ReadOnlySpan<byte> Get(long offset, int bytes)
        {
            if (offset + bytes > length) return default;
            if (offset < start || offset + bytes > start + filled)
            {
                if (bytes > buffer.Length) buffer = new byte[bytes];
                start = offset;
                filled = (int)Math.Min(buffer.Length, length - offset);
                if (!file.TryReadExactly(buffer.AsSpan(0, filled), offset))
                {
                    filled = 0; // the file has become shorter
                    return default;
                }
            }
            return buffer.AsSpan((int)(offset - start), bytes);
        }

        /// <summary>Returns the buffered bytes from an offset, at least a head; empty if the file ends before.</summary>
        public ReadOnlySpan<byte> Ahead(long offset) =>
            Get(offset, LedgerRecord.HeadBytes).IsEmpty ? default : buffer.AsSpan((int)(offset - start), filled - (int)(offset - start));
    }
}
