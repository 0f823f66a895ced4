namespace DataCuration.Extraction.Pdf.Tests;

public sealed class ContentsReaderTests
{
    [Theory]
    [InlineData("1.1 Growth . . . . . . . . 5", "1.1 Growth 5", 8)]
    [InlineData("Preface........ix", "Preface ix", 8)]
    [InlineData("Soup ..... 4.50", "Soup 4.50", 5)]
    [InlineData("Hamlet ............ John Smith", "Hamlet John Smith", 12)]
    [InlineData("Name: ....................", "Name:", 20)]
    [InlineData("Index…………12", "Index 12", 4)]
    [InlineData("Left ...... 1 Right ...... 2", "Left 1 Right 2", 12)]
    public void TryRemove_Leader_BecomesASpace(string line, string expected, int dots)
    {
        Assert.True(DotLeaders.TryRemove(line, DotLeaders.Usual, out string text, out int removed));
        Assert.Equal((expected, dots), (text, removed));
    }

    [Theory]
    [InlineData("and so on ... 5")]
    [InlineData("He said . . . nothing")]
    [InlineData("a sentence. Another one.")]
    [InlineData("........ 5")]
    [InlineData("I, ........................., hereby declare that the statement above is true")]
    public void TryRemove_OtherDots_Stay(string line) => Assert.False(DotLeaders.TryRemove(line, DotLeaders.Usual, out _, out _));

    [Fact]
    public void Contents_EntriesWithLeaders_AreLinesWithoutDots()
    {
        GlyphSheet sheet = new GlyphSheet().Write(50, 100, "1 Growth . . . . . . . . . . . . . . . . . . . . 1", 14)
            .Lines(60, 116, 12, "1.1 Data . . . . . . . . . . . . . . . . . . . . . . . . . . 2", "1.2 A long entry that does not leave more room . . 3",
                "1.3 An entry that is so long that it needs one more", "row for its end . . . . . . . . . . . . . . . . . . . . . . . . . . 4");
        AssembledText text = GlyphSheet.Assemble(null, sheet);
        Assert.Equal("1 Growth 1\n1.1 Data 2\n1.2 A long entry that does not leave more room 3\n"
            + "1.3 An entry that is so long that it needs one more row for its end 4", text.Text);
        Assert.Equal(sheet.Letters - text.Text.Count(c => !char.IsWhiteSpace(c)), text.LeaderLetters);
    }

    [Fact]
    public void Contents_ChaptersWithoutDots_AreLinesToo()
    {
        GlyphSheet sheet = new GlyphSheet();
        for (int i = 1; i < 4; i++)
        {
            sheet.Write(50, 80 + 40 * i, $"{i} Chapter", font: GlyphSheet.Bold).Write(300, 80 + 40 * i, $"{i}0", font: GlyphSheet.Bold)
                .Write(60, 94 + 40 * i, $"{i}.1 Section . . . . . . . . . . . . . . . . . . . . {i}1")
                .Write(60, 106 + 40 * i, $"{i}.2 Section . . . . . . . . . . . . . . . . . . . . {i}2");
        }
        string[] lines = sheet.Text().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(["1 Chapter 10", "1.1 Section 11", "1.2 Section 12", "2 Chapter 20"], lines[..4]);
        Assert.DoesNotContain(lines, line => line.StartsWith('#'));
    }

    [Fact]
    public void Contents_DotsInAListing_Stay()
    {
        string text = new GlyphSheet().Write(50, 100, "the program prints its progress as a row of dots:")
            .Code(70, 130, "test 1 ........ 5", "test 2 ........ 6").Text();
        Assert.EndsWith("```\ntest 1 ........ 5\ntest 2 ........ 6\n```", text, StringComparison.Ordinal);
    }
}
