namespace DataCuration.Extraction.Pdf.Tests;

public sealed class HeadersAndFootersTests
{
    private static readonly string[] Bodies =
        ["Apples ripen late.", "Boats need care.", "Clouds came over.", "Doors stood open.", "Every day counts.", "Frost did damage."];

    [Fact]
    public void Find_SameHeaderAndPageNumber_AreRemoved()
    {
        AssembledText text = Document(4, (page, i) => page.Write(50, 40, "The Running Head").Write(290, 780, $"{i + 7}"));
        Assert.Equal(string.Join("\n\n", Bodies[..4]), text.Text);
        Assert.Equal(4 * 14 + 5, text.RunningLetters);
    }

    [Fact]
    public void Find_OddAndEvenHeaders_AreRemoved() =>
        Assert.Equal(string.Join("\n\n", Bodies),
            Document(6, (page, i) => _ = i % 2 == 0 ? page.Write(50, 40, $"{i + 2} Left head") : page.Write(450, 40, $"Right head {i + 2}")).Text);

    [Theory]
    [InlineData("i", "ii", "iii", "iv", "v")]
    [InlineData("VII", "VIII", "IX", "X", "XI")]
    [InlineData("- 9 -", "- 10 -", "- 11 -", "- 12 -", "- 13 -")]
    [InlineData("Page 1 of 5", "Page 2 of 5", "Page 3 of 5", "Page 4 of 5", "Page 5 of 5")]
    [InlineData("1/5", "2/5", "3/5", "4/5", "5/5")]
    public void Find_PageNumbers_AreRemoved(params string[] numbers) =>
        Assert.Equal(string.Join("\n\n", Bodies[..5]), Document(5, (page, i) => page.Write(290, 780, numbers[i])).Text);

    [Fact]
    public void Find_HeadersThatChangePerPage_AreFoundByTheirNumber() =>
        Assert.Equal(string.Join("\n\n", Bodies), Document(6, (page, i) => page.Write(50, 40, Bodies[5 - i].Split(' ')[0]).Write(500, 40, $"{100 + i}")).Text);

    [Fact]
    public void Find_HeaderOfTwoRows_IsRemoved() =>
        Assert.Equal(string.Join("\n\n", Bodies[..3]), Document(3, (page, _) => page.Write(50, 40, "Journal of Things").Write(50, 52, "Volume seven")).Text);

    [Fact]
    public void Find_ArtifactMarkedByTheFile_IsRemoved() =>
        Assert.Equal("Only page.", new GlyphSheet().Write(50, 40, "marked head", kind: GlyphKind.Artifact).Write(50, 300, "Only page.").Text());

    [Fact]
    public void Find_SameTextAtOtherHeights_Stays()
    {
        AssembledText text = Document(4, (page, i) => page.Write(50, 40 + 25 * i, "Definition."));
        Assert.Equal(0, text.RunningLetters);
        Assert.Equal(4, text.Text.Split("Definition.").Length - 1);
    }

    [Fact]
    public void Find_NumbersThatDoNotCountPages_Stay() =>
        Assert.Contains("1848", Document(4, (page, i) => page.Write(50, 40, i == 2 ? "1848" : Bodies[i + 1])).Text, StringComparison.Ordinal);

    [Fact]
    public void Find_BodyOfASinglePage_Stays() =>
        Assert.Equal("A short letter.\n\nYours,", new GlyphSheet().Write(50, 60, "A short letter.").Write(50, 100, "Yours,").Text());

    [Fact]
    public void Find_LonePageNumberOfASinglePage_IsRemoved() =>
        Assert.Equal("Cut from a book.", new GlyphSheet().Write(50, 300, "Cut from a book.").Write(295, 770, "273").Text());

    [Fact]
    public void Assemble_RemovalSwitchedOff_KeepsAll()
    {
        GlyphSheet[] pages = [.. Enumerable.Range(0, 3).Select(i => new GlyphSheet().Write(50, 40, "Head").Write(50, 300, Bodies[i]))];
        AssembledText text = GlyphSheet.Assemble(new PdfExtractorOptions { RemoveHeadersAndFooters = false }, pages);
        Assert.Equal(3, text.Text.Split("Head").Length - 1);
    }

    [Fact]
    public void Assemble_OnlyRepeatedText_IsKept() =>
        Assert.Equal("Label\n\nLabel", GlyphSheet.Assemble(null, new GlyphSheet().Write(50, 40, "Label"), new GlyphSheet().Write(50, 40, "Label")).Text);

    [Theory]
    [InlineData("iv", 4, true)]
    [InlineData("XLIX", 49, true)]
    [InlineData("xc", 90, true)]
    [InlineData("12345", 12345, false)]
    public void TryReadNumber_Numbers_AreRead(string text, int expected, bool roman)
    {
        Assert.True(EdgeRow.TryReadNumber(text, out int value, out bool isRoman));
        Assert.Equal((expected, roman), (value, isRoman));
    }

    [Theory]
    [InlineData("iiii")]
    [InlineData("vx")]
    [InlineData("mix")]
    [InlineData("xX")]
    [InlineData("123456")]
    [InlineData("")]
    public void TryReadNumber_OtherWords_AreRejected(string text) => Assert.False(EdgeRow.TryReadNumber(text, out _, out _));

    private static AssembledText Document(int count, Action<GlyphSheet, int> furnish)
    {
        var pages = new GlyphSheet[count];
        for (int i = 0; i < count; i++)
        {
            pages[i] = new GlyphSheet().Write(50, 300, Bodies[i]);
            furnish(pages[i], i);
        }
        return GlyphSheet.Assemble(null, pages);
    }
}
