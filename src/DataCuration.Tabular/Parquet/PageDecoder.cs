namespace DataCuration.Tabular;

/// <summary>Decodes the values of pages of one stored type, without nulls.</summary>
/// <typeparam name="T">The type in memory.</typeparam>
internal abstract class PageDecoder<T>
{
    protected const int Plain = 0;
    protected const int Rle = 3;
    protected const int DeltaBinaryPacked = 5;
    protected const int DeltaLengthByteArray = 6;
    protected const int DeltaByteArray = 7;
    protected const int ByteStreamSplit = 9;

    /// <summary>Decodes values.</summary>
    /// <param name="encoding">The encoding, as a number of the format; not one of the dictionaries.</param>
    /// <param name="content">The bytes. Values can be slices of them.</param>
    /// <param name="values">Receives the values.</param>
    /// <exception cref="NotSupportedException">The encoding is unknown for this type.</exception>
    /// <exception cref="InvalidDataException">There are too few bytes, or they are not valid.</exception>
    public abstract void Decode(int encoding, ReadOnlyMemory<byte> content, Span<T> values);

    protected static NotSupportedException Unknown(int encoding) => new($"encoding {ParquetNames.Encoding(encoding)}");

    protected static InvalidDataException TooShort(int bytes, int values) => new($"a page of {bytes} bytes is too short for {values} values");
}
