using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>Writes a run: sorted records in blocks with checksums.</summary>
internal sealed class SortRunWriter : IDisposable
{
    private readonly FileStream stream;
    private readonly byte[] block;
    private readonly int recordSize;
    private int used;
    private int records;

    public SortRunWriter(string path, int recordSize, int blockBytes)
    {
        this.recordSize = recordSize;
        block = new byte[blockBytes];
        stream = new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
    }

    public void Write(ReadOnlySpan<byte> record)
    {
        int length = record.Length + (recordSize == 0 ? sizeof(int) : 0);
        if (used + length > block.Length) EndBlock();
        if (length > block.Length)
        {
            WriteLong(record, length);
            return;
        }
        Put(block.AsSpan(used), record);
        used += length;
        records++;
    }

    public void Complete()
    {
        EndBlock();
        WriteBlock([], 0);
        stream.Dispose();
    }

    public void Dispose() => stream.Dispose();

    private void WriteLong(ReadOnlySpan<byte> record, int length)
    {
        var whole = new byte[length];
        Put(whole, record);
        WriteBlock(whole, 1);
    }

    private void Put(Span<byte> target, ReadOnlySpan<byte> record)
    {
        if (recordSize == 0)
        {
            MemoryMarshal.Write(target, record.Length);
            target = target[sizeof(int)..];
        }
        record.CopyTo(target);
    }

    private void EndBlock()
    {
        if (records == 0) return;
        WriteBlock(block.AsSpan(0, used), records);
        used = 0;
        records = 0;
    }

    private void WriteBlock(ReadOnlySpan<byte> bytes, int count)
    {
        var header = new SortRunFormat.Header(bytes.Length, count, SortRunFormat.Hash(bytes, count));
        stream.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<SortRunFormat.Header>(in header)));
        stream.Write(bytes);
    }
}
