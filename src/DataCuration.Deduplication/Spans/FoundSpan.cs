namespace DataCuration.Deduplication;

/// <summary>A span on its way back to its shard. 40 bytes without padding.</summary>
/// <param name="Record">The record in the shard.</param>
/// <param name="FirstRecord">The record of the first copy.</param>
/// <param name="FirstShard">The shard of the first copy.</param>
/// <param name="FirstStart">The offset of the first copy.</param>
/// <param name="Shard">The shard.</param>
/// <param name="Start">The first byte.</param>
/// <param name="End">The byte after the last one.</param>
/// <param name="Trim">Bytes of incomplete code points: at the start in the low 16 bits, at the end in the high ones.</param>
internal readonly record struct FoundSpan(long Record, long FirstRecord, int FirstShard, int FirstStart, int Shard, int Start, int End, int Trim)
{
    public const int Size = 40;

    public int TrimStart => Trim & 0xFFFF;

    public int TrimEnd => Trim >> 16;

    /// <summary>Counts the bytes of code points that a range of UTF-8 holds only in part.</summary>
    public static int TrimOf(ReadOnlySpan<byte> range)
    {
        int start = 0;
        while (start < range.Length && start < 3 && (sbyte)range[start] <= Utf8CodePoints.LastContinuation) start++;
        int end = 0;
        for (int i = 1; i <= Math.Min(3, range.Length - start); i++)
        {
            byte value = range[^i];
            if ((sbyte)value <= Utf8CodePoints.LastContinuation) continue;
            int length = value < 0x80 ? 1 : value < 0xE0 ? 2 : value < 0xF0 ? 3 : 4;
            if (length > i) end = i;
            break;
        }
        return start | (end << 16);
    }

    /// <summary>The order by shard, record and start.</summary>
    public sealed class Order : RecordOrder
    {
        public override ulong Prefix(ReadOnlySpan<byte> record)
        {
            FoundSpan span = Read(record);
            return ((ulong)span.Shard << 40) | (ulong)Math.Min(span.Record, (1L << 40) - 1);
        }

        public override int Compare(ReadOnlySpan<byte> left, ReadOnlySpan<byte> right)
        {
            FoundSpan a = Read(left), b = Read(right);
            return (a.Shard, a.Record, a.Start, a.End, a.FirstShard, a.FirstRecord, a.FirstStart)
                .CompareTo((b.Shard, b.Record, b.Start, b.End, b.FirstShard, b.FirstRecord, b.FirstStart));
        }

        private static FoundSpan Read(ReadOnlySpan<byte> record) => System.Runtime.InteropServices.MemoryMarshal.Read<FoundSpan>(record);
    }
}
