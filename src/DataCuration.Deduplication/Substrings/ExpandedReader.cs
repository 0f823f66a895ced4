using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>Reads each window of a partition as a record: its bytes and its place.</summary>
/// <param name="reader">The partition's records.</param>
/// <param name="takes">Selects records by their anchor's hash.</param>
/// <param name="length">The length of a window.</param>
internal sealed class ExpandedReader(PartitionReader reader, Func<ulong, bool> takes, int length) : RecordReader
{
    private readonly byte[] buffer = new byte[length + WindowPlace.Size];
    private WindowRecord head;
    private int next;

    public override ReadOnlySpan<byte> Record => buffer;

    public override bool Read()
    {
        while (next >= head.Count)
        {
            if (!reader.Read()) return false;
            WindowRecord found = WindowRecord.Read(reader.Record);
            if (!takes(found.Hash)) continue;
            (head, next) = (found, 0);
        }
        reader.Record.Slice(WindowRecord.HeaderBytes + next, length).CopyTo(buffer);
        MemoryMarshal.Write(buffer.AsSpan(length), new WindowPlace(head.Record, reader.Shard, head.Start + next));
        next++;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) reader.Dispose();
        base.Dispose(disposing);
    }
}
