using System.Numerics;

namespace DataCuration;

/// <summary>
/// A pseudorandom permutation of 0 … count - 1 that is computed, not stored. It is a balanced Feistel network over the next power of four; results outside
/// the range are permuted again until they are inside ("cycle walking": Black and Rogaway, "Ciphers with arbitrary finite domains", CT-RSA 2002). It needs no
/// memory, where a Fisher-Yates shuffle needs 8 bytes per document, and any position can be computed first, as resuming requires.
/// </summary>
internal readonly struct KeyedPermutation
{
    // Four rounds give a strong pseudorandom permutation if the round function is random (Luby and Rackoff 1988). Two more allow for a weaker one.
    private const int Rounds = 6;

    // A Feistel network permutes small domains poorly (even permutations only), so small ranges use a larger domain.
    private const int MinHalfBits = 4;

    private readonly ulong key;
    private readonly int halfBits;
    private readonly ulong halfMask;

    public KeyedPermutation(long count, ulong key)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        Count = count;
        this.key = key;
        int bits = count <= 1 ? 0 : BitOperations.Log2((ulong)count - 1) + 1;
        halfBits = Math.Max(MinHalfBits, (bits + 1) / 2);
        halfMask = (1UL << halfBits) - 1;
    }

    public long Count { get; }

    public long this[long index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)index, (ulong)Count, nameof(index));
            ulong value = (ulong)index;
            do value = Encipher(value); while (value >= (ulong)Count);
            return (long)value;
        }
    }

    private ulong Encipher(ulong value)
    {
        ulong left = value >> halfBits;
        ulong right = value & halfMask;
        for (ulong round = 1; round <= Rounds; round++)
        {
            ulong mixed = SeededRandom.Mix(key + unchecked(round * 0x9E3779B97F4A7C15UL) ^ SeededRandom.Mix(right + round));
            (left, right) = (right, left ^ (mixed & halfMask));
        }
        return (left << halfBits) | right;
    }
}
