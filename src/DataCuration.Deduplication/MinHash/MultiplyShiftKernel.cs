using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DataCuration.Deduplication;

/// <summary>
/// The minimum of each hash function over the shingles of a text: h(x) = the upper 32 bits of a x + b in 64 bits. The minimum of the upper halves is the upper
/// half of the minimum, so that the shift is done once for each function.
/// </summary>
internal static class MultiplyShiftKernel
{
    private const int UpperBits = 32;
    private const ulong Sign = 1UL << 63;

    /// <summary>Computes the minima.</summary>
    /// <param name="shingles">The shingles; at least one.</param>
    /// <param name="a">The factors, padded to a multiple of <see cref="MinHashKernel.Block"/>.</param>
    /// <param name="b">The summands, of the same length.</param>
    /// <param name="minima">Receives the minimum of each function, padding included.</param>
    public static void Minima(ReadOnlySpan<ulong> shingles, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, Span<ulong> minima)
    {
        if (Vector512.IsHardwareAccelerated) Wide(shingles, a, b, minima);
        else if (Vector256.IsHardwareAccelerated) Narrow(shingles, a, b, minima);
        else Plain(shingles, a, b, minima);
    }

    /// <summary>The plain form of <see cref="Minima"/>.</summary>
    public static void Plain(ReadOnlySpan<ulong> shingles, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, Span<ulong> minima)
    {
        for (int i = 0; i < a.Length; i++)
        {
            ulong least = uint.MaxValue;
            foreach (ulong shingle in shingles) least = Math.Min(least, unchecked(shingle * a[i] + b[i]) >> UpperBits);
            minima[i] = least;
        }
    }

    /// <summary>Eight functions in a vector, four vectors at a time.</summary>
    public static void Wide(ReadOnlySpan<ulong> shingles, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, Span<ulong> minima)
    {
        const int Lanes = 8;
        ref ulong first = ref MemoryMarshal.GetReference(shingles);
        for (int i = 0; i <= a.Length - MinHashKernel.Block; i += MinHashKernel.Block)
        {
            Vector512<ulong> a0 = Vector512.Create(a.Slice(i)), a1 = Vector512.Create(a.Slice(i + Lanes)), a2 = Vector512.Create(a.Slice(i + 2 * Lanes)),
                a3 = Vector512.Create(a.Slice(i + 3 * Lanes));
            Vector512<ulong> b0 = Vector512.Create(b.Slice(i)), b1 = Vector512.Create(b.Slice(i + Lanes)), b2 = Vector512.Create(b.Slice(i + 2 * Lanes)),
                b3 = Vector512.Create(b.Slice(i + 3 * Lanes));
            Vector512<ulong> m0 = Vector512<ulong>.AllBitsSet, m1 = m0, m2 = m0, m3 = m0;
            for (int s = 0; s < shingles.Length; s++)
            {
                Vector512<ulong> x = Vector512.Create(Unsafe.Add(ref first, s));
                m0 = Vector512.Min(m0, x * a0 + b0);
                m1 = Vector512.Min(m1, x * a1 + b1);
                m2 = Vector512.Min(m2, x * a2 + b2);
                m3 = Vector512.Min(m3, x * a3 + b3);
            }
            (m0 >>> UpperBits).CopyTo(minima.Slice(i));
            (m1 >>> UpperBits).CopyTo(minima.Slice(i + Lanes));
            (m2 >>> UpperBits).CopyTo(minima.Slice(i + 2 * Lanes));
            (m3 >>> UpperBits).CopyTo(minima.Slice(i + 3 * Lanes));
        }
    }

    /// <summary>Four functions in a vector, two vectors at a time.</summary>
    public static void Narrow(ReadOnlySpan<ulong> shingles, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, Span<ulong> minima)
    {
        const int Lanes = 4;
        ref ulong first = ref MemoryMarshal.GetReference(shingles);
        // AVX2 compares signed numbers only. Adding the sign bit to the summand turns unsigned order into signed order.
        Vector256<ulong> sign = Vector256.Create(Sign);
        for (int i = 0; i <= a.Length - 2 * Lanes; i += 2 * Lanes)
        {
            Vector256<ulong> a0 = Vector256.Create(a.Slice(i)), a1 = Vector256.Create(a.Slice(i + Lanes));
            Vector256<ulong> b0 = Vector256.Create(b.Slice(i)) + sign, b1 = Vector256.Create(b.Slice(i + Lanes)) + sign;
            Vector256<long> m0 = Vector256.Create(long.MaxValue), m1 = m0;
            for (int s = 0; s < shingles.Length; s++)
            {
                Vector256<ulong> x = Vector256.Create(Unsafe.Add(ref first, s));
                m0 = Vector256.Min(m0, (x * a0 + b0).AsInt64());
                m1 = Vector256.Min(m1, (x * a1 + b1).AsInt64());
            }
            ((m0.AsUInt64() ^ sign) >>> UpperBits).CopyTo(minima.Slice(i));
            ((m1.AsUInt64() ^ sign) >>> UpperBits).CopyTo(minima.Slice(i + Lanes));
        }
    }
}
