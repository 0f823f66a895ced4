using System.Text;
using System.Text.Json;
using CsCheck;

namespace DataCuration.Tests.Dedup;

public sealed class SimplifiedTextTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData("  Hello,   WORLD!  ", "hello world")]
    [InlineData("1,234.5 and 12.5% of ٣٫٥", "0 0 and 0 of 0")]
    [InlineData("Crème brûlée", "creme brulee")]
    [InlineData("ΟΔΟΣ ΣΑΣ.", "οδος σας")]
    [InlineData("İstanbul", "istanbul")]
    [InlineData("a \u0301 b", "a  b")]
    [InlineData("\u0301 a \u0301", "a")]
    [InlineData("１2", "0")]
    [InlineData("한", "\u1112\u1161\u11AB")]
    public void Write_Text_IsInNormalForm(string text, string expected) => Assert.Equal(expected, Simplify(text));

    [Fact]
    public void Write_FilterCases_EqualDatatroves()
    {
        using JsonDocument vectors = SharedVectors.Read("curation", "datatrove_filters");
        int seen = 0;
        foreach (JsonElement item in vectors.RootElement.GetProperty("cases").EnumerateArray())
        {
            if (!item.TryGetProperty("simplified", out JsonElement expected) || expected.ValueKind != JsonValueKind.String) continue;
            Assert.Equal(expected.GetString(), Simplify(item.GetProperty("text").GetString()!));
            seen++;
        }
        Assert.True(seen > 300, $"{seen} cases were compared.");
    }

    [Fact]
    public void Write_NormalisationCases_EqualDatatroves()
    {
        using JsonDocument vectors = SharedVectors.Read("peers", "datatrove_text_norm");
        int seen = 0;
        foreach (JsonElement item in vectors.RootElement.GetProperty("cases").EnumerateArray())
        {
            if (item.GetProperty("default").ValueKind != JsonValueKind.String) continue;
            Assert.Equal(item.GetProperty("default").GetString(), Simplify(item.GetProperty("text").GetString()!));
            seen++;
        }
        Assert.True(seen > 300, $"{seen} cases were compared.");
        foreach (Rune mark in vectors.RootElement.GetProperty("punctuation").GetString()!.EnumerateRunes())
            if (mark.Value != '１') Assert.Equal("a b", Simplify($"a{mark}b"));
    }

    [Fact]
    public void Write_NormalForm_IsUnchanged() =>
        Gen.String[Gen.Char["abcXYZ 0.,é\u0301ßΣ한１—\n\t٣½"], 0, 60].Sample(text =>
        {
            string once = Simplify(text);
            Assert.Equal(Simplify(once), Simplify(Simplify(once)));
            Assert.False(once.StartsWith(' ') || once.EndsWith(' '));
        });

    private static string Simplify(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        byte[] target = new byte[SimplifiedText.Capacity(utf8.Length)];
        return Encoding.UTF8.GetString(target, 0, SimplifiedText.Write(utf8, target));
    }
}
