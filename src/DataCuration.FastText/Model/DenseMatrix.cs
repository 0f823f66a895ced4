namespace DataCuration.FastText;

/// <summary>A matrix that is not quantised (densematrix.cc).</summary>
internal sealed class DenseMatrix(float[] values, long rows, int columns) : FastTextMatrix(rows, columns)
{
    private float[]? transposed;

    public static DenseMatrix ReadContent(FastTextFileReader reader, string field, int dimension)
    {
        long rows = reader.ReadInt64($"{field} rows", 0, int.MaxValue);
        long columns = reader.ReadInt64($"{field} columns", dimension, dimension);
        reader.RequireRoom($"{field} rows", rows, columns * sizeof(float));
        return new(reader.ReadSingles(field, rows * columns), rows, dimension);
    }

    /// <summary>All values, row by row.</summary>
    public float[] Values => values;

    public override void Write(FastTextFileWriter writer)
    {
        writer.Write(Rows);
        writer.Write((long)Columns);
        writer.Write(values.AsSpan(0, checked((int)(Rows * Columns))));
    }

    public override void AddRow(int row, Span<float> vector) => FastTextKernels.Add(values.AsSpan(checked(row * Columns), Columns), vector);

    public override float Dot(int row, ReadOnlySpan<float> vector) => FastTextKernels.Dot(values.AsSpan(checked(row * Columns), Columns), vector);

    /// <summary>Also stores the transposed matrix. With it, <see cref="Multiply"/> computes several rows at once, and each row's sum keeps its order.</summary>
    public void Transpose()
    {
        var result = new float[values.Length];
        int rowCount = (int)Rows;
        for (int row = 0; row < rowCount; row++)
            for (int column = 0; column < Columns; column++) result[column * rowCount + row] = values[row * Columns + column];
        transposed = result;
    }

    public override void Multiply(ReadOnlySpan<float> vector, Span<float> products)
    {
        if (transposed is null)
        {
            base.Multiply(vector, products);
            return;
        }
        products.Clear();
        int rowCount = (int)Rows;
        for (int column = 0; column < Columns; column++) FastTextKernels.AddScaled(transposed.AsSpan(column * rowCount, rowCount), vector[column], products);
    }
}
