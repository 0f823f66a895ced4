using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace DataCuration.Selection;

/// <summary>
/// The inner loops of <see cref="TransportPass"/>, in eight lanes of 32-bit numbers. Each lane does the same fused operations in the same order on every
/// machine.
/// </summary>
internal static class TransportKernels
{
    /// <summary>The number of columns of a panel: two vectors.</summary>
    public const int PanelColumns = 16;

    /// <summary>The number of rows that are multiplied with a panel together: their sums fill the registers.</summary>
    public const int GroupRows = 6;

    /// <summary>The number of columns that are summed in 32 bits; their sums are added in 64 bits.</summary>
    private const int BlockColumns = 2_048;

    private const int Lanes = 8;

    /// <summary>Computes the squared distances of six rows to all columns: |x|² + |y|² - 2xy, at least 0.</summary>
    /// <param name="rows">The rows' values, interleaved: six numbers for each dimension.</param>
    /// <param name="rowNorms">The squared lengths of the rows.</param>
    /// <param name="panels">The columns' values in panels: sixteen numbers for each dimension.</param>
    /// <param name="columnNorms">The squared lengths of the columns.</param>
    /// <param name="tile">Receives six rows of costs.</param>
    public static void Costs(ReadOnlySpan<float> rows, ReadOnlySpan<float> rowNorms, ReadOnlySpan<float> panels, ReadOnlySpan<float> columnNorms,
        Span<float> tile)
    {
        int columns = columnNorms.Length, dimension = rows.Length / GroupRows;
        if (columns % PanelColumns != 0 || tile.Length < GroupRows * columns || panels.Length < columns * dimension || rowNorms.Length < GroupRows)
            throw new ArgumentException("The lengths of the tile and of its rows and columns do not match.", nameof(tile));
        ref float a = ref MemoryMarshal.GetReference(rows), b = ref MemoryMarshal.GetReference(panels);
        for (int column = 0; column < columns; column += PanelColumns)
        {
            ref float panel = ref Unsafe.Add(ref b, column * (nint)dimension);
            Vector256<float> s00 = default, s01 = default, s10 = default, s11 = default, s20 = default, s21 = default;
            Vector256<float> s30 = default, s31 = default, s40 = default, s41 = default, s50 = default, s51 = default;
            for (nint k = 0; k < dimension; k++)
            {
                Vector256<float> left = Vector256.LoadUnsafe(ref Unsafe.Add(ref panel, k * PanelColumns));
                Vector256<float> right = Vector256.LoadUnsafe(ref Unsafe.Add(ref panel, (k * PanelColumns) + Lanes));
                ref float row = ref Unsafe.Add(ref a, k * GroupRows);
                Vector256<float> x = Vector256.Create(row);
                s00 = Vector256.FusedMultiplyAdd(x, left, s00);
                s01 = Vector256.FusedMultiplyAdd(x, right, s01);
                x = Vector256.Create(Unsafe.Add(ref row, 1));
                s10 = Vector256.FusedMultiplyAdd(x, left, s10);
                s11 = Vector256.FusedMultiplyAdd(x, right, s11);
                x = Vector256.Create(Unsafe.Add(ref row, 2));
                s20 = Vector256.FusedMultiplyAdd(x, left, s20);
                s21 = Vector256.FusedMultiplyAdd(x, right, s21);
                x = Vector256.Create(Unsafe.Add(ref row, 3));
                s30 = Vector256.FusedMultiplyAdd(x, left, s30);
                s31 = Vector256.FusedMultiplyAdd(x, right, s31);
                x = Vector256.Create(Unsafe.Add(ref row, 4));
                s40 = Vector256.FusedMultiplyAdd(x, left, s40);
                s41 = Vector256.FusedMultiplyAdd(x, right, s41);
                x = Vector256.Create(Unsafe.Add(ref row, 5));
                s50 = Vector256.FusedMultiplyAdd(x, left, s50);
                s51 = Vector256.FusedMultiplyAdd(x, right, s51);
            }
            Vector256<float> first = Vector256.Create(columnNorms.Slice(column, Lanes)), second = Vector256.Create(columnNorms.Slice(column + Lanes, Lanes));
            Store(s00, s01, rowNorms[0], first, second, tile[column..]);
            Store(s10, s11, rowNorms[1], first, second, tile[(columns + column)..]);
            Store(s20, s21, rowNorms[2], first, second, tile[((2 * columns) + column)..]);
            Store(s30, s31, rowNorms[3], first, second, tile[((3 * columns) + column)..]);
            Store(s40, s41, rowNorms[4], first, second, tile[((4 * columns) + column)..]);
            Store(s50, s51, rowNorms[5], first, second, tile[((5 * columns) + column)..]);
        }
    }

