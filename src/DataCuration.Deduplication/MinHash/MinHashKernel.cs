using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DataCuration.Deduplication;

/// <summary>
/// The minimum of each hash function over the shingles of a text: h(x) = ((a x + b) mod 2^64) mod (2^61 - 1). The product wraps at 64 bits before the prime is
/// applied, as in datatrove, whose arithmetic is NumPy's; true arithmetic modulo the prime gives other values.
/// </summary>
/// <remarks>
/// Each step keeps the parameters and minima of a block of functions in registers and passes over all shingles, so memory is read once per block. The variants
/// give the same values; <see cref="Minima"/> picks the widest one that the machine has.
/// </remarks>
internal static class MinHashKernel
{
    /// <summary>The number of functions is padded to a multiple of this.</summary>
    public const int Block = 32;

    /// <summary>The Mersenne prime 2^61 - 1.</summary>
    public const ulong Prime = (1UL << 61) - 1;

    private const int PrimeBits = 61;

    /// <summary>Computes the minima.</summary>
    /// <param name="shingles">The shingles; at least one.</param>
    /// <param name="a">The factors, padded to a multiple of <see cref="Block"/>.</param>
    /// <param name="b">The summands, of the same length.</param>
    /// <param name="mask">The bits of a hash that are kept: all, or the lower 32.</param>
    /// <param name="minima">Receives the minimum of each function, padding included.</param>
    public static void Minima(ReadOnlySpan<ulong> shingles, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, ulong mask, Span<ulong> minima)
    {
        if (Vector512.IsHardwareAccelerated) Wide(shingles, a, b, mask, minima);
        else if (Vector256.IsHardwareAccelerated) Narrow(shingles, a, b, mask, minima);
        else Plain(shingles, a, b, mask, minima);
    }

    /// <summary>The plain form of <see cref="Minima"/>.</summary>
    public static void Plain(ReadOnlySpan<ulong> shingles, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, ulong mask, Span<ulong> minima)
    {
        for (int i = 0; i < a.Length; i++)
        {
            ulong least = ulong.MaxValue;
            foreach (ulong shingle in shingles) least = Math.Min(least, unchecked((shingle * a[i]) + b[i]) % Prime & mask);
            minima[i] = least;
        }
    }

    /// <summary>Eight functions in a vector, four vectors at a time.</summary>
    public static void Wide(ReadOnlySpan<ulong> shingles, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, ulong mask, Span<ulong> minima)
    {
        const int Lanes = 8;
        ref ulong first = ref MemoryMarshal.GetReference(shingles);
        Vector512<ulong> prime = Vector512.Create(Prime), kept = Vector512.Create(mask);
        for (int i = 0; i <= a.Length - Block; i += Block)
        {
            Vector512<ulong> a0 = Vector512.Create(a.Slice(i)), a1 = Vector512.Create(a.Slice(i + Lanes)), a2 = Vector512.Create(a.Slice(i + 2 * Lanes)),
                a3 = Vector512.Create(a.Slice(i + 3 * Lanes));
            Vector512<ulong> b0 = Vector512.Create(b.Slice(i)), b1 = Vector512.Create(b.Slice(i + Lanes)), b2 = Vector512.Create(b.Slice(i + 2 * Lanes)),
                b3 = Vector512.Create(b.Slice(i + 3 * Lanes));
            Vector512<ulong> m0 = Vector512<ulong>.AllBitsSet, m1 = m0, m2 = m0, m3 = m0;
            for (int s = 0; s < shingles.Length; s++)
            {
                Vector512<ulong> x = Vector512.Create(Unsafe.Add(ref first, s));
                m0 = Vector512.Min(m0, Remainder(x * a0 + b0, prime) & kept);
                m1 = Vector512.Min(m1, Remainder(x * a1 + b1, prime) & kept);
                m2 = Vector512.Min(m2, Remainder(x * a2 + b2, prime) & kept);
                m3 = Vector512.Min(m3, Remainder(x * a3 + b3, prime) & kept);
            }
            m0.CopyTo(minima.Slice(i));
            m1.CopyTo(minima.Slice(i + Lanes));
            m2.CopyTo(minima.Slice(i + 2 * Lanes));
            m3.CopyTo(minima.Slice(i + 3 * Lanes));
        }
    }

    /// <summary>Four functions in a vector, two vectors at a time.</summary>
    public static void Narrow(ReadOnlySpan<ulong> shingles, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, ulong mask, Span<ulong> minima)
    {
        const int Lanes = 4;
        ref ulong first = ref MemoryMarshal.GetReference(shingles);
        Vector256<ulong> prime = Vector256.Create(Prime), kept = Vector256.Create(mask);
        for (int i = 0; i <= a.Length - 2 * Lanes; i += 2 * Lanes)
        {
            Vector256<ulong> a0 = Vector256.Create(a.Slice(i)), a1 = Vector256.Create(a.Slice(i + Lanes));
            Vector256<ulong> b0 = Vector256.Create(b.Slice(i)), b1 = Vector256.Create(b.Slice(i + Lanes));
            // Hashes are below 2^61, so a signed minimum is right and cheaper: AVX2 has no unsigned comparison.
            Vector256<long> m0 = Vector256.Create(long.MaxValue), m1 = m0;
            for (int s = 0; s < shingles.Length; s++)
            {
                Vector256<ulong> x = Vector256.Create(Unsafe.Add(ref first, s));
                m0 = Vector256.Min(m0, (Remainder(x * a0 + b0, prime) & kept).AsInt64());
                m1 = Vector256.Min(m1, (Remainder(x * a1 + b1, prime) & kept).AsInt64());
            }
            m0.AsUInt64().CopyTo(minima.Slice(i));
            m1.AsUInt64().CopyTo(minima.Slice(i + Lanes));
        }
    }

    /// <summary>Reduces modulo the prime: 2^61 is 1, so the upper three bits are added to the others, and the prime is taken off once if need be.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector512<ulong> Remainder(Vector512<ulong> value, Vector512<ulong> prime)
    {
        Vector512<ulong> sum = (value & prime) + (value >>> PrimeBits);
        return Vector512.Min(sum, sum - prime); // below the prime, the difference wraps and is the larger one
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<ulong> Remainder(Vector256<ulong> value, Vector256<ulong> prime)
    {
        Vector256<ulong> sum = (value & prime) + (value >>> PrimeBits);
        Vector256<ulong> reduced = sum - prime;
        return reduced + (prime & (reduced.AsInt64() >> 63).AsUInt64()); // a negative difference gets the prime back
    }
}
