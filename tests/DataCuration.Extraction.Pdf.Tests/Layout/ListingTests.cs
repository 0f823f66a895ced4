namespace DataCuration.Extraction.Pdf.Tests;

public sealed class ListingTests
{
    private const string Full = "a line that is as long as the column is wide";

    private static readonly string[] Function = ["f <- function(x) {", "  if (x > 1) {", "    g(x,  2)", "  } else {", "    x", "  }", "}"];

    [Fact]
    public void Listing_Function_KeepsLinesSpacesAndIndents()
    {
        GlyphSheet sheet = new GlyphSheet().Lines(50, 100, 12, Full, "and a call:").Code(70, 130, Function).Lines(50, 220, 12, "Then " + Full[5..], Full);
        Assert.Equal([$"{Full} and a call:", Fenced(Function), $"Then {Full[5..]} {Full}"], sheet.Text().Split("\n\n"));
    }

    [Fact]
    public void Listing_WithoutMarkdown_HasNoFences()
    {
        GlyphSheet sheet = new GlyphSheet().Write(50, 100, Full).Code(70, 130, Function);
        Assert.Equal($"{Full}\n\n{string.Join('\n', Function)}", sheet.Text(new() { MarkdownListings = false }));
    }

    [Fact]
    public void Listing_EmptyLines_Stay()
    {
        string[] code = ["first()", "", "second()", "third()", "", "", "last()"];
        Assert.Equal(Full + "\n\n" + Fenced(code), new GlyphSheet().Write(50, 100, Full).Code(70, 130, code).Text());
    }

