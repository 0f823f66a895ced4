using System.Numerics;

namespace DataCuration.Deduplication;

/// <summary>The parameters of all hash functions, drawn as NumPy's <c>RandomState(seed).randint</c> draws them, and padded for the kernels.</summary>
internal sealed class MinHashFunctions
{
    private const ulong Prime31 = int.MaxValue, Prime32 = uint.MaxValue - 4, Prime16 = ushort.MaxValue - 14;
    private readonly ulong[] a;
    private readonly ulong[] b;
    private readonly int count;
    private readonly MinHashArithmetic arithmetic;
    private readonly ulong mask;

    public MinHashFunctions(MinHashParameters parameters)
    {
        count = parameters.SignatureLength;
        arithmetic = parameters.Arithmetic;
        mask = parameters.HashBits == 64 ? ulong.MaxValue : uint.MaxValue;
        int drawn = parameters.DrawnHashes == 0 ? count : parameters.DrawnHashes;
        if (drawn < count)
            throw new ArgumentException($"{parameters.Bands} bands of {parameters.Rows} rows need {count} hash functions, and {drawn} are drawn.",
                nameof(parameters));
        int padded = checked((drawn + MinHashKernel.Block - 1) / MinHashKernel.Block * MinHashKernel.Block);
        (a, b) = (new ulong[padded], new ulong[padded]);
        var random = new MersenneTwister(parameters.Seed);
        Func<ulong, ulong> factor = Drawer(random, parameters), summand = parameters.DrawsInTurn ? factor : Drawer(random, parameters);
        ulong bound = Bound(parameters);
        if (parameters.DrawsInTurn)
        {
            for (int i = 0; i < drawn; i++) (a[i], b[i]) = (1 + factor(bound - 1), summand(bound));
        }
        else
        {
            for (int i = 0; i < drawn; i++) a[i] = 1 + factor(bound - 1);
            for (int i = 0; i < drawn; i++) b[i] = summand(bound);
        }
        // Only odd factors make a bijection of 64-bit numbers.
        if (arithmetic == MinHashArithmetic.MultiplyShift) for (int i = 0; i < drawn; i++) a[i] |= 1;
        Array.Clear(a, count, padded - count);
        Array.Clear(b, count, padded - count);
        int used = (count + MinHashKernel.Block - 1) / MinHashKernel.Block * MinHashKernel.Block;
        (a, b) = (a[..used], b[..used]);
    }

    public ReadOnlyMemory<ulong> Factors => a.AsMemory(0, count);

    public ReadOnlyMemory<ulong> Summands => b.AsMemory(0, count);

    /// <summary>Computes the minimum of each function over the shingles; at least one.</summary>
    public void Minima(ReadOnlySpan<ulong> shingles, ShingleBuffers buffers, Span<ulong> signature)
    {
        Span<ulong> minima = signature.Length == a.Length ? signature : ShingleBuffers.Room(ref buffers.Minima, a.Length)[..a.Length];
        switch (arithmetic)
        {
            case MinHashArithmetic.MultiplyShift:
                MultiplyShiftKernel.Minima(shingles, a, b, minima);
                break;
            case MinHashArithmetic.Prime32:
                Minima32(shingles, minima);
                break;
            case MinHashArithmetic.Prime16:
                Minima16(shingles, minima);
                break;
            default:
                MinHashKernel.Minima(shingles, a, b, mask, minima);
                break;
        }
        if (signature.Length != a.Length) minima[..signature.Length].CopyTo(signature);
    }

    private void Minima32(ReadOnlySpan<ulong> shingles, Span<ulong> minima)
    {
        for (int i = 0; i < minima.Length; i++)
        {
            uint least = uint.MaxValue;
            foreach (ulong shingle in shingles) least = Math.Min(least, unchecked((uint)shingle * (uint)a[i] + (uint)b[i]) % (uint)Prime32);
            minima[i] = least;
        }
    }

    private void Minima16(ReadOnlySpan<ulong> shingles, Span<ulong> minima)
    {
        for (int i = 0; i < minima.Length; i++)
        {
            uint least = ushort.MaxValue;
            foreach (ulong shingle in shingles) least = Math.Min(least, unchecked((ushort)((uint)shingle * (uint)a[i] + (uint)b[i])) % (uint)Prime16);
            minima[i] = least;
        }
    }

    private static ulong Bound(MinHashParameters parameters) => parameters.Arithmetic switch
    {
        MinHashArithmetic.MultiplyShift => ulong.MaxValue,
        MinHashArithmetic.Prime32 => Prime32,
        MinHashArithmetic.Prime16 => Prime16,
        _ => parameters.ParameterBits == 61 ? MinHashKernel.Prime : Prime31,
    };

    /// <summary>
    /// Returns a function that draws a number below a bound: the bits that the bound needs, again until they are in range. NumPy draws 64, 32 or 16 bits by the
    /// type of the numbers; of 32 bits it uses the lower half first.
    /// </summary>
    private static Func<ulong, ulong> Drawer(MersenneTwister random, MinHashParameters parameters)
    {
        uint buffered = 0;
        bool hasHalf = false;
        Func<ulong> next = parameters.Arithmetic switch
        {
            MinHashArithmetic.Prime16 => NextUInt16,
            MinHashArithmetic.Prime32 => () => random.NextUInt32(),
            MinHashArithmetic.MersennePrime when parameters.ParameterBits == 31 => () => random.NextUInt32(),
            _ => random.NextUInt64,
        };
        return bound =>
        {
            ulong largest = bound - 1, bits = ulong.MaxValue >> BitOperations.LeadingZeroCount(largest);
            while (true)
            {
                ulong drawn = next() & bits;
                if (drawn <= largest) return drawn;
            }
        };

        ulong NextUInt16()
        {
            buffered = hasHalf ? buffered >> 16 : random.NextUInt32();
            hasHalf = !hasHalf;
            return buffered & ushort.MaxValue;
        }
    }
}