    /// <summary>Finds the largest (h - c) of a row, and the sums of exp((h - c - largest) / epsilon) and of these times c.</summary>
    /// <param name="costs">The row's costs c.</param>
    /// <param name="columns">The values h of the columns; negative infinity for columns that do not count.</param>
    /// <param name="inverse">One divided by epsilon.</param>
    public static (float Largest, double Sum, double Costs) SumRow(ReadOnlySpan<float> costs, ReadOnlySpan<float> columns, float inverse)
    {
        ref float c = ref MemoryMarshal.GetReference(costs), h = ref MemoryMarshal.GetReference(columns);
        Vector256<float> most = Vector256.Create(float.MinValue);
        for (int at = 0; at < costs.Length; at += Lanes)
            most = Vector256.MaxNative(most, Vector256.LoadUnsafe(ref h, (nuint)at) - Vector256.LoadUnsafe(ref c, (nuint)at));
        float largest = most[0];
        for (int lane = 1; lane < Lanes; lane++) largest = Math.Max(largest, most[lane]);
        Vector256<float> scale = Vector256.Create(inverse), top = Vector256.Create(largest);
        double sum = 0, weighted = 0;
        for (int block = 0; block < costs.Length; block += BlockColumns)
        {
            Vector256<float> own = default, ownCosts = default;
            int end = Math.Min(costs.Length, block + BlockColumns);
            for (int at = block; at < end; at += Lanes)
            {
                Vector256<float> cost = Vector256.LoadUnsafe(ref c, (nuint)at);
                Vector256<float> power = Exp((Vector256.LoadUnsafe(ref h, (nuint)at) - cost - top) * scale);
                own += power;
                ownCosts = Vector256.FusedMultiplyAdd(power, cost, ownCosts);
            }
            sum += Add(own);
            weighted += Add(ownCosts);
        }
        return (largest, sum, weighted);
    }

