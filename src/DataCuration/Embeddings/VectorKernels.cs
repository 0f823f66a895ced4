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
