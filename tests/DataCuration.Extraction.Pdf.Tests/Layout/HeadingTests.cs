namespace DataCuration.Extraction.Pdf.Tests;

public sealed class HeadingTests
{
    private const string Full = "a line that is as long as the column is wide";

    [Fact]
    public void Headings_BySize_HaveTheLevelsOfTheirRanks()
    {
        GlyphSheet sheet = Text(new GlyphSheet().Write(50, 60, "The Title", 24), 90);
        foreach (int i in (int[])[0, 1, 2])
            Text(Text(sheet.Write(50, 150 + 180 * i, "Chapter " + "ABC"[i], 18), 180 + 180 * i).Write(50, 240 + 180 * i, "Section of it", 14), 260 + 180 * i);
        string[] headings = [.. sheet.Text().Split('\n').Where(line => line.StartsWith('#'))];
        Assert.Equal(["# The Title", "## Chapter A", "### Section of it", "## Chapter B", "### Section of it", "## Chapter C", "### Section of it"], headings);
    }

    [Fact]
    public void Headings_ByNumber_HaveTheLevelsOfTheirParts()
    {
        GlyphSheet sheet = new();
        string[] lines = ["1 Growth", "1.1 Data", "1.1.1 Rivers", "1.2 Results", "2 Decline", "References"];
        for (int i = 0; i < lines.Length; i++) Text(sheet.Write(50, 60 + 90 * i, lines[i], 14), 80 + 90 * i);
        string[] headings = [.. sheet.Text().Split('\n').Where(line => line.StartsWith('#'))];
        Assert.Equal(["# 1 Growth", "## 1.1 Data", "### 1.1.1 Rivers", "## 1.2 Results", "# 2 Decline", "# References"], headings);
    }

    [Fact]
    public void Headings_BoldOfTextSize_NeedANumber()
    {
        GlyphSheet sheet = Text(Text(Text(new GlyphSheet(), 60).Write(50, 105, "1.2 Methods and Data", font: GlyphSheet.Bold), 117), 150)
            .Write(50, 195, "Please note", font: GlyphSheet.Bold);
        string[] parts = Text(sheet, 207).Text().Split("\n\n");
        Assert.Contains("# 1.2 Methods and Data", parts);
        Assert.DoesNotContain(parts, part => part.StartsWith('#') && part.Contains("note", StringComparison.Ordinal));
    }

    [Fact]
    public void Headings_BoldLinesApart_AreHeadingsInCompany()
    {
        GlyphSheet sheet = Text(new GlyphSheet().Write(50, 50, "1 Growth", 14), 70);
        for (int i = 0; i < 4; i++) Text(sheet.Write(50, 130 + 80 * i, $"Usage {"abcd"[i]}", font: GlyphSheet.Bold), 142 + 80 * i);
        Assert.Equal(["# 1 Growth", "## Usage a", "## Usage b", "## Usage c", "## Usage d"], sheet.Text().Split('\n').Where(line => line.StartsWith('#')));
        // A colon begins a paragraph, and a bold word among lines without space around it is emphasis.
        sheet = Text(new GlyphSheet(), 70);
        for (int i = 0; i < 4; i++) Text(sheet.Write(50, 130 + 80 * i, "Caution:", font: GlyphSheet.Bold), 142 + 80 * i);
        Assert.DoesNotContain('#', sheet.Text());
    }

    [Fact]
    public void Headings_BoldDocument_NeedASize()
    {
        GlyphSheet sheet = new GlyphSheet().Write(50, 88, "1 A bold line of its own", font: GlyphSheet.Bold);
        for (int i = 0; i < 6; i++) sheet.Write(50, 110 + 12 * i, Full, font: GlyphSheet.Bold);
        Assert.DoesNotContain('#', sheet.Text());
    }

