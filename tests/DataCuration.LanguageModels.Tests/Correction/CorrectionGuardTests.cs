using CsCheck;
using DataCuration.TestKit.LanguageModels;

namespace DataCuration.LanguageModels.Tests;

public sealed class CorrectionGuardTests
{
    private const string Damaged = "The enzy- me was heated to 37.5 degrees for ﬁve hours (p < 0.05) and -3 was\nmea sured; the yield of the "
        + "ﬁrst exper-\niment was 12,000 units.";

    private const string Start = "The enzyme was heated to ", End = " measured; the yield of the first experiment was 12,000 units.";
    private const string Repaired = Start + "37.5 degrees for five hours (p < 0.05) and -3 was" + End;

    [Fact]
    public void Check_RepairedHyphensBlanksAndLigatures_IsAccepted()
    {
        Assert.Equal(CorrectionOutcome.Corrected, CorrectionGuard.Default.Check(Damaged, Repaired));
        Assert.Equal(CorrectionOutcome.Unchanged, CorrectionGuard.Default.Check(Damaged, Damaged));
        // Every third word divided, and words run together.
        string divided = string.Join(' ', Enumerable.Repeat("some exam- ples of damage", 40));
        string whole = string.Join(' ', Enumerable.Repeat("some examples of damage", 40));
        Assert.Equal(CorrectionOutcome.Corrected, CorrectionGuard.Default.Check(divided, whole));
        Assert.Equal(CorrectionOutcome.Corrected, CorrectionGuard.Default.Check(whole, divided.Replace("- ", "-", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("", CorrectionOutcome.Length)]
    [InlineData("The enzyme was heated.", CorrectionOutcome.Length)]
    [InlineData(Repaired + " " + Repaired, CorrectionOutcome.Length)]
    [InlineData("We baked the cookie at 37.5 grades in four weeks (p < 0.05) and -3 got counted; a price of her last adventure is 12,000 coins today.",
        CorrectionOutcome.Content)]
    [InlineData("units 12,000 was experiment first the of yield the measured; was -3 and 0.05) < (p hours five for degrees 37.5 to heated was enzyme The",
        CorrectionOutcome.Content)]
    [InlineData("\u202E" + Repaired, CorrectionOutcome.Content)]
    [InlineData(Start + "37.6 degrees for five hours (p < 0.05) and -3 was" + End, CorrectionOutcome.Numbers)]
    [InlineData(Start + "375 degrees for five hours (p < 0.05) and -3 was" + End, CorrectionOutcome.Numbers)]
    [InlineData(Start + "37.5 degrees for five hours (p > 0.05) and -3 was" + End, CorrectionOutcome.Numbers)]
    [InlineData(Start + "37.5 degrees for five hours (p < 0.05) and 3 was" + End, CorrectionOutcome.Numbers)]
    [InlineData(Start + "37.5 degrees for five hours (p < 0.05) and \u22123 was" + End, CorrectionOutcome.Corrected)]
    public void Check_Answers_AreAcceptedOnlyIfNothingIsLost(string corrected, CorrectionOutcome expected) =>
        Assert.Equal(expected, CorrectionGuard.Default.Check(Damaged, corrected));

    [Theory]
    [InlineData("10^-3 is small", "10^3 is small")]
    [InlineData("the rate 1e-5 a day", "the rate 1e5 a day")]
    [InlineData("at the place (3,-5) there", "at the place (3,5) there")]
    [InlineData("about 10\u00B2 stars", "about 10\u00B3 stars")]
    [InlineData("half \u00BD of a mile", "half \u00BC of a mile")]
    [InlineData("a loss of 5 % a year", "a loss of 5 a year")]
    [InlineData("it costs 5 \u20AC a piece", "it costs 5 $ a piece")]
    public void Check_SignExponentOrSymbolLost_IsNotAccepted(string original, string corrected) =>
        Assert.Equal(CorrectionOutcome.Numbers, CorrectionGuard.Default.Check(original, corrected));

    [Fact]
    public void Check_VowelSignsOrHiddenCharacters_IsNotAccepted()
    {
        string hindi = string.Concat(Enumerable.Repeat("\u0915\u093F ", 30)), other = hindi.Replace('\u093F', '\u094B');
        Assert.Equal(CorrectionOutcome.Content, CorrectionGuard.Default.Check(hindi, other));
        string text = string.Join(' ', Enumerable.Repeat("letters", 100)), tags = string.Concat(Enumerable.Repeat("\U000E0041", 5));
        Assert.Equal(CorrectionOutcome.Content, CorrectionGuard.Default.Check(text, text + tags));
    }

    [Theory]
    [InlineData("pages 5-10, COVID-19 and no. 3", "pages 5-10, COVID-19 and no. 3.")]
    public void Check_HyphensThatAreNoSigns_AreAccepted(string original, string corrected) =>
        Assert.Equal(CorrectionOutcome.Corrected, CorrectionGuard.Default.Check(original, corrected));

    [Theory]
    [InlineData(74, CorrectionOutcome.Length)]
    [InlineData(75, CorrectionOutcome.Corrected)]
    [InlineData(100, CorrectionOutcome.Unchanged)]
    [InlineData(125, CorrectionOutcome.Corrected)]
    [InlineData(126, CorrectionOutcome.Length)]
    public void Check_LengthAtTheLimits_IsExact(int words, CorrectionOutcome expected)
    {
        var guard = new CorrectionGuard { MinSameLetters = 0.5 };
        Assert.Equal(expected, guard.Check(string.Join(' ', Enumerable.Repeat("word", 100)), string.Join(' ', Enumerable.Repeat("word", words))));
    }

    [Fact]
    public void Check_Punctuation_CannotFloodAPassage() =>
        Assert.Equal(CorrectionOutcome.Length, CorrectionGuard.Default.Check("a text of some words", "a!!!! text!!!!! of!!!!! some!!!!! words!!!!!"));

    [Fact]
    public void HasCommon_AnySequences_AgreesWithTheTable() => Gen.Select(Gen.Char["abc"].Array[0, 24], Gen.Char["abcd"].Array[0, 24], Gen.Int[0, 24])
        .Sample((a, b, needed) => Assert.Equal(Longest(a, b) >= needed, LetterSequence.HasCommon(a, b, needed)), iter: 2_000, threads: 1);

    [Fact]
    public void Accept_Garbage_IsRejectedWithoutAnException()
    {
        for (int i = 0; i < 400; i++)
        {
            string garbage = GarbageAnswers.Make("text", i);
            Assert.False(CorrectionGuard.Default.Accept(Repaired, CorrectionPrompt.Parse(garbage)).IsParsed);
            Assert.False(CorrectionGuard.Default.Accept(Repaired, CorrectionPrompt.Parse($"<corrected>{garbage}</corrected>")).IsParsed);
        }
    }

    [Theory]
    [InlineData("<corrected>\na b\n\nc\n</corrected>", "a b\n\nc")]
    [InlineData(" <corrected></corrected> ", "")]
    [InlineData("Here it is:\n<corrected>a</corrected>", null)]
    [InlineData("<corrected>a</corrected>\nDone.", null)]
    [InlineData("<corrected>a", null)]
    [InlineData("<corrected>a</corrected><corrected>b</corrected>", null)]
    [InlineData("a", null)]
    [InlineData("<corrected>", null)]
    public void Parse_Answer_IsTheTextBetweenTheTags(string answer, string? expected)
    {
        ParsedAnswer<string> parsed = CorrectionPrompt.Parse(answer);
        Assert.Equal(expected, parsed.IsParsed ? parsed.Value : null);
        Assert.True(parsed.IsParsed || parsed.ErrorCode == "format");
    }

    /// <summary>The length of the longest common subsequence, by the table of all prefixes.</summary>
    private static int Longest(char[] a, char[] b)
    {
        int[,] table = new int[a.Length + 1, b.Length + 1];
        for (int i = 1; i <= a.Length; i++)
            for (int j = 1; j <= b.Length; j++)
                table[i, j] = a[i - 1] == b[j - 1] ? table[i - 1, j - 1] + 1 : Math.Max(table[i - 1, j], table[i, j - 1]);
        return table[a.Length, b.Length];
    }
}
