namespace DataCuration;

/// <summary>The kind of a JSON value.</summary>
internal enum JsonTokenKind : byte
{
    /// <summary>There is no value.</summary>
    None,
    Null,
    Boolean,
    Number,
    String,
    Array,
    Object,
}
