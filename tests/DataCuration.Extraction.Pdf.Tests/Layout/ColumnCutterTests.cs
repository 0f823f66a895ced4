namespace DataCuration.Extraction.Pdf.Tests;

public sealed class ColumnCutterTests
{
    private static readonly string[] Left =
        ["left column begins with a line", "that goes on to a second line", "and a third that is about full", "before it ends on the fourth"];
    private static readonly string[] Right =
        ["Right column begins with a line", "that goes on to a second line", "and a third that is about full", "before it ends on the fourth."];

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    [InlineData(6)]
    public void Cut_TwoColumns_ReadsOneAfterTheOther(double shift)
    {
        string text = new GlyphSheet().Lines(50, 200, 12, Left).Lines(300, 200 + shift, 12, Right).Text();
        Assert.Equal(string.Join(' ', Left) + "\n\n" + string.Join(' ', Right), text);
    }

    [Fact]
    public void Cut_ColumnsDrawnLineByLineAcross_AreStillColumns()
    {
        var sheet = new GlyphSheet();
        for (int i = 0; i < 4; i++) sheet.Write(50, 200 + 12 * i, Left[i]).Write(300, 200 + 12 * i, Right[i]);
        Assert.Equal(string.Join(' ', Left) + "\n\n" + string.Join(' ', Right), sheet.Text());
    }

    [Fact]
    public void Cut_TitleAboveAndNoteBelowTheColumns_AreBeforeAndAfter()
    {
        GlyphSheet sheet = new GlyphSheet().Write(120, 150, "A title that reaches over both of the columns", 12)
            .Lines(50, 200, 12, Left).Lines(300, 200, 12, Right)
            .Write(50, 300, "A note under the columns that is as wide as the whole page is, and a little longer.");
        string[] parts = sheet.Text().Split("\n\n");
        Assert.StartsWith("# A title", parts[0], StringComparison.Ordinal);
        Assert.StartsWith("left column", parts[1], StringComparison.Ordinal);
        Assert.StartsWith("Right column", parts[2], StringComparison.Ordinal);
        Assert.StartsWith("A note", parts[3], StringComparison.Ordinal);
    }

    [Fact]
    public void Cut_ThreeColumns_ReadsThemInOrder()
    {
        string[] lines = ["one of three columns that", "are all narrow, as wide as", "each other, and that carry", "text which ends here, now."];
        GlyphSheet sheet = new GlyphSheet().Lines(40, 200, 12, lines).Lines(190, 200, 12, lines).Lines(340, 200, 12, lines);
        Assert.Equal(string.Join(' ', Enumerable.Repeat(string.Join(' ', lines), 3)), sheet.Text().Replace("\n\n", " ", StringComparison.Ordinal));
    }

    [Fact]
    public void Cut_CardsInRows_ReadsRowByRow()
    {
        var sheet = new GlyphSheet();
        for (int row = 0; row < 2; row++)
            for (int column = 0; column < 2; column++)
                sheet.Lines(50 + 250 * column, 200 + 100 * row, 12, $"Card {row}{column} has a heading line",
                    "and below it some text which", "takes three lines altogether.");
        string text = sheet.Text();
        int[] places = [.. new[] { "Card 00", "Card 01", "Card 10", "Card 11" }.Select(card => text.IndexOf(card, StringComparison.Ordinal))];
        Assert.Equal(places.Order(), places);
    }

    [Fact]
    public void Cut_SingleColumnWithShortLines_IsOneRegion()
    {
        GlyphSheet sheet = new GlyphSheet().Lines(50, 200, 12, "A single column whose lines are long enough to fill the page,", "short end.",
            "Another paragraph of the single column with long lines too,", "short end.");
        Assert.Single(ColumnCutter.Cut(sheet.Layout().Fragments));
    }
}
