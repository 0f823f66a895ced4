using System.Text.Json;

namespace DataCuration.Selection.Tests;

public sealed class UnicodeRulesTests
{
    private const int CodePoints = 0x110000;

    [Theory]
    [InlineData("word", UnicodeRules.Word)]
    [InlineData("space", UnicodeRules.Space)]
    [InlineData("case_ignorable", UnicodeRules.CaseIgnorable)]
    [InlineData("cased_not_ignorable", UnicodeRules.Cased)]
    public void Classify_EveryCodePoint_EqualsPython311(string table, byte bit)
    {
        bool[] expected = new bool[CodePoints];
        int marked = 0;
        foreach (JsonElement range in DsirVectors.Load("unicode_py311.json").GetProperty(table).Items())
        {
            for (int codePoint = range[0].GetInt32(); codePoint <= range[1].GetInt32(); codePoint++, marked++)
            {
                expected[codePoint] = true;
            }
        }

        Assert.True(marked > 20);
        for (int codePoint = 0; codePoint < CodePoints; codePoint++)
        {
            if (expected[codePoint] != ((UnicodeRules.Classify(codePoint) & bit) != 0))
            {
                Assert.Fail($"U+{codePoint:X4} differs in {table}");
            }
        }
    }

    [Fact]
    public void ToLower_EveryCodePoint_EqualsPython311()
    {
        var expected = DsirVectors.Load("unicode_py311.json").GetProperty("lower").Items().ToDictionary(pair => pair[0].GetInt32(), pair => pair[1]);
        Assert.Equal(1433, expected.Count);
        for (int codePoint = 0; codePoint < CodePoints; codePoint++)
        {
            bool changes = expected.TryGetValue(codePoint, out JsonElement lower);
            Assert.Equal(changes, (UnicodeRules.Classify(codePoint) & UnicodeRules.HasLower) != 0);
            if (changes && lower.GetArrayLength() == 2)
            {
                Assert.Equal(UnicodeRules.CapitalIWithDot, codePoint);
                Assert.Equal((0x69, 0x307), (lower[0].GetInt32(), lower[1].GetInt32()));
            }
            else
            {
                Assert.Equal(changes ? lower[0].GetInt32() : codePoint, UnicodeRules.ToLower(codePoint));
            }
        }
    }
}
