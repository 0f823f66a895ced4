namespace DataCuration.Deduplication;

/// <summary>
/// A document with its key's hash and its rank, in the order of sorting: of equal keys, the highest priority first, then the lowest id. 32 bytes without
/// padding.
/// </summary>
internal readonly record struct ExactEntry(ulong High, ulong Low, ulong Rank, long Id)
{
    public const int Bytes = 32;

    /// <summary>The rank of a document without a priority: the last one.</summary>
    public const ulong LastRank = ulong.MaxValue;

    /// <summary>Returns a number that is smaller for a higher priority.</summary>
    /// <param name="priority">The priority; not NaN.</param>
    public static ulong RankOf(double priority)
    {
        ulong bits = BitConverter.DoubleToUInt64Bits(priority + 0.0); // -0 becomes 0
        return ~((bits & 1UL << 63) != 0 ? ~bits : bits | 1UL << 63);
    }

    public bool HasKeyOf(ExactEntry other) => High == other.High && Low == other.Low;
}
