using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>Reads each window of a partition as a record: its symbols and its place.</summary>
/// <param name="reader">The partition's runs.</param>
/// <param name="takes">Selects runs by their anchor's hash.</param>
/// <param name="bounds">Receives the places of a run's symbols.</param>
/// <param name="length">The length of a window in symbols.</param>
/// <param name="symbolBytes">The number of bytes of a symbol.</param>
internal sealed class ExpandedReader(WindowReader reader, Func<ulong, bool> takes, RunBounds bounds, int length, int symbolBytes) : RecordReader
{
    private readonly byte[] buffer = new byte[(length * symbolBytes) + WindowPlace.Size];
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
            ReadOnlySpan<byte> rest = reader.Record[WindowRecord.HeaderBytes..];
            int size = (head.Count + length - 1) * symbolBytes;
            bounds.Read(head, rest[..size], rest[size..]);
        }
        reader.Record.Slice(WindowRecord.HeaderBytes + (next * symbolBytes), length * symbolBytes).CopyTo(buffer);
        WindowPlace place = reader.IsKnown ? WindowPlace.Known
            : new(head.Record, reader.Shard, bounds.OffsetOf(next), bounds.OffsetOf(next + length), bounds.TrimOf(next, next + length));
        MemoryMarshal.Write(buffer.AsSpan(length * symbolBytes), place);
        next++;
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) reader.Dispose();
        base.Dispose(disposing);
    }
}
