namespace DataCuration.Extraction.Pdf.Tests;

public sealed class PageLayoutBuilderTests
{
    [Theory]
    [InlineData(0.0)]
    [InlineData(0.4)]
    public void Build_LineDrawnTwice_CountsOnce(double offset)
    {
        GlyphSheet sheet = new GlyphSheet().Write(50, 100, "ill bold").Write(50 + offset, 100, "ill bold");
        PageLayout layout = sheet.Layout();
        Assert.Equal("ill bold", sheet.Text());
        Assert.Equal((7L, 7L), (layout.Letters, layout.Hidden));
    }

    [Fact]
    public void Build_LettersDrawnTwiceOneByOne_CountOnce()
    {
        var sheet = new GlyphSheet();
        for (int i = 0; i < 4; i++) sheet.Write(50 + 5 * i, 100, "bold"[i].ToString()).Write(50.3 + 5 * i, 100, "bold"[i].ToString());
        Assert.Equal("bold", sheet.Text());
    }

    [Fact]
    public void Build_NarrowDoubleLetters_Stay()
    {
        var sheet = new GlyphSheet();
        for (int i = 0; i < 3; i++) sheet.Add(new PdfGlyph("i", 50 + 2.2 * i, 100, 52.2 + 2.2 * i, 100, 10));
        Assert.Equal("iii", sheet.Text());
    }

    [Theory]
    [InlineData(1, 300, 700)]
    [InlineData(2, 500, 400)]
    [InlineData(3, 300, 100)]
    public void Build_PageTurned_ReadsInItsDirection(int turn, double x, double y)
    {
        (double dx, double dy) = turn switch { 1 => (12.0, 0.0), 2 => (0.0, -12.0), _ => (-12.0, 0.0) };
        GlyphSheet sheet = new GlyphSheet().WriteTurned(turn, x, y, "the first line of it").WriteTurned(turn, x + dx, y + dy, "and the second one.");
        Assert.Equal("the first line of it and the second one.", sheet.Text());
    }

    [Fact]
    public void Build_TurnedTextInTheMargin_IsAStamp()
    {
        GlyphSheet sheet = new GlyphSheet().Lines(100, 100, 12, "body text of this page", "goes on here").WriteTurned(1, 40, 400, "stamp of a library");
        Assert.Equal("body text of this page goes on here", sheet.Text());
        Assert.Equal(15, sheet.Layout().Hidden);
    }

    [Fact]
    public void Build_TurnedTextAmongTheBody_ComesAfterIt()
    {
        GlyphSheet sheet = new GlyphSheet().Write(100, 100, "above the figure there is text").Write(100, 300, "below the figure there is more")
            .WriteTurned(1, 150, 250, "metres");
        Assert.EndsWith("more\n\nmetres", sheet.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Build_AskewWatermark_IsHidden()
    {
        GlyphSheet sheet = new GlyphSheet().Write(100, 100, "a page with a watermark").WriteTurned(4, 100, 500, "DRAFT", 60);
        Assert.Equal("a page with a watermark", sheet.Text());
        Assert.Equal(5, sheet.Layout().Hidden);
    }

    [Fact]
    public void Build_InvisibleTextUnderAScan_IsTheText() =>
        Assert.Equal("what was recognised",
            new GlyphSheet().Write(100, 100, "what was recognised", kind: GlyphKind.Invisible).Write(100, 780, "stamp").Text().Split("\n\n")[0]);

    [Fact]
    public void Build_InvisibleTextBesideVisible_IsHidden()
    {
        GlyphSheet sheet = new GlyphSheet().Write(100, 100, "what is seen on the page").Write(100, 300, "keywords", kind: GlyphKind.Invisible);
        Assert.Equal("what is seen on the page", sheet.Text());
        Assert.Equal(8, sheet.Layout().Hidden);
    }

    [Fact]
    public void Build_TextOutsideThePage_IsHidden()
    {
        GlyphSheet sheet = new GlyphSheet().Write(100, 100, "inside").Write(-200, 100, "left").Write(100, 900, "below");
        Assert.Equal("inside", sheet.Text());
        Assert.Equal(9, sheet.Layout().Hidden);
    }
}
