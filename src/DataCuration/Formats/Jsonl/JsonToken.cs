namespace DataCuration;

/// <summary>The position of a value in JSON text. A string's position excludes its quotes.</summary>
/// <param name="Kind">The kind of value.</param>
/// <param name="Start">The offset of its first byte.</param>
/// <param name="End">The offset after its last byte.</param>
/// <param name="HasEscapes">True if it is a string with escapes.</param>
internal readonly record struct JsonToken(JsonTokenKind Kind, int Start, int End, bool HasEscapes)
{
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> json) => json[Start..End];
}
