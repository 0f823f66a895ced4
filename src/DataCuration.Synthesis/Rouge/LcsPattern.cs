using System.Numerics;

namespace DataCuration.Synthesis;

/// <summary>
/// The length of the longest common subsequence of two token sequences. One of them is prepared once and compared with many others. The tokens of the other are
/// taken one by one, and each updates 64 columns of the dynamic program with one addition: the bit-parallel algorithm of Crochemore et al. (2001), in the form
/// of Hyyrö, "Bit-parallel LCS-length computation revisited" (2004).
/// </summary>
/// <remarks>
/// The prepared sequence is divided into blocks of 64 tokens. The carries from one block to the next are kept for each token of the other sequence. Time: the
/// product of the lengths, divided by 64 and rounded up to whole blocks. Memory: 24 bytes for each prepared token, and two bits for each token of the other.
/// Nothing is allocated while the buffers are large enough. Not safe for concurrent use.
/// </remarks>
internal sealed class LcsPattern
{
    private const int BlockSize = 64;

    // Twice the number of tokens, so that a search ends soon.
    private const int PlaceBits = 7, Places = 1 << PlaceBits;
    private int[] keys = [];
    private ulong[] masks = [];
    private ulong[] carries = [];
    private int length;

    /// <summary>Prepares a sequence.</summary>
    /// <param name="tokens">The tokens; not negative.</param>
    public void Set(ReadOnlySpan<int> tokens)
    {
        length = tokens.Length;
        int size = (length + BlockSize - 1) / BlockSize * Places;
        if (keys.Length < size)
        {
            keys = new int[size];
            masks = new ulong[size];
        }
        keys.AsSpan(0, size).Fill(-1);
        for (int i = 0; i < length; i++)
        {
            int start = i / BlockSize * Places, place = PlaceOf(tokens[i]);
            while (keys[start + place] >= 0 && keys[start + place] != tokens[i]) place = (place + 1) & (Places - 1);
            if (keys[start + place] < 0) (keys[start + place], masks[start + place]) = (tokens[i], 0);
            masks[start + place] |= 1UL << (i % BlockSize);
        }
    }

    /// <summary>Returns the length of the longest common subsequence of the prepared sequence and another one.</summary>
    /// <param name="tokens">The tokens of the other sequence; not negative.</param>
    public int LengthWith(ReadOnlySpan<int> tokens)
    {
        int blocks = (length + BlockSize - 1) / BlockSize, common = 0;
        if (blocks > 1)
        {
            int words = (tokens.Length + 63) / 64;
            if (carries.Length < words) carries = new ulong[words];
            carries.AsSpan(0, words).Clear();
        }
        for (int block = 0; block < blocks; block++)
        {
            ReadOnlySpan<int> blockKeys = keys.AsSpan(block * Places, Places);
            ReadOnlySpan<ulong> blockMasks = masks.AsSpan(block * Places, Places);
            // A zero bit of v is a column at which the length grows by one.
            ulong v = blocks == 1 ? RunSingle(tokens, blockKeys, blockMasks) : Run(tokens, blockKeys, blockMasks, carries);
            int columns = Math.Min(BlockSize, length - block * BlockSize);
            common += BitOperations.PopCount(~v & (ulong.MaxValue >> (BlockSize - columns)));
        }
        return common;
    }

    /// <summary>The same by the textbook's dynamic program, as the oracle of tests and the baseline of benchmarks.</summary>
    public static int PlainLength(ReadOnlySpan<int> first, ReadOnlySpan<int> second)
    {
        int[] row = new int[second.Length + 1];
        foreach (int token in first)
        {
            int diagonal = 0;
            for (int j = 0; j < second.Length; j++)
            {
                int above = row[j + 1];
                row[j + 1] = token == second[j] ? diagonal + 1 : Math.Max(above, row[j]);
                diagonal = above;
            }
        }
        return row[^1];
    }

    private static ulong RunSingle(ReadOnlySpan<int> tokens, ReadOnlySpan<int> keys, ReadOnlySpan<ulong> masks)
    {
        ulong v = ulong.MaxValue;
        foreach (int token in tokens)
        {
            ulong matches = Find(token, keys, masks);
            unchecked
            {
                v = (v + (v & matches)) | (v & ~matches);
            }
        }
        return v;
    }

    private static ulong Run(ReadOnlySpan<int> tokens, ReadOnlySpan<int> keys, ReadOnlySpan<ulong> masks, Span<ulong> carries)
    {
        ulong v = ulong.MaxValue;
        for (int i = 0; i < tokens.Length; i++)
        {
            ulong matches = Find(tokens[i], keys, masks), bit = 1UL << (i & 63), added = v & matches;
            ulong carry = (carries[i >> 6] & bit) == 0 ? 0UL : 1UL;
            unchecked
            {
                // Two additions, of which at most one overflows.
                ulong sum = v + added, total = sum + carry;
                if (sum < v || total < sum) carries[i >> 6] |= bit;
                else carries[i >> 6] &= ~bit;
                v = total | (v & ~matches);
            }
        }
        return v;
    }

    private static ulong Find(int token, ReadOnlySpan<int> keys, ReadOnlySpan<ulong> masks)
    {
        for (int place = PlaceOf(token); ; place = (place + 1) & (Places - 1))
        {
            int key = keys[place];
            if (key == token) return masks[place];
            if (key < 0) return 0;
        }
    }

    // The high bits of a product: Knuth's multiplicative hashing, with 2^32 divided by the golden ratio.
    private static int PlaceOf(int token) => (int)(unchecked((uint)token * 0x9E3779B1U) >> (32 - PlaceBits));
}
