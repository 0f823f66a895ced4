using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DataCuration.FastText;

/// <summary>
/// The inner loops of fastText. Only independent sums are vectorised. Multiplication and addition are rounded separately (no FMA), as in the original's
/// build. So the scalar versions, with which tests compare them, give the same bits.
/// </summary>
internal static class FastTextKernels
{
    /// <summary>Adds a row to a sum.</summary>
    public static void Add(ReadOnlySpan<float> row, Span<float> sum)
    {
        Debug.Assert(row.Length == sum.Length);
        ref float from = ref MemoryMarshal.GetReference(row), to = ref MemoryMarshal.GetReference(sum);
        nuint length = (nuint)Math.Min(row.Length, sum.Length), i = 0;
        for (; i + 8 <= length; i += 8) (Vector256.LoadUnsafe(ref to, i) + Vector256.LoadUnsafe(ref from, i)).StoreUnsafe(ref to, i);
        for (; i + 4 <= length; i += 4) (Vector128.LoadUnsafe(ref to, i) + Vector128.LoadUnsafe(ref from, i)).StoreUnsafe(ref to, i);
        for (; i < length; i++) Unsafe.Add(ref to, i) += Unsafe.Add(ref from, i);
    }

    /// <summary>Adds a multiple of a row to a sum.</summary>
    public static void AddScaled(ReadOnlySpan<float> row, float factor, Span<float> sum)
    {
        Debug.Assert(row.Length == sum.Length);
        ref float from = ref MemoryMarshal.GetReference(row), to = ref MemoryMarshal.GetReference(sum);
        nuint length = (nuint)Math.Min(row.Length, sum.Length), i = 0;
        for (; i + 8 <= length; i += 8) (Vector256.LoadUnsafe(ref to, i) + Vector256.LoadUnsafe(ref from, i) * factor).StoreUnsafe(ref to, i);
        for (; i + 4 <= length; i += 4) (Vector128.LoadUnsafe(ref to, i) + Vector128.LoadUnsafe(ref from, i) * factor).StoreUnsafe(ref to, i);
        for (; i < length; i++) Unsafe.Add(ref to, i) += Unsafe.Add(ref from, i) * factor;
    }

    /// <summary>Multiplies a vector by a factor.</summary>
    public static void Scale(Span<float> vector, float factor)
    {
        ref float to = ref MemoryMarshal.GetReference(vector);
        nuint length = (nuint)vector.Length, i = 0;
        for (; i + 8 <= length; i += 8) (Vector256.LoadUnsafe(ref to, i) * factor).StoreUnsafe(ref to, i);
        for (; i < length; i++) Unsafe.Add(ref to, i) *= factor;
    }

    /// <summary>
    /// Trains one row of the output matrix: adds <paramref name="factor"/> times the old row to the gradient, and <paramref name="factor"/> times the
    /// hidden vector to the row.
    /// </summary>
    public static void Exchange(Span<float> row, ReadOnlySpan<float> hidden, float factor, Span<float> gradient)
    {
        Debug.Assert(row.Length == hidden.Length && row.Length == gradient.Length);
        ref float rowStart = ref MemoryMarshal.GetReference(row), hiddenStart = ref MemoryMarshal.GetReference(hidden),
            gradientStart = ref MemoryMarshal.GetReference(gradient);
        nuint length = (nuint)Math.Min(row.Length, Math.Min(hidden.Length, gradient.Length)), i = 0;
        for (; i + 8 <= length; i += 8)
        {
            Vector256<float> old = Vector256.LoadUnsafe(ref rowStart, i);
            (Vector256.LoadUnsafe(ref gradientStart, i) + old * factor).StoreUnsafe(ref gradientStart, i);
            (old + Vector256.LoadUnsafe(ref hiddenStart, i) * factor).StoreUnsafe(ref rowStart, i);
        }
        for (; i + 4 <= length; i += 4)
        {
            Vector128<float> old = Vector128.LoadUnsafe(ref rowStart, i);
            (Vector128.LoadUnsafe(ref gradientStart, i) + old * factor).StoreUnsafe(ref gradientStart, i);
            (old + Vector128.LoadUnsafe(ref hiddenStart, i) * factor).StoreUnsafe(ref rowStart, i);
        }
        for (; i < length; i++)
        {
            float old = Unsafe.Add(ref rowStart, i);
            Unsafe.Add(ref gradientStart, i) += old * factor;
            Unsafe.Add(ref rowStart, i) = old + Unsafe.Add(ref hiddenStart, i) * factor;
        }
    }

    /// <summary>
    /// Computes the dot products of several matrix rows with a vector, each summed from the first element to the last. Several sums run in parallel,
    /// because each addition depends on the previous one of the same sum.
    /// </summary>
    public static void DotRows(float[] matrix, ReadOnlySpan<int> rows, ReadOnlySpan<float> vector, Span<float> products)
    {
        Debug.Assert(products.Length >= rows.Length);
        int columns = vector.Length, done = 0;
        for (; done + 8 <= rows.Length; done += 8)
        {
            ref float a = ref Row(matrix, rows[done], columns), b = ref Row(matrix, rows[done + 1], columns), c = ref Row(matrix, rows[done + 2], columns),
                d = ref Row(matrix, rows[done + 3], columns);
            ref float e = ref Row(matrix, rows[done + 4], columns), f = ref Row(matrix, rows[done + 5], columns), g = ref Row(matrix, rows[done + 6], columns),
                h = ref Row(matrix, rows[done + 7], columns);
            float sumA = 0, sumB = 0, sumC = 0, sumD = 0, sumE = 0, sumF = 0, sumG = 0, sumH = 0;
            for (int i = 0; i < vector.Length; i++)
            {
                float value = vector[i];
                sumA += Unsafe.Add(ref a, i) * value;
                sumB += Unsafe.Add(ref b, i) * value;
                sumC += Unsafe.Add(ref c, i) * value;
                sumD += Unsafe.Add(ref d, i) * value;
                sumE += Unsafe.Add(ref e, i) * value;
                sumF += Unsafe.Add(ref f, i) * value;
                sumG += Unsafe.Add(ref g, i) * value;
                sumH += Unsafe.Add(ref h, i) * value;
            }
            (products[done], products[done + 1], products[done + 2], products[done + 3]) = (sumA, sumB, sumC, sumD);
            (products[done + 4], products[done + 5], products[done + 6], products[done + 7]) = (sumE, sumF, sumG, sumH);
        }
        for (; done + 3 <= rows.Length; done += 3)
        {
            ref float a = ref Row(matrix, rows[done], columns), b = ref Row(matrix, rows[done + 1], columns), c = ref Row(matrix, rows[done + 2], columns);
            float sumA = 0, sumB = 0, sumC = 0;
            for (int i = 0; i < vector.Length; i++)
            {
                float value = vector[i];
                sumA += Unsafe.Add(ref a, i) * value;
                sumB += Unsafe.Add(ref b, i) * value;
                sumC += Unsafe.Add(ref c, i) * value;
            }
            (products[done], products[done + 1], products[done + 2]) = (sumA, sumB, sumC);
        }
        for (; done < rows.Length; done++) products[done] = Dot(matrix.AsSpan(checked(rows[done] * columns), columns), vector);
    }

    /// <summary>
    /// Computes a dot product, summed from the first element to the last. The rounding matters, because the result is looked up in the table of the
    /// logistic function.
    /// </summary>
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

    private static ref float Row(float[] matrix, int row, int columns) => ref MemoryMarshal.GetReference(matrix.AsSpan(checked(row * columns), columns));
}
