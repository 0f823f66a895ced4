namespace DataCuration.Tabular;

/// <summary>A top-level column of a Parquet file.</summary>
/// <param name="Name">The name. It is unique in the file: of several columns with the same name, the later ones get a number.</param>
/// <param name="StoredName">The name in the file.</param>
/// <param name="Chunk">The index of the column's chunk in each row group.</param>
/// <param name="Type">The type in which values are stored.</param>
/// <param name="Kind">The meaning of the values.</param>
internal sealed record ParquetLeaf(string Name, string StoredName, int Chunk, ParquetPhysicalType Type, ParquetKind Kind)
{
    /// <summary>True if values can be missing.</summary>
    public bool IsOptional { get; init; }

    /// <summary>The length of a value of type <see cref="ParquetPhysicalType.FixedByteArray"/> or <see cref="ParquetPhysicalType.Int96"/>.</summary>
    public int Length { get; init; }

    /// <summary>The number of decimal places of a decimal number; the number of decimal places of the seconds of a time.</summary>
    public int Scale { get; init; }

    /// <summary>True if a time is in UTC; false if it has no zone.</summary>
    public bool IsUtc { get; init; }

    /// <summary>True for bytes, with or without a meaning.</summary>
    public bool IsBytes => Type is ParquetPhysicalType.ByteArray or ParquetPhysicalType.FixedByteArray && Kind is ParquetKind.Text or ParquetKind.Bytes
        or ParquetKind.Json;

    /// <summary>True if values become annotations.</summary>
    public bool IsScalar => Kind is not (ParquetKind.Nested or ParquetKind.Bytes);

    /// <summary>Describes the values for people.</summary>
    public string Describe() => Kind switch
    {
        ParquetKind.Nested => "nested values",
        ParquetKind.Bytes => "bytes",
        ParquetKind.Half => "floating-point numbers",
        _ => $"values of kind {Kind}",
    };
}
