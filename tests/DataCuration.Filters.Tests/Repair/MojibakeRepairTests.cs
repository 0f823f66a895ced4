using System.Security.Cryptography;
using System.Text;

namespace DataCuration.Filters.Tests.Repair;

public sealed class MojibakeRepairTests
{
    private static readonly (int From, int To)[] Ranges =
        [(0xA0, 0x3400), (0xA000, 0xB000), (0xD7A4, 0xD800), (0xE000, 0x12000), (0x1D000, 0x1D800), (0x1F000, 0x1FC00), (0x2F800, 0x2FA20)];

    [Theory]
    [InlineData("cafÃ© au lait", "café au lait")]
    [InlineData("âœ” No problems", "✔ No problems")]
    [InlineData("&macr;\\_(ã\u0083\u0084)_/&macr;", "¯\\_(ツ)_/¯")]
    [InlineData("Broken text&hellip; it&#x2019;s ﬂubberiﬁc!", "Broken text… it's flubberific!")]
    [InlineData("ＬＯＵＤ　ＮＯＩＳＥＳ", "LOUD NOISES")]
    [InlineData("voilÃ le travail", "voilà le travail")]
    [InlineData("P&EACUTE;REZ &nTILDE; &#59; &#0; &#x80; &#12ab;", "PÉREZ &nTILDE; &#59; \uFFFD € &#12ab;")]
    [InlineData("\u001B[36;44mblue\u001B[0m \u001B[x", "blue ")]
    [InlineData("a\r\nb\rc\u2028d", "a\nb\nc\nd")]
    [InlineData("e\u0301\u0323 \u1112\u1161\u11AB", "\u1EB9\u0301 한")]
    public void Fix_Text_GivesTheTextOfFtfy(string text, string expected) => Assert.Equal(expected, new MojibakeRepair().Fix(text));

    [Fact]
    public void Fix_MarkupInALine_KeepsReferencesFromThereOn() =>
        Assert.Equal("& \n<b>&amp;</b>\n&amp; é", new MojibakeRepair().Fix("&amp; \n<b>&amp;</b>\n&amp; Ã©"));

    [Theory]
    [InlineData("")]
    [InlineData(" \n ")]
    [InlineData("Plain text with numbers 1,2;3.\n\tAnd lines.")]
    [InlineData("Déjà vu – “naïve” façade, 東京 and 🦀.")]
    public void Fix_SoundText_ReturnsTheSameString(string text) => Assert.Same(text, MojibakeRepair.Datatrove().Fix(text));

    [Fact]
    public void FixEncoding_Text_TellsItsSteps()
    {
        Assert.Equal("só", new MojibakeRepair().FixEncoding("sÃ³", out IReadOnlyList<MojibakeStep> steps));
        Assert.Equal("encode latin-1|decode utf-8", string.Join('|', steps));
        Assert.Equal(1, MojibakeRepair.CountBadness("sÃ³"));
        Assert.Equal("sÃ³", new MojibakeRepair { FixesEncoding = false }.FixEncoding("sÃ³", out steps));
        Assert.Empty(steps);
    }

    [Fact]
    public void Fix_LongLine_IsCutAtTheLongestLength()
    {
        string text = string.Concat(Enumerable.Repeat("Ã©", 10));
        Assert.Equal("éé" + "éé" + "éé" + "éé" + "éé", new MojibakeRepair { MaxDecodeLength = 4 }.Fix(text));
        Assert.Throws<ArgumentOutOfRangeException>(() => new MojibakeRepair { MaxDecodeLength = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new MojibakeRepair { Normalization = (NormalizationForm)9 });
    }

    [Theory]
    [InlineData("Ã©")]
    [InlineData("é “")]
    [InlineData("&amp;")]
    [InlineData("\u0301\u0323")]
    public void Fix_LongText_TakesLinearTime(string piece)
    {
        // Quadratic time would take minutes.
        string text = string.Concat(Enumerable.Repeat(piece, 100_000 / piece.Length));
        Assert.NotEmpty(new MojibakeRepair().Fix(text));
        Assert.NotEmpty(new MojibakeRepair().Fix(text.Replace(piece, piece + "\n", StringComparison.Ordinal)));
    }

    /// <summary>SHA-256 of the forms that Python 3.11 (Unicode 14) gives for each character of <see cref="Ranges"/> among others.</summary>
    [Theory]
    [InlineData(NormalizationForm.FormC, "07fea7b1ea5e259831d57f90c270a7b0c01ad18a62de0ba9745a80c861f5a05d")]
    [InlineData(NormalizationForm.FormD, "56e668e685b95c70fbca6d2f4679f93d3431be9695ecee94e1a6860aaf2094cd")]
    [InlineData(NormalizationForm.FormKC, "d0b88aa2e804ba57674cd9702004176cf70438ac3eb567504b455c4e95fd2832")]
    [InlineData(NormalizationForm.FormKD, "df795883493790b2ae3b90e236579f9b14f9b46be3f23b975a9e4e974d46c70b")]
    public void Normalize_AllKindsOfCharacters_EqualsPython(NormalizationForm form, string expected)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach ((int from, int to) in Ranges)
        {
            for (int c = from; c < to; c++)
            {
                int[] text = [c, 'e', 0x323, 0x301, c, 'a', 0x315, 0x300, 0x5AE, 'b', 0x1100, 0x1161, 0x11A8, c];
                hash.AppendData(Encoding.UTF8.GetBytes(MojibakeText.ToString(CodePointNormalization.Normalize(text, form)) + "\n"));
            }
        }
        Assert.Equal(expected, Convert.ToHexStringLower(hash.GetHashAndReset()));
    }
}