    /// <summary>
    /// Adds rows to the running sums of all columns: the largest (u - c) of each column, and the sum of exp((u - c - largest) / epsilon).
    /// </summary>
    /// <param name="tile">The costs c, row by row.</param>
    /// <param name="rows">The value u of each row; negative infinity for a row that does not count.</param>
    /// <param name="inverse">One divided by epsilon.</param>
    /// <param name="largest">The largest number of each column so far; not below <see cref="Lowest"/>.</param>
    /// <param name="sums">The sum of each column so far.</param>
    /// <param name="before">A buffer with a number for each column.</param>
    public static void SumColumns(ReadOnlySpan<float> tile, ReadOnlySpan<float> rows, float inverse, Span<float> largest, Span<float> sums, Span<float> before)
    {
        ref float most = ref MemoryMarshal.GetReference(largest), sum = ref MemoryMarshal.GetReference(sums);
        ref float old = ref MemoryMarshal.GetReference(before);
        int columns = largest.Length;
        largest.CopyTo(before);
        for (int r = 0; r < rows.Length; r++)
        {
            ref float c = ref MemoryMarshal.GetReference(tile.Slice(r * columns, columns));
            Vector256<float> u = Vector256.Create(rows[r]);
            for (nuint at = 0; at < (nuint)columns; at += Lanes)
                Vector256.MaxNative(Vector256.LoadUnsafe(ref most, at), u - Vector256.LoadUnsafe(ref c, at)).StoreUnsafe(ref most, at);
        }
        Vector256<float> scale = Vector256.Create(inverse);
        for (nuint at = 0; at < (nuint)columns; at += Lanes)
        {
            Vector256<float> rescale = Exp((Vector256.LoadUnsafe(ref old, at) - Vector256.LoadUnsafe(ref most, at)) * scale);
            (Vector256.LoadUnsafe(ref sum, at) * rescale).StoreUnsafe(ref sum, at);
        }
        for (int r = 0; r < rows.Length; r++)
        {
            if (float.IsNegativeInfinity(rows[r])) continue;
            ref float c = ref MemoryMarshal.GetReference(tile.Slice(r * columns, columns));
            Vector256<float> u = Vector256.Create(rows[r]);
            for (nuint at = 0; at < (nuint)columns; at += Lanes)
            {
                Vector256<float> power = Exp((u - Vector256.LoadUnsafe(ref c, at) - Vector256.LoadUnsafe(ref most, at)) * scale);
                (Vector256.LoadUnsafe(ref sum, at) + power).StoreUnsafe(ref sum, at);
            }
        }
    }

    /// <summary>The start of a column's largest number: below all that occur, and finite, so that differences are never NaN.</summary>
    public const float Lowest = -1e30f;

    /// <summary>
    /// Computes the exponential of numbers that are at most 0, with a relative error below 4e-7 (the polynomial of Cephes' <c>expf</c>). Numbers below
    /// -87.3 count as -87.3.
    /// </summary>
    public static Vector256<float> Exp(Vector256<float> x)
    {
        x = Vector256.MaxNative(x, Vector256.Create(-87.3f));
        Vector256<float> power = Vector256.Round(x * Vector256.Create(1.44269504f));
        Vector256<float> rest = Vector256.FusedMultiplyAdd(power, Vector256.Create(-0.693359375f), x);
        rest = Vector256.FusedMultiplyAdd(power, Vector256.Create(2.12194440e-4f), rest);
        Vector256<float> series = Vector256.Create(1.9875691500e-4f);
        series = Vector256.FusedMultiplyAdd(series, rest, Vector256.Create(1.3981999507e-3f));
        series = Vector256.FusedMultiplyAdd(series, rest, Vector256.Create(8.3334519073e-3f));
        series = Vector256.FusedMultiplyAdd(series, rest, Vector256.Create(4.1665795894e-2f));
        series = Vector256.FusedMultiplyAdd(series, rest, Vector256.Create(1.6666665459e-1f));
        series = Vector256.FusedMultiplyAdd(series, rest, Vector256.Create(5.0000001201e-1f));
        series = Vector256.FusedMultiplyAdd(series, rest * rest, rest) + Vector256.Create(1f);
        Vector256<int> exponent = (Vector256.ConvertToInt32(power) + Vector256.Create(127)) << 23;
        return series * exponent.AsSingle();
    }

    private static void Store(Vector256<float> first, Vector256<float> second, float rowNorm, Vector256<float> firstNorms, Vector256<float> secondNorms,
        Span<float> costs)
    {
        Vector256<float> two = Vector256.Create(-2f), norm = Vector256.Create(rowNorm);
        Vector256.Max(Vector256<float>.Zero, Vector256.FusedMultiplyAdd(two, first, norm + firstNorms)).CopyTo(costs);
        Vector256.Max(Vector256<float>.Zero, Vector256.FusedMultiplyAdd(two, second, norm + secondNorms)).CopyTo(costs[Lanes..]);
    }

    private static double Add(Vector256<float> sums)
    {
        double sum = 0;
        for (int lane = 0; lane < Lanes; lane++) sum += sums[lane];
        return sum;
    }
}
