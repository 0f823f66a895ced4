namespace DataCuration.FastText;

/// <summary>A matrix of single-precision numbers, dense or quantised. Sums have the same order as in fastText, so results are bit-identical.</summary>
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

    /// <summary>Writes the matrix in the format of a model file.</summary>
    public abstract void Write(FastTextFileWriter writer);

    /// <summary>Computes the dot product of a row and a vector.</summary>
    public abstract float Dot(int row, ReadOnlySpan<float> vector);

    /// <summary>Computes the dot products of all rows with a vector.</summary>
    public virtual void Multiply(ReadOnlySpan<float> vector, Span<float> products)
    {
        for (int i = 0; i < products.Length; i++) products[i] = Dot(i, vector);
    }

    public static FastTextMatrix Read(FastTextFileReader reader, string field, bool quantized, FastTextArguments arguments) =>
        quantized ? QuantizedMatrix.ReadContent(reader, field, arguments.Dimension) : DenseMatrix.ReadContent(reader, field, arguments.Dimension);
}
