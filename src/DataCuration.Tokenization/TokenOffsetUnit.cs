namespace DataCuration.Tokenization;

/// <summary>The unit in which <see cref="HuggingFaceTokenizer.EncodeWithOffsets(ReadOnlySpan{byte}, List{TokenOffset}, TokenOffsetUnit)"/> counts.</summary>
public enum TokenOffsetUnit
{
    /// <summary>Bytes of UTF-8.</summary>
    Bytes,

    /// <summary>Unicode code points, as the offsets of Hugging Face's library in Python.</summary>
    CodePoints,

    /// <summary>UTF-16 units, as positions in a .NET string.</summary>
    Utf16Units,
}
