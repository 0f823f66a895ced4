namespace DataCuration.Tabular;

/// <summary>The meaning of a column's values.</summary>
internal enum ParquetKind
{
    /// <summary>A group or a repeated value, which cannot become an annotation.</summary>
    Nested,

    Boolean,
    Integer,
    UnsignedInteger,
    Float,
    Double,
    Half,
    Decimal,
    Text,
    Json,

    /// <summary>Bytes without a known meaning. They can be text, if an option says so.</summary>
    Bytes,

    Date,
    Time,
    Timestamp,

    /// <summary>A timestamp of 12 bytes, as Impala and old versions of Spark write it.</summary>
    OldTimestamp,

    Interval,
    Uuid,
}
