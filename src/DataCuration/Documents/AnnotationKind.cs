namespace DataCuration;

/// <summary>The kind of an <see cref="AnnotationValue"/>. JSON, Parquet and CSV files can hold every kind.</summary>
public enum AnnotationKind
{
    /// <summary>No value: JSON <c>null</c>, a Parquet null, an absent annotation.</summary>
    Null,

    /// <summary>True or false.</summary>
    Boolean,

    /// <summary>A 64-bit signed integer.</summary>
    Integer,

    /// <summary>A 64-bit floating-point number.</summary>
    Number,

    /// <summary>A string.</summary>
    String,

    /// <summary>Any other JSON value (an array or an object), stored as its UTF-8 text.</summary>
    Json,
}
