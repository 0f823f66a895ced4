using System.Buffers.Binary;

namespace DataCuration;

/// <summary>
/// The order that <see cref="ExternalSort"/> sorts by. A 64-bit prefix of the key decides most comparisons without touching the record.
/// <see cref="Compare"/> decides the others.
/// </summary>
public abstract class RecordOrder
{
    /// <summary>Orders records by all of their bytes, compared as unsigned; a record that begins another one comes first.</summary>
    public static RecordOrder Bytes { get; } = new BytesOrder(0, int.MaxValue);

    /// <summary>Gets a value indicating whether equal prefixes mean equal keys, so that <see cref="Compare"/> is never needed. Default: false.</summary>
    public virtual bool PrefixIsKey => false;

    /// <summary>Orders records by some of their bytes, compared as unsigned; bytes that a record does not have come before all others.</summary>
    /// <param name="offset">The offset of the key's first byte.</param>
    /// <param name="length">The key's length in bytes, 1 or more.</param>
    public static RecordOrder BytesAt(int offset, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(length, 1);
        return new BytesOrder(offset, length);
    }

    /// <summary>Orders records by unsigned little-endian 64-bit numbers, as structs of <c>ulong</c> fields hold them.</summary>
    /// <param name="offset">The offset of the first number in bytes. Default: 0.</param>
    /// <param name="count">How many consecutive numbers make the key. Default: 1.</param>
    public static RecordOrder UInt64(int offset = 0, int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new NumberOrder(offset, count, 0);
    }

    /// <summary>Orders records by signed little-endian 64-bit numbers, as structs of <c>long</c> fields hold them.</summary>
    /// <param name="offset">The offset of the first number in bytes. Default: 0.</param>
    /// <param name="count">How many consecutive numbers make the key. Default: 1.</param>
    public static RecordOrder Int64(int offset = 0, int count = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(offset);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        return new NumberOrder(offset, count, 1UL << 63);
    }

    /// <summary>Returns a number that orders as the key does: if one record comes before another, its prefix is not larger.</summary>
    /// <param name="record">The record.</param>
    public abstract ulong Prefix(ReadOnlySpan<byte> record);

    /// <summary>Compares two records' keys. Records with equal keys keep the order in which they came.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other.</param>
    /// <returns>Negative if <paramref name="left"/> comes first, positive if <paramref name="right"/> does, 0 if their keys are equal.</returns>
    public abstract int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right);

    private sealed class BytesOrder(int offset, int length) : RecordOrder
    {
        public override ulong Prefix(ReadOnlySpan<byte> record)
        {
            ReadOnlySpan<byte> key = Key(record);
            if (key.Length >= sizeof(ulong)) return BinaryPrimitives.ReadUInt64BigEndian(key);
            ulong prefix = 0;
            for (int i = 0; i < key.Length; i++) prefix |= (ulong)key[i] << (56 - (8 * i));
            return prefix;
        }

        public override int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right) => Key(left).SequenceCompareTo(Key(right));

        private ReadOnlySpan<byte> Key(ReadOnlySpan<byte> record) =>
            record.Length <= offset ? default : record.Slice(offset, Math.Min(length, record.Length - offset));
    }

    private sealed class NumberOrder(int offset, int count, ulong flip) : RecordOrder
    {
        public override bool PrefixIsKey => count == 1;

        public override ulong Prefix(ReadOnlySpan<byte> record) => BinaryPrimitives.ReadUInt64LittleEndian(record[offset..]) ^ flip;

        public override int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
        {
            for (int i = 0; i < count; i++)
            {
                ulong a = BinaryPrimitives.ReadUInt64LittleEndian(left[(offset + (8 * i))..]) ^ flip,
                    b = BinaryPrimitives.ReadUInt64LittleEndian(right[(offset + (8 * i))..]) ^ flip;
                if (a != b) return a < b ? -1 : 1;
            }
            return 0;
        }
    }
}
