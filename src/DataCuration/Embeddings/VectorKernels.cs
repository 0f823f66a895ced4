using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DataCuration;

/// <summary>
/// Products and distances of vectors of 32-bit numbers. Sums are made in eight lanes in a fixed order, so a result is the same to the last bit on every
/// machine.
/// </summary>
public static class VectorKernels
{
    private const int Lanes = 8;

    /// <summary>Computes the inner product of two vectors.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other, of the same length.</param>
    public static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        if (left.Length != right.Length) throw new ArgumentException($"Vectors of {left.Length} and {right.Length} numbers have no product.", nameof(right));
        ref float a = ref MemoryMarshal.GetReference(left), b = ref MemoryMarshal.GetReference(right);
        Vector256<float> sum = Vector256<float>.Zero;
        int at = 0;
        for (; at <= left.Length - Lanes; at += Lanes) sum += Vector256.LoadUnsafe(ref a, (nuint)at) * Vector256.LoadUnsafe(ref b, (nuint)at);
        float tail = 0;
        for (; at < left.Length; at++) tail += left[at] * right[at];
        return Add(sum) + tail;
    }

    /// <summary>Computes the square of the Euclidean distance of two vectors.</summary>
    /// <param name="left">The one.</param>
    /// <param name="right">The other, of the same length.</param>
    public static float SquaredDistance(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        if (left.Length != right.Length) throw new ArgumentException($"Vectors of {left.Length} and {right.Length} numbers have no distance.", nameof(right));
        ref float a = ref MemoryMarshal.GetReference(left), b = ref MemoryMarshal.GetReference(right);
        Vector256<float> sum = Vector256<float>.Zero;
        int at = 0;
        for (; at <= left.Length - Lanes; at += Lanes)
        {
            Vector256<float> difference = Vector256.LoadUnsafe(ref a, (nuint)at) - Vector256.LoadUnsafe(ref b, (nuint)at);
            sum += difference * difference;
        }
        float tail = 0;
        for (; at < left.Length; at++) tail += (left[at] - right[at]) * (left[at] - right[at]);
        return Add(sum) + tail;
    }

    /// <summary>
    /// Computes the inner products of two vectors with four rows. Each has the same bits as <see cref="Dot"/> gives. Eight independent sums keep the processor
    /// busy, and each number that is loaded is used several times.
    /// </summary>
    /// <param name="first">The one vector.</param>
    /// <param name="second">The other vector.</param>
    /// <param name="rows">The four rows, one after the other.</param>
    /// <param name="results">Receives the products of the first vector, then those of the second.</param>
    internal static void DotTwoByFour(ReadOnlySpan<float> first, ReadOnlySpan<float> second, ReadOnlySpan<float> rows, Span<float> results)
    {
        int length = first.Length;
        ref float a = ref MemoryMarshal.GetReference(first), b = ref MemoryMarshal.GetReference(second), r = ref MemoryMarshal.GetReference(rows);
        Vector256<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        int at = 0;
        for (; at <= length - Lanes; at += Lanes)
        {
            Vector256<float> x = Vector256.LoadUnsafe(ref a, (nuint)at), y = Vector256.LoadUnsafe(ref b, (nuint)at);
            Vector256<float> row = Vector256.LoadUnsafe(ref r, (nuint)at);
            a0 += x * row;
            b0 += y * row;
            row = Vector256.LoadUnsafe(ref r, (nuint)(at + length));
            a1 += x * row;
            b1 += y * row;
            row = Vector256.LoadUnsafe(ref r, (nuint)(at + (2 * length)));
            a2 += x * row;
            b2 += y * row;
            row = Vector256.LoadUnsafe(ref r, (nuint)(at + (3 * length)));
            a3 += x * row;
            b3 += y * row;
        }
        (results[0], results[1], results[2], results[3]) = (Add(a0), Add(a1), Add(a2), Add(a3));
        (results[4], results[5], results[6], results[7]) = (Add(b0), Add(b1), Add(b2), Add(b3));
        if (at == length) return;
        for (int i = 0; i < 8; i++)
        {
            ReadOnlySpan<float> vector = i < 4 ? first : second;
            float tail = 0;
            for (int j = at; j < length; j++) tail += vector[j] * rows[((i % 4) * length) + j];
            results[i] += tail;
        }
    }

    /// <summary>As <see cref="DotTwoByFour"/>, for <see cref="SquaredDistance"/>.</summary>
    internal static void SquaredDistanceTwoByFour(ReadOnlySpan<float> first, ReadOnlySpan<float> second, ReadOnlySpan<float> rows, Span<float> results)
    {
        int length = first.Length;
        ref float a = ref MemoryMarshal.GetReference(first), b = ref MemoryMarshal.GetReference(second), r = ref MemoryMarshal.GetReference(rows);
        Vector256<float> a0 = default, a1 = default, a2 = default, a3 = default, b0 = default, b1 = default, b2 = default, b3 = default;
        int at = 0;
        for (; at <= length - Lanes; at += Lanes)
        {
            Vector256<float> x = Vector256.LoadUnsafe(ref a, (nuint)at), y = Vector256.LoadUnsafe(ref b, (nuint)at);
            Vector256<float> row = Vector256.LoadUnsafe(ref r, (nuint)at);
            a0 += (x - row) * (x - row);
            b0 += (y - row) * (y - row);
            row = Vector256.LoadUnsafe(ref r, (nuint)(at + length));
            a1 += (x - row) * (x - row);
            b1 += (y - row) * (y - row);
            row = Vector256.LoadUnsafe(ref r, (nuint)(at + (2 * length)));
            a2 += (x - row) * (x - row);
            b2 += (y - row) * (y - row);
            row = Vector256.LoadUnsafe(ref r, (nuint)(at + (3 * length)));
            a3 += (x - row) * (x - row);
            b3 += (y - row) * (y - row);
        }
        (results[0], results[1], results[2], results[3]) = (Add(a0), Add(a1), Add(a2), Add(a3));
        (results[4], results[5], results[6], results[7]) = (Add(b0), Add(b1), Add(b2), Add(b3));
        if (at == length) return;
        for (int i = 0; i < 8; i++)
        {
            ReadOnlySpan<float> vector = i < 4 ? first : second, row = rows.Slice((i % 4) * length, length);
            float tail = 0;
            for (int j = at; j < length; j++) tail += (vector[j] - row[j]) * (vector[j] - row[j]);
            results[i] += tail;
        }
    }

    /// <summary>Scales a vector to length 1. A vector of zeros stays as it is.</summary>
    /// <param name="vector">The vector.</param>
    public static void Normalize(Span<float> vector)
    {
        double square = 0;
        foreach (float value in vector) square += (double)value * value;
        if (square == 0 || !double.IsFinite(square)) return;
        double scale = 1 / Math.Sqrt(square);
        foreach (ref float value in vector) value = (float)(value * scale);
    }

    private static float Add(Vector256<float> sum)
    {
        Vector128<float> four = sum.GetLower() + sum.GetUpper();
        return (four[0] + four[2]) + (four[1] + four[3]);
    }
}
