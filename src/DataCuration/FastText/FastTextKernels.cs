using System.Diagnostics;
using System.Numerics;
using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// The inner loops of fastText prediction. Vectorised across independent sums only, with multiplication and addition rounded apart as in the original's build: the scalar forms, kept as oracles, give the same bits.
/// </summary>
internal static class FastTextKernels
{
    /// <summary>Adds a row to a sum.</summary>
    public static void Add(ReadOnlySpan<float> row, Span<float> sum)
    {
        Debug.Assert(row.Length == sum.Length);
        ReadOnlySpan<Vector<float>> from = MemoryMarshal.Cast<float, Vector<float>>(row);
        Span<Vector<float>> to = MemoryMarshal.Cast<float, Vector<float>>(sum);
        for (int i = 0; i < to.Length && i < from.Length; i++) to[i] += from[i];
        int done = to.Length * Vector<float>.Count;
        AddScalar(row[done..], sum[done..]);
    }

    /// <summary>Adds a multiple of a row to a sum.</summary>
    public static void AddScaled(ReadOnlySpan<float> row, float factor, Span<float> sum)
    {
        Debug.Assert(row.Length == sum.Length);
        ReadOnlySpan<Vector<float>> from = MemoryMarshal.Cast<float, Vector<float>>(row);
        Span<Vector<float>> to = MemoryMarshal.Cast<float, Vector<float>>(sum);
        var factors = new Vector<float>(factor);
        for (int i = 0; i < to.Length && i < from.Length; i++) to[i] += from[i] * factors;
        int done = to.Length * Vector<float>.Count;
        AddScaledScalar(row[done..], factor, sum[done..]);
    }

    /// <summary>The dot product, summed from the first element to the last: its rounding is part of the result, since probabilities of logistic losses are looked up in a table by it.</summary>
    public static float Dot(ReadOnlySpan<float> left, ReadOnlySpan<float> right)
    {
        float sum = 0;
        for (int i = 0; i < left.Length; i++) sum += left[i] * right[i];
        return sum;
    }

    public static void AddScalar(ReadOnlySpan<float> row, Span<float> sum)
    {
        for (int i = 0; i < sum.Length; i++) sum[i] += row[i];
    }

    public static void AddScaledScalar(ReadOnlySpan<float> row, float factor, Span<float> sum)
    {
        for (int i = 0; i < sum.Length; i++) sum[i] += row[i] * factor;
    }
}
