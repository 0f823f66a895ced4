using System.Text;
using System.Text.Json.Nodes;

namespace DataCuration.Tokenization.Tests;

/// <summary>Normalizers give the reference's text. Each case was checked with the tokenizers library.</summary>
public sealed class NormalizerTests
{
    [Theory]
    [InlineData("{\"type\":\"NFC\"}", "e\u0301\u1100\u1161 \u212B", "\u00E9\uAC00 \u00C5")]
    [InlineData("{\"type\":\"NFD\"}", "\u00E9\uAC00", "e\u0301\u1100\u1161")]
    [InlineData("{\"type\":\"NFKC\"}", "\uFB01\u2460\u00BD", "fi11\u20442")]
    [InlineData("{\"type\":\"NFKD\"}", "\u338F\u00E9", "kge\u0301")]
    [InlineData("{\"type\":\"Lowercase\"}", "\u0130\u00C9\u03A3 A\u01C5", "i\u0307\u00E9\u03C3 a\u01C6")]
    [InlineData("{\"type\":\"StripAccents\"}", "e\u0301\u0903x", "ex")]
    [InlineData("{\"type\":\"Strip\",\"strip_left\":true,\"strip_right\":false}", " \u3000a ", "a ")]
    [InlineData("{\"type\":\"Strip\",\"strip_left\":false,\"strip_right\":true}", " a\u00A0\n", " a")]
    [InlineData("{\"type\":\"Prepend\",\"prepend\":\"\u2581\"}", "a", "\u2581a")]
    [InlineData("{\"type\":\"Replace\",\"pattern\":{\"String\":\" \"},\"content\":\"\u2581\"}", " a  b and a longer text here",
        "\u2581a\u2581\u2581b\u2581and\u2581a\u2581longer\u2581text\u2581here")]
    [InlineData("{\"type\":\"Replace\",\"pattern\":{\"Regex\":\" {2,}\"},\"content\":\" \"}", "a   b c", "a b c")]
    [InlineData("{\"type\":\"Nmt\"}", "a\u0001\tb\u200B\uFEFFc\u2581", "a b  c ")]
    [InlineData("{\"type\":\"ByteLevel\"}", "a \u00E9", "a\u0120\u00C3\u00A9")]
    [InlineData("{\"type\":\"BertNormalizer\",\"clean_text\":true,\"handle_chinese_chars\":true,\"strip_accents\":null,\"lowercase\":true}",
        "\u00C9\t\u0000\u4E00\u00ADx\uFFFD", "e  \u4E00 x")]
    [InlineData("{\"type\":\"BertNormalizer\",\"clean_text\":false,\"handle_chinese_chars\":false,\"strip_accents\":null,\"lowercase\":false}",
        "\u00C9\t\u4E00", "\u00C9\t\u4E00")]
    [InlineData("{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"NFD\"},{\"type\":\"StripAccents\"},{\"type\":\"Lowercase\"}]}", "\u00C9t\u00E9", "ete")]
    public void Apply_Text_IsTheReferences(string normalizer, string text, string expected)
    {
        foreach (bool tracks in new[] { false, true })
        {
            var work = new WorkText();
            work.Set(Encoding.UTF8.GetBytes(text), 0, tracks);
            ComponentReader.Normalizer(Part(normalizer))!.Apply(work);
            Assert.Equal(expected, Encoding.UTF8.GetString(work.Text));
            if (!tracks) continue;
            Assert.Equal(work.Text.Length, work.Buffer.Starts.Length);
            for (int i = 0; i < work.Text.Length; i++) Assert.InRange(work.Buffer.Ends[i], work.Buffer.Starts[i], Encoding.UTF8.GetByteCount(text));
        }
    }

    [Fact]
    public void Apply_Precompiled_ReplacesClustersThenCharacters()
    {
        // A double array of two keys, "a" and "\u00E9", with the texts "xy" and "".
        uint[] units = new uint[512];
        units[0] = 256u << 10; // children at 256 exclusive or byte
        units[256 ^ 'a'] = 'a' | (1u << 8) | (((256u ^ 'a') ^ 400u) << 10);
        units[400] = 0x80000000 | 0;
        units[256 ^ 0xC3] = 0xC3 | (((256u ^ 0xC3) ^ 0u) << 10);
        units[0xA9] = 0xA9 | (1u << 8) | ((0xA9u ^ 401u) << 10);
        units[401] = 0x80000000 | 3;
        byte[] table = [.. BitConverter.GetBytes(4 * units.Length), .. units.SelectMany(BitConverter.GetBytes), .. "xy\0\0"u8];
        var normalizer = ComponentReader.Normalizer(Part($"{{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"{Convert.ToBase64String(table)}\"}}"))!;
        var work = new WorkText();
        work.Set(Encoding.UTF8.GetBytes("ba\u00E9c a\u0301"), 0, tracks: false);
        normalizer.Apply(work);
        // The cluster of "a" and an accent starts with the key "a", which replaces all of it, as in the reference.
        Assert.Equal("bxyc xy", Encoding.UTF8.GetString(work.Text));
    }

    internal static JsonPart Part(string json) => new("file", "part", System.Text.Json.JsonDocument.Parse(json).RootElement);

    internal static JsonPart Part(JsonNode json) => Part(json.ToJsonString());
}
