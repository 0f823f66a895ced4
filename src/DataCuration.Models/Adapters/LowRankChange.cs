using System.Numerics;
using System.Runtime.InteropServices;

namespace DataCuration.Models;

/// <summary>Adds the product of two small matrices to a large one, piece by piece.</summary>
internal static class LowRankChange
{
    /// <summary>Returns the tensor <c>W + scale * B A</c>, whose elements are computed when they are read.</summary>
    /// <param name="weight">W, of two dimensions.</param>
    /// <param name="a">A, rank x columns.</param>
    /// <param name="b">B, rows x rank.</param>
    /// <param name="rank">The rank.</param>
    /// <param name="scale">The factor.</param>
    public static ModelTensor Add(ModelTensor weight, float[] a, float[] b, int rank, double scale)
    {
        long columns = weight.Shape[1];
        return new(weight.Name, weight.Shape, (start, values) =>
        {
            weight.Read(start, values);
            for (int done = 0; done < values.Length;)
            {
                long row = (start + done) / columns;
                int column = (int)((start + done) % columns);
                int count = (int)Math.Min(values.Length - done, columns - column);
                for (int i = 0; i < rank; i++)
                {
                    float factor = (float)(scale * b[row * rank + i]);
                    AddScaled(values.Slice(done, count), a.AsSpan((int)(i * columns + column), count), factor);
                }
                done += count;
            }
        });
    }

    /// <summary>Adds a multiple of one vector to another.</summary>
    public static void AddScaled(Span<float> sums, ReadOnlySpan<float> values, float factor)
    {
        int width = Vector<float>.Count;
        int i = 0;
        if (sums.Length >= width)
        {
            Span<Vector<float>> wideSums = MemoryMarshal.Cast<float, Vector<float>>(sums);
            ReadOnlySpan<Vector<float>> wideValues = MemoryMarshal.Cast<float, Vector<float>>(values);
            var wideFactor = new Vector<float>(factor);
            for (int wide = 0; wide < wideSums.Length; wide++) wideSums[wide] += wideValues[wide] * wideFactor;
            i = wideSums.Length * width;
        }
        for (; i < sums.Length; i++) sums[i] += values[i] * factor;
    }
}
