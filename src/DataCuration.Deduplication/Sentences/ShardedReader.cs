using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>Adds the number of the shard to the end of each record of a partition.</summary>
/// <param name="reader">The partition's records.</param>
/// <param name="size">The size of a record with the number.</param>
internal sealed class ShardedReader(PartitionReader reader, int size) : RecordReader
{
    private readonly byte[] buffer = new byte[size];

    public override ReadOnlySpan<byte> Record => buffer;

    public static int ShardOf(ReadOnlySpan<byte> record) => MemoryMarshal.Read<int>(record[^sizeof(int)..]);

    public override bool Read()
    {
        if (!reader.Read()) return false;
        reader.Record.CopyTo(buffer);
        MemoryMarshal.Write(buffer.AsSpan(size - sizeof(int)), reader.Shard);
        return true;
    }

    protected override void Dispose(bool disposing)
    {
        if (disposing) reader.Dispose();
        base.Dispose(disposing);
    }
}
