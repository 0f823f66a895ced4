using System.Buffers.Binary;
using System.Numerics;

namespace DataCuration;

/// <summary>
/// Orders records by their bytes, as <see cref="RecordOrder.BytesAt"/> does, for records of a few leading bytes and ids. The prefix has only the bits
/// of an id that the vocabulary needs, so that it holds three words or more, and few comparisons read the records.
/// </summary>
/// <param name="leading">The number of bytes before the ids, 0 or 1; the one byte is below 8.</param>
/// <param name="order">The number of ids.</param>
/// <param name="words">The number of words of the vocabulary.</param>
/// <param name="keyBytes">The length of the key from the start of the record.</param>
internal sealed class NGramIdOrder(int leading, int order, int words, int keyBytes) : RecordOrder
{
    private const int LeadingBits = 3;
    private readonly int bits = 32 - BitOperations.LeadingZeroCount((uint)words); // ids plus one, 0 for none

    public override ulong Prefix(ReadOnlySpan<byte> record)
    {
        int free = 64;
        ulong prefix = 0;
        if (leading > 0)
        {
            free -= LeadingBits;
            prefix = (ulong)record[0] << free;
        }
        for (int i = 0; i < order && free >= bits; i++)
        {
            free -= bits;
            prefix |= (ulong)BinaryPrimitives.ReadUInt32BigEndian(record[(leading + (i * NGramRecords.WordBytes))..]) << free;
        }
        return prefix;
    }

    public override int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => left[..keyBytes].SequenceCompareTo(right[..keyBytes]);
}
