namespace DataCuration;

/// <summary>What a JSON value is.</summary>
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