    [Fact]
    public void Headings_BoldStartOfAParagraph_IsText()
    {
        GlyphSheet sheet = Text(new GlyphSheet().Write(50, 60, "1.2 Data.", font: GlyphSheet.Bold).Write(98, 60, "A paragraph that goes on in the line"), 72);
        Assert.DoesNotContain('#', sheet.Text());
    }

    [Fact]
    public void Headings_SeveralRows_AreOne()
    {
        GlyphSheet sheet = Text(new GlyphSheet().Write(50, 60, "A Title that is long enough", 18).Write(50, 82, "to need a second row", 18), 110);
        Assert.StartsWith("# A Title that is long enough to need a second row\n\n", sheet.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Headings_NumberInALargeGap_IsPartOfIt() =>
        Assert.StartsWith("# 3 Results\n", Text(new GlyphSheet().Write(50, 120, "3", 14).Write(80, 120, "Results", 14), 140).Text(), StringComparison.Ordinal);

    [Theory]
    [InlineData("• A bullet of a large slide")]
    [InlineData("A sentence in large letters ends with its full stop.")]
    [InlineData("and goes on in small letters")]
    [InlineData("1234 + 567")]
    public void Headings_LargeTextThatIsNoTitle_IsText(string line) =>
        Assert.DoesNotContain('#', Text(new GlyphSheet().Write(50, 60, line, 14), 90).Text());

    [Fact]
    public void Headings_EntryWithPageNumberAtTheMargin_IsNone()
    {
        GlyphSheet sheet = new GlyphSheet().Write(50, 120, "1 Introduction", 14).Write(250, 120, "7", 14);
        Assert.DoesNotContain('#', Text(sheet, 150).Text());
    }

    [Fact]
    public void Headings_RunningHeadsAndCells_AreNone()
    {
        GlyphSheet[] pages = [.. Enumerable.Range(0, 4).Select(i =>
        {
            GlyphSheet page = Text(new GlyphSheet().Write(50, 30, "Running Head", 14), 200);
            for (int row = 0; row < 3; row++)
                for (int column = 0; column < 3; column++) page.Write(50 + 100 * column, 300 + 16 * row, $"cell {"ab"[row % 2]}{i}{column}", 14);
            return page;
        })];
        Assert.DoesNotContain('#', GlyphSheet.Assemble(null, pages).Text);
    }

    [Fact]
    public void Headings_ScanWithAnInvisibleLayer_HasNone()
    {
        var sheet = new GlyphSheet();
        for (int i = 0; i < 8; i++) sheet.Write(50, 60 + 20 * i, i == 3 ? "One Line Read Larger" : Full, i == 3 ? 13 : 10, kind: GlyphKind.Invisible);
        Assert.DoesNotContain('#', sheet.Text());
    }

    [Fact]
    public void Headings_WithoutMarkdown_ArePlain() => Assert.StartsWith("Heading\n\n",
        Text(new GlyphSheet().Write(50, 60, "Heading", 14), 80).Text(new() { MarkdownHeadings = false }), StringComparison.Ordinal);

    [Theory]
    [InlineData("1 Introduction", 1)]
    [InlineData("2. Methods", 1)]
    [InlineData("3.2 Data", 2)]
    [InlineData("10.2.14 More", 3)]
    [InlineData("A.1 Proofs", 2)]
    [InlineData("B. Tables", 1)]
    [InlineData("IV. Results", 1)]
    [InlineData("A Letter to the Editor", 0)]
    [InlineData("1998 was a good year", 0)]
    [InlineData("192.168.1.1.1.1.1 host", 0)]
    [InlineData("1. 2", 0)]
    [InlineData("1) item", 0)]
    [InlineData("Introduction", 0)]
    public void SectionNumber_Line_HasItsDepth(string line, int expected) =>
        Assert.Equal(expected, SectionNumber.TryRead(line, out int depth, out _) ? depth : 0);

    /// <summary>Three lines of running text.</summary>
    private static GlyphSheet Text(GlyphSheet sheet, double y) => sheet.Lines(50, y, 12, Full, Full, Full + ".");
}
