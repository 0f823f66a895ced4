namespace DataCuration.Extraction.Pdf.Tests;

public sealed class BlockBuilderTests
{
    private const string Full = "a line that is as long as the column is wide";

    [Fact]
    public void Build_IndentedFirstLines_BeginParagraphs()
    {
        GlyphSheet sheet = new GlyphSheet().Lines(50, 100, 12, Full, Full).Write(62, 124, "Indented" + Full[11..]).Lines(50, 136, 12, Full, "the end.");
        Assert.Equal([$"{Full} {Full}", $"Indented{Full[11..]} {Full} the end."], sheet.Text().Split("\n\n"));
    }

    [Fact]
    public void Build_SpaceBetween_BeginsAParagraph()
    {
        GlyphSheet sheet = new GlyphSheet().Lines(50, 100, 12, Full, Full, Full).Lines(50, 145, 12, "Next " + Full[5..], Full);
        Assert.Equal(2, sheet.Text().Split("\n\n").Length);
    }

    [Fact]
    public void Build_ShortLineThatEndsASentence_EndsTheParagraph()
    {
        GlyphSheet sheet = new GlyphSheet().Lines(50, 100, 12, Full, "and ends.", "Then " + Full[5..], Full);
        Assert.Equal([$"{Full} and ends.", $"Then {Full[5..]} {Full}"], sheet.Text().Split("\n\n"));
    }

    [Fact]
    public void Build_HangingParagraphs_StartAtUnindentedLines()
    {
        GlyphSheet sheet = new GlyphSheet();
        for (int i = 0; i < 3; i++)
            sheet.Write(50, 100 + 36 * i, $"Author {i} " + Full[6..]).Write(65, 112 + 36 * i, Full[3..]).Write(65, 124 + 36 * i, Full[3..]);
        Assert.Equal(3, sheet.Text().Split("\n\n").Length);
    }

    [Fact]
    public void Build_List_HasALineForEachItem()
    {
        GlyphSheet sheet = new GlyphSheet().Lines(50, 100, 12, "• first item", "• second item", "• third item");
        Assert.Equal("• first item\n• second item\n• third item", sheet.Text());
    }

    [Fact]
    public void Build_LargerLine_IsAHeading()
    {
        GlyphSheet sheet = new GlyphSheet().Write(50, 100, "Heading", 14).Lines(50, 114, 12, Full, Full);
        Assert.Equal(["# Heading", $"{Full} {Full}"], sheet.Text().Split("\n\n"));
    }

    [Fact]
    public void Assemble_ParagraphAcrossPages_IsJoined()
    {
        AssembledText text = GlyphSheet.Assemble(null, new GlyphSheet().Lines(50, 300, 12, Full, Full),
            new GlyphSheet().Lines(50, 300, 12, Full, "and ends here.", "Another one."));
        Assert.Equal($"{Full} {Full} {Full} and ends here.\n\nAnother one.", text.Text);
        Assert.Equal([0, text.Text.IndexOf("Another", StringComparison.Ordinal)], text.PageOffsets);
    }

    [Fact]
    public void Assemble_FootnoteBelowAContinuedParagraph_FollowsIt()
    {
        GlyphSheet first = new GlyphSheet().Lines(50, 300, 12, Full, Full).Write(50, 600, "1 A footnote.", 7);
        string text = GlyphSheet.Assemble(null, first, new GlyphSheet().Lines(50, 300, 12, Full, "and ends here.")).Text;
        Assert.Equal($"{Full} {Full} {Full} and ends here.\n\n1 A footnote.", text);
    }

    [Fact]
    public void Assemble_PageSeparator_IsBetweenPages()
    {
        var options = new PdfExtractorOptions { PageSeparator = "\f" };
        Assert.Equal("First page.\fSecond page.",
            GlyphSheet.Assemble(options, new GlyphSheet().Write(50, 300, "First page."), new GlyphSheet().Write(50, 300, "Second page.")).Text);
    }
}
