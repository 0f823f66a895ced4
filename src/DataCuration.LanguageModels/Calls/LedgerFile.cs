using System.Buffers;
using System.IO.Hashing;
using System.Text.Json;
using Microsoft.Win32.SafeHandles;

namespace DataCuration.LanguageModels;

/// <summary>One rank's file of a ledger: its records in the order of writing.</summary>
internal sealed class LedgerFile : IDisposable
{
    private const int ScanBytes = 1 << 20;
    private readonly SafeFileHandle handle;

    private LedgerFile(string path, SafeFileHandle handle)
    {
        Path = path;
        this.handle = handle;
    }

    public string Path { get; }

    /// <summary>Where the next record goes: behind the last valid one.</summary>
    public long End { get; private set; }

    public static LedgerFile OpenOwn(string path) =>
        new(path, File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.ReadWrite));

    public static LedgerFile OpenOther(string path) =>
        new(path, File.OpenHandle(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite));

    /// <summary>Reads all valid records, in order. What lies between them is passed over and told; the end that holds no record is told last, with <paramref name="tail"/>.</summary>
    public void Scan(Action<UInt128, long, ReadOnlySpan<byte>> record, Action<long, long> damage, Action<long, long> tail)
    {
        long length = RandomAccess.GetLength(handle);
        long position = 0, badFrom = -1;
        Span<byte> head = stackalloc byte[LedgerRecord.HeadBytes];
        while (position + LedgerRecord.HeadBytes <= length)
        {
            if (TryReadBody(position, length, head, out UInt128 key, out byte[] body, out int bodyBytes))
            {
                if (badFrom >= 0) damage(badFrom, position - badFrom);
                badFrom = -1;
                record(key, position, body.AsSpan(0, bodyBytes));
                ArrayPool<byte>.Shared.Return(body);
                position += LedgerRecord.HeadBytes + bodyBytes;
                End = position;
                continue;
            }
            if (badFrom < 0) badFrom = position;
            position = FindMarker(position + 1, length);
        }
        if (End < length) tail(End, length - End);
    }

    /// <summary>The record at an offset.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public LedgerEntry Read(long offset)
    {
        Span<byte> head = stackalloc byte[LedgerRecord.HeadBytes];
        if (!TryReadBody(offset, RandomAccess.GetLength(handle), head, out _, out byte[] body, out int bodyBytes))
            throw new InvalidDataException($"'{Path}': the record at byte {offset} was valid when the ledger was opened and is no longer.");
        try
        {
            return LedgerRecord.Deserialize(body.AsMemory(0, bodyBytes));
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException or OverflowException)
        {
            throw new InvalidDataException($"'{Path}': the record at byte {offset} has a valid hash and a content that no version of this library writes: {e.Message}", e);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(body);
        }
    }

    /// <summary>Writes a record behind the last one, or nothing of it.</summary>
    /// <returns>Its offset.</returns>
    public long Append(ReadOnlySpan<byte> record)
    {
        long offset = End;
        try
        {
            RandomAccess.Write(handle, record, offset);
        }
        catch (IOException)
        {
            TryCut(offset); // a full disk takes half a record
            throw;
        }
        End = offset + record.Length;
        return offset;
    }

    /// <summary>Cuts off what follows the last valid record.</summary>
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
            // The next opening cuts it off.
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

    /// <summary>The next place from one on where a record may begin; the file's length if there is none.</summary>
    private long FindMarker(long from, long length)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(ScanBytes);
        try
        {
            while (from + LedgerRecord.HeadBytes <= length)
            {
                int wanted = (int)Math.Min(ScanBytes, length - from);
                if (!TryReadExactly(buffer.AsSpan(0, wanted), from)) return length;
                int found = buffer.AsSpan(0, wanted).IndexOf(LedgerRecord.Marker);
                if (found >= 0) return from + found;
                from += wanted - LedgerRecord.Marker.Length + 1;
            }
            return length;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }
}
