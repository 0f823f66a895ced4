namespace DataCuration.Extraction.Pdf.Tests;

public sealed class RightToLeftTests
{
    [Theory]
    [InlineData("plain text (1)", "plain text (1)")]
    [InlineData("םולש", "שלום")]
    [InlineData("(םולש) אוה", "הוא (שלום)")]
    [InlineData(".2020 תנשב", "בשנת 2020.")]
    [InlineData("3.14 אוה 12/05/2020 םוי", "יום 12/05/2020 הוא 3.14")]
    [InlineData("20 10", "20 10")]
    [InlineData("א 20 10 ב", "ב 10 20 א")]
    [InlineData("דואמ open source בהוא ינא", "אני אוהב open source מאוד")]
    [InlineData("The word םולש means peace", "The word שלום means peace")]
    [InlineData("They say בוט םולש (hello) there", "They say שלום טוב (hello) there")]
    [InlineData("ملاس", "سالم")]
    public void ToLogical_VisualLine_IsInLogicalOrder(string visual, string expected) => Assert.Equal(expected, RightToLeft.ToLogical(visual));

    [Theory]
    [InlineData("אוה Microsoft Windows", "Microsoft Windows הוא")]
    [InlineData("plain text", "plain text")]
    public void ToLogical_LineOfARightToLeftPage_IsRightToLeft(string visual, string expected) =>
        Assert.Equal(expected, RightToLeft.ToLogical(visual, runsLeft: true));

    [Theory]
    [InlineData("50% לש החנה", "הנחה של 50%")]
    [InlineData("1990-1995 םינש", "שנים 1990-1995")]
    [InlineData("1995-1990 ماع", "عام 1990-1995")] // beside Arabic letters a hyphen does not join numbers (UAX #9, W2 and W4)
    public void ToLogical_Numbers_KeepTheirSigns(string visual, string expected) => Assert.Equal(expected, RightToLeft.ToLogical(visual));

    [Fact]
    public void ToLogical_Twice_OnWholeLines_GivesTheLineBack()
    {
        foreach (string line in (string[])["שלום לכולם", "הוא (שלום) בא", "בשנת 2020 היה"])
            Assert.Equal(line, RightToLeft.ToLogical(RightToLeft.ToLogical(line)));
    }

    [Fact]
    public void ToLogical_LineOfManyNumbers_IsLinearWork()
    {
        // Scanning the whole line for each number would take minutes.
        string numbers = string.Concat(Enumerable.Repeat(" 12.5", 400_000));
        Assert.Equal("א" + numbers, RightToLeft.ToLogical(string.Concat(Enumerable.Repeat("12.5 ", 400_000)) + "א"));
    }

    [Fact]
    public void Expand_ArabicForms_GivesTheLetters()
    {
        Assert.Equal("پچگکیں", string.Concat("\uFB58\uFB7C\uFB94\uFB8F\uFBFE\uFB9F".Select(form => TextCleaning.Expand(form.ToString()))));
        Assert.Equal("سلام", string.Concat("\uFEB3\uFEFC\uFEE1".Select(form => TextCleaning.Expand(form.ToString()))));
        Assert.Equal(("ء", "لا", "ي"), (TextCleaning.Expand("\uFE80"), TextCleaning.Expand("\uFEFC"), TextCleaning.Expand("\uFEF4")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Assemble_HebrewParagraphs_AreInLogicalOrder(bool isDrawnInReadingOrder)
    {
        // Lines end at the left. The second paragraph starts after a short last line.
        string[] lines = ["בתחילה היה הים רחב ושקט מאוד ביום הזה", "והרוח נשבה מן המערב אל החוף כל היום הזה", "עד הערב בא.",
            "אחר כך באו שלוש ספינות גדולות מן הצפון", "ועגנו במפרץ ליד המגדל הישן של 1900 שנים."];
        var sheet = new GlyphSheet();
        for (int i = 0; i < lines.Length; i++) Write(sheet, 500, 100 + (14 * i), lines[i], isDrawnInReadingOrder);
        Assert.Equal($"{string.Join(' ', lines[..3])}\n\n{string.Join(' ', lines[3..])}", sheet.Text());
        Assert.Equal(lines.Sum(line => line.Count(c => c != ' ')), sheet.Layout().Letters);
    }

    [Fact]
    public void Assemble_ArabicColumns_AreReadFromTheRight()
    {
        var sheet = new GlyphSheet();
        for (int i = 0; i < 8; i++)
        {
            Write(sheet, 540, 100 + (14 * i), $"هذا هو السطر رقم {i} من العمود الاول هنا", false);
            Write(sheet, 280, 100 + (14 * i), $"وهذا هو السطر {i} في العمود الثاني هناك", false);
        }
        string text = sheet.Text();
        Assert.True(text.IndexOf("7 من العمود الاول", StringComparison.Ordinal) is > 0 and var first
            && first < text.IndexOf("وهذا هو السطر 0", StringComparison.Ordinal), text);
    }

    [Fact]
    public void Assemble_LigatureOfTwoLetters_KeepsTheirOrder()
    {
        // "سلام" with one glyph for lam and alef, as in fonts, drawn from left to right.
        GlyphSheet sheet = new GlyphSheet().Add(new PdfGlyph("م", 100, 100, 105, 100, 10)).Add(new PdfGlyph("لا", 105, 100, 110, 100, 10))
            .Add(new PdfGlyph("س", 110, 100, 115, 100, 10));
        Assert.Equal("سلام", sheet.Text());
    }

    /// <summary>Writes a line that ends to the left of a position: letters from right to left, numbers from left to right.</summary>
    private static void Write(GlyphSheet sheet, double right, double y, string line, bool isInReadingOrder)
    {
        var glyphs = new List<PdfGlyph>();
        string[] words = line.Split(' ');
        foreach (string word in words)
        {
            bool isNumber = char.IsAsciiDigit(word[0]);
            foreach (char c in isNumber ? string.Concat(word.Reverse()) : word)
            {
                glyphs.Add(new PdfGlyph(c.ToString(), right - 5, y, right, y, 10));
                right -= 5;
            }
            right -= 2.5;
        }
        if (!isInReadingOrder) glyphs.Reverse();
        foreach (PdfGlyph glyph in glyphs) sheet.Add(glyph);
    }
}
