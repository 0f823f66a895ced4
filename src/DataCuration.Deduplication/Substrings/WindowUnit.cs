namespace DataCuration.Deduplication;

/// <summary>The unit in which windows are measured: bytes, or the tokens of an encoder.</summary>
internal static class WindowUnit
{
    public const int MaxLength = 65_536;
    private const int DefaultBytes = 100, DefaultTokens = 50;

    public static int DefaultLength(ITokenEncoder? encoder) => encoder is null ? DefaultBytes : DefaultTokens;

    public static int Check(int length) => length is >= 1 and <= MaxLength ? length
        : throw new ArgumentOutOfRangeException(nameof(length), length, $"The minimum length is 1 to {MaxLength:N0} bytes or tokens.");

    /// <summary>Requires an encoder that knows the bytes of its tokens.</summary>
    /// <returns>The encoder; null for bytes.</returns>
    public static ITokenSpanEncoder? Require(ITokenEncoder? encoder) => encoder switch
    {
        null => null,
        ITokenSpanEncoder { HasSpans: true } spans => spans,
        ITokenSpanEncoder => throw new CurationException($"Spans of tokens are cut out of texts, and the vocabulary of this '{encoder.GetType().Name}' does "
            + $"not tell the bytes of a token ({nameof(ITokenSpanEncoder.HasSpans)} is false). Use a byte-level vocabulary, or bytes (no encoder)."),
        _ => throw new CurationException($"Spans of tokens are cut out of texts, and '{encoder.GetType().Name}' does not tell the bytes of a token: it is no "
            + $"{nameof(ITokenSpanEncoder)}. Use an encoder that is one, or bytes (no encoder)."),
    };

    /// <summary>Writes the options that an index and a corpus compared with it must share.</summary>
    public static void Describe(FingerprintWriter writer, int minLength, ITokenEncoder? encoder)
    {
        writer.Add("Unit", encoder is null ? "bytes" : "tokens");
        writer.Add(nameof(SubstringDeduplication.MinLength), minLength);
        if (encoder is not null) writer.AddScope(nameof(SubstringDeduplication.Encoder), encoder.Describe);
    }
}
