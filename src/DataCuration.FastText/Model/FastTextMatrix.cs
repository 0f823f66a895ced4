namespace DataCuration.FastText;

/// <summary>A matrix of single-precision numbers, plain or quantised. Sums run in fastText's order, so that results are the same to the last bit.</summary>
internal abstract class FastTextMatrix(long rows, int columns)
{
    public long Rows => rows;

    public int Columns => columns;

    /// <summary>Adds a row to a vector.</summary>
    public abstract void AddRow(int row, Span<float> vector);

    /// <summary>Copies a row.</summary>
    public void CopyRow(int row, Span<float> vector)
    {
        vector.Clear();
        AddRow(row, vector);
    }

    /// <summary>Writes the matrix as a model file holds it.</summary>
    public abstract void Write(FastTextFileWriter writer);

    /// <summary>The dot product of a row and a vector.</summary>
    public abstract float Dot(int row, ReadOnlySpan<float> vector);

    /// <summary>The dot products of all rows and a vector.</summary>
    public virtual void Multiply(ReadOnlySpan<float> vector, Span<float> products)
    {
        for (int i = 0; i < products.Length; i++) products[i] = Dot(i, vector);
    }

    public static FastTextMatrix Read(FastTextFileReader reader, string field, bool quantized, FastTextArguments arguments) =>
        quantized ? QuantizedMatrix.ReadContent(reader, field, arguments.Dimension) : DenseMatrix.ReadContent(reader, field, arguments.Dimension);
}
