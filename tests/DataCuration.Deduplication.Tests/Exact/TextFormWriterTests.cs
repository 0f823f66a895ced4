using System.Text;

namespace DataCuration.Deduplication.Tests.Exact;

public sealed class TextFormWriterTests
{
    private static readonly string[] Pieces = ["a", "B", " ", "  ", "\n", "\t", "\u00A0", "\u2003", "\u3000", "\u001C", "é", "漢", "😀", "\u0085", "Á", "\0",
        "x"];

    [Fact]
    public void Write_RandomTexts_EqualsThePlainForm()
    {
        var random = new SeededRandom(11);
        byte[] buffer = [];
        for (int i = 0; i < 500; i++)
        {
            int length = (int)random.NextInt64(i % 2 == 0 ? 30 : 200), pieces = i % 3 == 0 ? 3 : Pieces.Length;
            string text = string.Concat(Enumerable.Range(0, length).Select(_ => Pieces[random.NextInt64(pieces)]));
            byte[] utf8 = Encoding.UTF8.GetBytes(text);
            Assert.Equal(Plain(text), Encoding.UTF8.GetString(TextFormWriter.Write(utf8, TextForm.WhiteSpace, ref buffer)));
            Assert.Equal(Plain(text.ToLowerInvariant()), Encoding.UTF8.GetString(TextFormWriter.Write(utf8, TextForm.CaseAndWhiteSpace, ref buffer)));
            Assert.Equal(text, Encoding.UTF8.GetString(TextFormWriter.Write(utf8, TextForm.Unchanged, ref buffer)));
        }
    }

    [Theory]
    [InlineData("ΑΣ ΟΔΟΣ Σ", "ας οδος σ")]
    [InlineData("İI", "i\u0307i")]
    [InlineData("ȺȾ", "ⱥⱦ")]
    [InlineData("ABC", "abc")]
    public void Write_SpecialLetters_AreLowerAsInPython(string text, string expected)
    {
        byte[] buffer = [];
        Assert.Equal(expected, Encoding.UTF8.GetString(TextFormWriter.Write(Encoding.UTF8.GetBytes(text), TextForm.CaseAndWhiteSpace, ref buffer)));
    }

    [Fact]
    public void RankOf_Priorities_IsInDescendingOrder()
    {
        double[] priorities = [double.PositiveInfinity, 1e300, 2, 1, 0.5, 0, -1, double.NegativeInfinity];
        for (int i = 1; i < priorities.Length; i++) Assert.True(ExactEntry.RankOf(priorities[i - 1]) < ExactEntry.RankOf(priorities[i]));
        Assert.Equal(ExactEntry.RankOf(0.0), ExactEntry.RankOf(-0.0));
        Assert.True(ExactEntry.RankOf(double.NegativeInfinity) < ExactEntry.LastRank);
    }

    private static string Plain(string text) => string.Join(' ', Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text))
        .Split([' ', '\n', '\t', '\u00A0', '\u2003', '\u3000', '\u001C', '\u0085'], StringSplitOptions.RemoveEmptyEntries));
}
