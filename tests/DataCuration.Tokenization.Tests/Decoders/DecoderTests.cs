namespace DataCuration.Tokenization.Tests;

/// <summary>Decoders give the reference's text. Each case was checked with the tokenizers library.</summary>
public sealed class DecoderTests
{
    [Theory]
    [InlineData("{\"type\":\"ByteLevel\"}", "Hey|\u0120you|\u00C3|\u00A9|a b", "Hey you\u00E9a b")]
    [InlineData("{\"type\":\"ByteFallback\"}", "a|<0xC3>|<0xA9>|b|<0xC3>|<0x41>", "a\u00E9b\uFFFD\uFFFD")]
    [InlineData("{\"type\":\"Metaspace\",\"replacement\":\"\u2581\",\"prepend_scheme\":\"always\",\"split\":true}", "\u2581Hey|\u2581you", "Hey you")]
    [InlineData("{\"type\":\"Metaspace\",\"replacement\":\"\u2581\",\"prepend_scheme\":\"never\"}", "\u2581Hey|\u2581you", " Hey you")]
    [InlineData("{\"type\":\"WordPiece\",\"prefix\":\"##\",\"cleanup\":true}", "do|##n't|go|.|##x", "don't go.x")]
    [InlineData("{\"type\":\"WordPiece\",\"prefix\":\"##\",\"cleanup\":false}", "a|.", "a .")]
    [InlineData("{\"type\":\"BPEDecoder\",\"suffix\":\"</w>\"}", "a</w>|b|c</w>", "a bc")]
    [InlineData("{\"type\":\"CTC\",\"pad_token\":\"<pad>\",\"word_delimiter_token\":\"|\",\"cleanup\":true}", "a|a|<pad>|a|b", "aab")]
    [InlineData("{\"type\":\"Replace\",\"pattern\":{\"Regex\":\"\u2581+\"},\"content\":\" \"}", "\u2581\u2581a|b", " ab")]
    [InlineData("{\"type\":\"Sequence\",\"decoders\":[{\"type\":\"Fuse\"},{\"type\":\"Strip\",\"content\":\" \",\"start\":1,\"stop\":2}]}", "  a| |  ", " a ")]
    public void Apply_Tokens_GivesTheReferencesText(string decoder, string tokens, string expected) =>
        Assert.Equal(expected, string.Concat(ComponentReader.Decoder(NormalizerTests.Part(decoder))!.Apply([.. tokens.Split('|')])));
}
