namespace DataCuration.Tabular;

/// <summary>The types in which Parquet stores values. The numbers are those of the format.</summary>
internal enum ParquetPhysicalType
{
    Boolean = 0,
    Int32 = 1,
    Int64 = 2,
    Int96 = 3,
    Float = 4,
    Double = 5,
    ByteArray = 6,
    FixedByteArray = 7,
}