    [Fact]
    public void Listing_SmallerDistances_AreNoEmptyLines()
    {
        // Half a line between parts of one example.
        GlyphSheet sheet = new GlyphSheet().Write(50, 100, Full).Code(70, 130, "a <- 1", "b <- 2", "c <- 3").Code(70, 172, "d <- 4");
        Assert.EndsWith(Fenced("a <- 1", "b <- 2", "c <- 3", "d <- 4"), sheet.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Listing_InlineCode_StaysInItsParagraph()
    {
        GlyphSheet sheet = new GlyphSheet().Write(50, 100, "The function").Code(112, 100, "f(x)").Write(140, 100, "has a value that a line")
            .Write(50, 112, Full);
        Assert.Equal($"The function f(x) has a value that a line {Full}", sheet.Text());
    }

    [Fact]
    public void Listing_RowOfInlineCodeInAParagraph_StaysInIt()
    {
        // A long path alone on its row, flush with the paragraph and in the middle of a sentence.
        GlyphSheet sheet = new GlyphSheet().Write(50, 100, Full).Code(50, 112, "/usr/share/doc/of/the/package").Lines(50, 124, 12, Full, Full);
        Assert.Equal($"{Full} /usr/share/doc/of/the/package {Full} {Full}", sheet.Text());
    }

    [Fact]
    public void Listing_RowOfInlineCodeInAListItem_StaysInIt()
    {
        GlyphSheet sheet = new GlyphSheet().Write(50, 90, Full).Write(50, 102, "• an item that names the option")
            .CodeOf(GlyphSheet.Fixed, 57.5, 114, 10, "--with-a-long-name-of-an-option").Write(50, 140, Full);
        Assert.DoesNotContain("```", sheet.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Listing_OneLineSetApart_IsFenced()
    {
        GlyphSheet sheet = new GlyphSheet().Write(50, 100, Full).Code(70, 112, "make install").Write(50, 124, Full);
        Assert.Equal([Full, Fenced("make install"), Full], sheet.Text().Split("\n\n"));
        // Flush with the text, but with space above and below.
        sheet = new GlyphSheet().Lines(50, 76, 12, Full, Full, Full).Code(50, 124, "make install").Lines(50, 148, 12, Full, Full);
        Assert.Contains("\n\n" + Fenced("make install") + "\n\n", sheet.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Listing_TermsAboveTheirDescription_AreLines()
    {
        GlyphSheet sheet = new GlyphSheet().Lines(50, 64, 12, Full, Full).Code(50, 100, "strjoin(a)", "strjoin(a, b)").Lines(75, 124, 12, Full, Full);
        Assert.Equal([$"{Full} {Full}", "strjoin(a)\nstrjoin(a, b)", $"{Full} {Full}"], sheet.Text().Split("\n\n"));
    }

    [Fact]
    public void Listing_TermsWithShortDescriptions_AreLines()
    {
        GlyphSheet sheet = new GlyphSheet().Lines(50, 64, 12, Full, Full);
        for (int i = 0; i < 3; i++) sheet.Code(50, 100 + 24 * i, $"plot(x{i})").Write(75, 112 + 24 * i, "Draw the points.");
        Assert.DoesNotContain("```", sheet.Text(), StringComparison.Ordinal);
        // The last of several terms is in the row of the description.
        sheet = new GlyphSheet().Lines(50, 64, 12, Full, Full).Code(50, 100, "--help", "-h").Write(75, 112, "Print a short help.");
        Assert.Contains("\n\n--help\n\n-h Print a short help.", sheet.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Listing_TermAfterAnIndentedListing_IsNotPartOfIt()
    {
        GlyphSheet sheet = new GlyphSheet().Lines(75, 64, 12, Full, Full).Code(110, 88, "abs(x) <= 1", "y == 2").Code(50, 124, "tolerance")
            .Lines(75, 136, 12, Full, Full);
        Assert.Equal([$"{Full} {Full}", Fenced("abs(x) <= 1", "y == 2"), "tolerance", $"{Full} {Full}"], sheet.Text().Split("\n\n"));
    }

    [Fact]
    public void Listing_CodeAtTheEndOfAParagraphOnANewPage_IsText()
    {
        string text = GlyphSheet.Assemble(null, new GlyphSheet().Lines(50, 500, 12, Full, Full, Full),
            new GlyphSheet().Code(50, 300, "survival::survexp.us").Lines(50, 330, 12, Full, Full, Full)).Text;
        Assert.DoesNotContain("```", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Listing_FootnotesWithAddresses_AreText()
    {
        GlyphSheet sheet = new GlyphSheet().Lines(50, 64, 12, Full, Full, Full)
            .Write(50, 140, "35", 6).CodeOf(GlyphSheet.Fixed, 60, 140, 8, "https://www.example.org/one")
            .Write(50, 150, "36", 6).CodeOf(GlyphSheet.Fixed, 60, 150, 8, "https://www.example.org/two");
        Assert.DoesNotContain("```", sheet.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Listing_TableWithColumnsOfCode_IsATable()
    {
        GlyphSheet sheet = new GlyphSheet().Write(50, 60, Full).Write(50, 90, "number").Write(120, 90, "type").Write(220, 90, "meaning");
        for (int i = 0; i < 5; i++)
        {
            sheet.Write(50, 104 + 14 * i, $"{i}").Code(120, 104 + 14 * i, "ENVSXP");
            if (i < 2) sheet.Code(220, 104 + 14 * i, "NULL_VALUE");
            else sheet.Write(220, 104 + 14 * i, "environments");
        }
        Assert.Contains("| 1 | ENVSXP | NULL_VALUE |\n| 2 | ENVSXP | environments |", sheet.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Listing_HeadingOfCode_IsAHeading()
    {
        GlyphSheet sheet = new GlyphSheet().Lines(50, 64, 12, Full, Full, Full).Write(50, 130, "5.3", 14).CodeOf(GlyphSheet.Fixed, 80, 130, 14, "dyn.load")
            .Lines(50, 150, 12, Full, Full, Full);
        Assert.Contains("\n\n# 5.3 dyn.load\n\n", sheet.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Listing_WideSigns_CountAsOne()
    {
        // An arrow as wide as 1.9 letters.
        GlyphSheet sheet = new GlyphSheet().Write(50, 100, Full).Code(70, 130, "sum(1, 2)").Add(new PdfGlyph("⇒", 94, 142, 105.4, 142, 10))
            .Code(111.4, 142, "3", "4");
        Assert.Contains("    ⇒ 3\n", sheet.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Listing_SignsOfOtherFonts_KeepTheirPlace()
    {
        GlyphSheet sheet = new GlyphSheet().Write(50, 100, Full).Code(70, 130, "sum(1, 2)").Write(94, 142, "⇒").Code(106, 142, "3").Write(50, 170, Full);
        Assert.Equal([Full, Fenced("sum(1, 2)", "    ⇒ 3"), Full], sheet.Text().Split("\n\n"));
    }

    [Fact]
    public void Listing_AcrossPages_IsOneWithItsIndents()
    {
        AssembledText text = GlyphSheet.Assemble(null, new GlyphSheet().Lines(50, 600, 12, Full, Full).Code(70, 640, Function[..3]),
            new GlyphSheet().Code(82, 300, [.. Function[3..6].Select(line => line[2..])]).Code(70, 336, "}").Lines(50, 370, 12, Full, Full));
        Assert.Equal([$"{Full} {Full}", Fenced(Function), $"{Full} {Full}"], text.Text.Split("\n\n"));
        Assert.Equal([0, text.Text.IndexOf("  } else", StringComparison.Ordinal)], text.PageOffsets);
    }

    [Fact]
    public void Listing_OnBothPagesWithTextBetween_IsTwo()
    {
        string text = GlyphSheet.Assemble(null, new GlyphSheet().Write(50, 600, Full).Code(70, 640, "first()"),
            new GlyphSheet().Write(50, 300, "The " + Full).Code(70, 340, "second()")).Text;
        Assert.Contains(Fenced("first()"), text, StringComparison.Ordinal);
        Assert.Contains(Fenced("second()"), text, StringComparison.Ordinal);
    }

    [Fact]
    public void Listing_AcrossPagesInAnotherFontSize_IsTwo()
    {
        string text = GlyphSheet.Assemble(null, new GlyphSheet().Write(50, 600, Full).Code(70, 640, "first()"),
            new GlyphSheet().CodeOf(GlyphSheet.Fixed, 70, 300, 7, "second()").Write(50, 340, Full)).Text;
        Assert.Contains(Fenced("first()") + "\n\n" + Fenced("second()"), text, StringComparison.Ordinal);
    }

    [Fact]
    public void Listing_NumbersInOtherLettersThatCountLines_AreRemovedAndCounted()
    {
        GlyphSheet sheet = new GlyphSheet().Write(50, 100, Full).Code(70, 130, "a <- 1", "", "if (a)", "  b()");
        for (int i = 0; i < 4; i++) sheet.Write(58, 130 + 12 * i, $"{i + 9}", 5);
        AssembledText text = GlyphSheet.Assemble(null, sheet);
        Assert.Equal(Full + "\n\n" + Fenced("a <- 1", "", "if (a)", "  b()"), text.Text);
        Assert.Equal("9101112".Length, text.LineNumberLetters);
    }

    [Fact]
    public void Listing_NumbersThatDoNotCountLines_Stay()
    {
        GlyphSheet sheet = new GlyphSheet().Write(50, 100, Full).Code(80, 130, "PRINT X", "GOTO 20", "END");
        for (int i = 0; i < 3; i++) sheet.Write(68, 130 + 12 * i, $"{10 * (i + 1)}", 5);
        Assert.Contains("10 PRINT X", sheet.Text(), StringComparison.Ordinal);
        Assert.Equal(0, GlyphSheet.Assemble(null, sheet).LineNumberLetters);
    }

    [Fact]
    public void Listing_EveryFifthLineNumbered_IsRecognised()
    {
        string[] code = [.. Enumerable.Range(1, 12).Select(i => $"line({i}a)")];
        GlyphSheet sheet = new GlyphSheet().Write(50, 100, Full).Code(70, 130, code);
        foreach (int line in (int[])[1, 5, 10]) sheet.Write(56, 130 + 12 * (line - 1), $"{line}", 5);
        Assert.EndsWith(Fenced(code), sheet.Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Listing_LabelsOfRowsInOtherLetters_Stay()
    {
        GlyphSheet sheet = new GlyphSheet().Write(50, 100, Full).Code(80, 130, "Price  Floor", "52.00  111.0", "54.75  128.0", "57.50  101.0");
        for (int i = 1; i < 4; i++) sheet.Write(66, 130 + 12 * i, $"{i}", 9);
        Assert.Equal(0, GlyphSheet.Assemble(null, sheet).LineNumberLetters);
    }

    [Fact]
    public void Listing_CommentsInLettersOfText_BelongToIt()
    {
        GlyphSheet sheet = new GlyphSheet().Lines(50, 88, 12, Full, Full).Code(70, 124, "x <- array(20)").Write(166, 124, "# Make an array.")
            .Code(70, 136, "x[i]").Write(70, 148, "# a comment that is a row").Code(70, 160, "x[i] <- 0").Lines(50, 184, 12, Full, Full);
        Assert.Equal([$"{Full} {Full}", Fenced("x <- array(20)  # Make an array.", "x[i]", "# a comment that is a row", "x[i] <- 0"), $"{Full} {Full}"],
            sheet.Text().Split("\n\n"));
    }

    [Fact]
    public void Listing_RowNumbersOfPrintedData_Stay()
    {
        string[] data = ["  x   y", "1 10  20", "2 11  21", "3 12  22"];
        Assert.EndsWith(Fenced(data), new GlyphSheet().Write(50, 100, Full).Code(70, 130, data).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Listing_AlignedOutput_IsNoTable()
    {
        string[] data = ["name      year     level", "first     1911     12", "second    1950     61", "third     1951     7"];
        Assert.EndsWith(Fenced(data), new GlyphSheet().Write(50, 100, Full).Code(70, 130, data).Text(), StringComparison.Ordinal);
    }

    [Fact]
    public void Listing_CommentsBesideCode_AreNoColumn()
    {
        string[] code = [.. Enumerable.Range(0, 6).Select(i => $"x{i} <- read.table(file{i})          # the comment number {i} on the right")];
        Assert.Equal(Full + "\n\n" + Fenced(code), new GlyphSheet().Write(50, 100, Full).Code(50, 130, code).Text());
    }

    [Fact]
    public void Listing_Backticks_GetALongerFence() =>
        Assert.EndsWith("````\n```{r}\nx\n```\n````", new GlyphSheet().Write(50, 100, Full).Code(70, 130, "```{r}", "x", "```").Text(),
            StringComparison.Ordinal);

    [Fact]
    public void Listing_DocumentInAFixedPitch_IsRunningText()
    {
        string[] prose = ["The whole letter was typed on a machine,", "and no machine has more than one width.", "It is read as a letter and not as code."];
        string text = new GlyphSheet().Code(70, 100, prose).Code(70, 170, prose).Text();
        Assert.Equal($"{string.Join(' ', prose)}\n\n{string.Join(' ', prose)}", text);
    }

    [Fact]
    public void Listing_PrintedProgram_IsAListing() =>
        Assert.Equal(Fenced([.. Function, "", .. Function]), new GlyphSheet().Code(70, 100, Function).Code(70, 196, Function).Text());

    private static string Fenced(params string[] lines) => "```\n" + string.Join('\n', lines) + "\n```";
}
