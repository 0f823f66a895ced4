namespace DataCuration;

/// <summary>A value's place in JSON text; a string's without its quotes.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Start">The offset of its first byte.</param>
/// <param name="End">The offset after its last byte.</param>
/// <param name="HasEscapes">Whether it is a string with escapes.</param>
internal readonly record struct JsonToken(JsonTokenKind Kind, int Start, int End, bool HasEscapes)
{
    public ReadOnlySpan<byte> Of(ReadOnlySpan<byte> json) => json[Start..End];
}
