using System.Numerics;

namespace DataCuration.Deduplication;

/// <summary>The part of a Bloom filter for a range of hashes.</summary>
/// <param name="bits">The bits, a whole number of words.</param>
/// <param name="hashes">The number of bits that an element sets.</param>
internal sealed class BloomPart(ulong[] bits, int hashes)
{
    /// <summary>Returns the words of a part.</summary>
    public static int WordsOf(BloomFilterSize size, int parts) => checked((int)Math.Max(1, (size.Bits / 64 + parts - 1) / parts));

    public ulong[] Bits => bits;

    public bool Contains(ulong hash)
    {
        (ulong at, ulong step) = Start(hash);
        for (int i = 0; i < hashes; i++)
        {
            ulong bit = Math.BigMul(at, (ulong)bits.Length * 64, out _);
            if ((bits[bit >> 6] >> (int)(bit & 63) & 1) == 0) return false;
            at = unchecked(at + step);
        }
        return true;
    }

    public void Add(ulong hash)
    {
        (ulong at, ulong step) = Start(hash);
        for (int i = 0; i < hashes; i++)
        {
            ulong bit = Math.BigMul(at, (ulong)bits.Length * 64, out _);
            bits[bit >> 6] |= 1UL << (int)(bit & 63);
            at = unchecked(at + step);
        }
    }

    public long CountSet()
    {
        long count = 0;
        foreach (ulong word in bits) count += BitOperations.PopCount(word);
        return count;
    }

    /// <summary>
    /// The places are a sequence of two hashes (Kirsch and Mitzenmacher 2006). The high bits of the element's hash chose the part, so they are mixed again.
    /// </summary>
    private static (ulong At, ulong Step) Start(ulong hash) => (SeededRandom.Mix(hash), SeededRandom.Mix(unchecked(hash + 0x9E3779B97F4A7C15)) | 1);
}
