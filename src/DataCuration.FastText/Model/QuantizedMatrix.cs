namespace DataCuration.FastText;

/// <summary>A matrix of quantised rows, whose norms can be quantised separately (quantmatrix.cc).</summary>
internal sealed class QuantizedMatrix : FastTextMatrix
{
    private readonly byte[] codes;
    private readonly ProductQuantizer quantizer;
    private readonly byte[]? normCodes;
    private readonly ProductQuantizer? normQuantizer;

    public QuantizedMatrix(long rows, int columns, byte[] codes, ProductQuantizer quantizer, byte[]? normCodes, ProductQuantizer? normQuantizer)
        : base(rows, columns)
    {
        this.codes = codes;
        this.quantizer = quantizer;
        this.normCodes = normCodes;
        this.normQuantizer = normQuantizer;
    }

    public static QuantizedMatrix ReadContent(FastTextFileReader reader, string field, int dimension)
    {
        bool withNorms = reader.ReadBoolean($"{field} qnorm");
        long rows = reader.ReadInt64($"{field} rows", 0, int.MaxValue);
        reader.ReadInt64($"{field} columns", dimension, dimension);
        int size = reader.ReadInt32($"{field} code size", 0, int.MaxValue);
        byte[] codes = reader.ReadBytes($"{field} codes", size);
        ProductQuantizer quantizer = ProductQuantizer.Read(reader, $"{field} quantizer", dimension);
        if (rows * quantizer.Parts != size) throw reader.Invalid($"{field} code size", "not the number of rows times the codes of a row");
        byte[]? normCodes = withNorms ? reader.ReadBytes($"{field} norms", rows) : null;
        return new(rows, dimension, codes, quantizer, normCodes, withNorms ? ProductQuantizer.Read(reader, $"{field} norm quantizer", 1) : null);
    }

    public override void Write(FastTextFileWriter writer)
    {
        writer.Write(normQuantizer is not null);
        writer.Write(Rows);
        writer.Write((long)Columns);
        writer.Write(codes.Length);
        writer.Write(codes);
        quantizer.Write(writer);
        if (normQuantizer is null) return;
        writer.Write(normCodes);
        normQuantizer.Write(writer);
    }

    public override void AddRow(int row, Span<float> vector) => quantizer.Add(Codes(row), Norm(row), vector);

    public override float Dot(int row, ReadOnlySpan<float> vector) => quantizer.Dot(Codes(row), Norm(row), vector);

    private ReadOnlySpan<byte> Codes(int row) => codes.AsSpan(checked(row * quantizer.Parts), quantizer.Parts);

    private float Norm(int row) => normQuantizer is null ? 1 : normQuantizer.Scalar(normCodes![row]);
}
