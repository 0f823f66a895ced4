namespace DataCuration.Extraction.Pdf.Tests;

public sealed class TableFinderTests
{
    [Fact]
    public void TryRead_AlignedCells_MakeAMarkdownTable()
    {
        GlyphSheet sheet = Table(["Year", "Boats", "Level"], ["1911", "38", "0"], ["1950", "61", "5"]);
        Assert.Equal("| Year | Boats | Level |\n| --- | --- | --- |\n| 1911 | 38 | 0 |\n| 1950 | 61 | 5 |", sheet.Text());
    }

    [Fact]
    public void TryRead_MarkdownOff_SeparatesByTabs() =>
        Assert.Equal("a\tb\nc\td\ne\tf", Table(["a", "b"], ["c", "d"], ["e", "f"]).Text(new PdfExtractorOptions { MarkdownTables = false }));

    [Fact]
    public void TryRead_EmptyCells_StayInTheirColumns()
    {
        GlyphSheet sheet = Table(["Name", "First", "Second"], ["one", "1", "2"], ["two", "", "4"], ["three", "5", ""]);
        Assert.EndsWith("| two |  | 4 |\n| three | 5 |  |", sheet.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_BarsInCells_AreEscaped() => Assert.Contains("a\\|b", Table(["a|b", "c"], ["d", "e"], ["f", "g"]).Text(), StringComparison.Ordinal);

    [Fact]
    public void TryRead_JustifiedTextWithWideSpaces_StaysText()
    {
        GlyphSheet sheet = new GlyphSheet();
        string[] lines = ["this text was set with spaces that are far too wide", "whoever has read a narrow column of a newspaper has",
            "seen how the words then drift apart and leave rivers", "that run from line to line without making a table of",
            "them, because no word stands under any other word, so"];
        for (int i = 0; i < 5; i++) sheet.Write(50, 100 + 12 * i, lines[i], space: 0.7 + 0.1 * i);
        Assert.DoesNotContain('|', sheet.Text());
        Assert.DoesNotContain("\n", sheet.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void TryRead_TableInsideText_LeavesTheTextAlone()
    {
        GlyphSheet sheet = Table(["Year", "Boats", "Level"], ["1911", "38", "0"], ["1950", "61", "5"])
            .Write(50, 60, "The table below shows what was measured over all these years.").Write(50, 170, "The table above has shown it.");
        string[] parts = sheet.Text().Split("\n\n");
        Assert.Equal(3, parts.Length);
        Assert.StartsWith("| Year", parts[1], StringComparison.Ordinal);
    }

    private static GlyphSheet Table(params string[][] rows)
    {
        var sheet = new GlyphSheet();
        for (int row = 0; row < rows.Length; row++)
            for (int column = 0; column < rows[row].Length; column++)
                sheet.Write(50 + 100 * column, 100 + 14 * row, rows[row][column]);
        return sheet;
    }
}
