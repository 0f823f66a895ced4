namespace DataCuration.Extraction.Pdf.Tests;

public sealed class FragmentBuilderTests
{
    [Fact]
    public void Build_GapsWithoutDrawnSpaces_MakeWords() =>
        Assert.Equal("fonts without spaces", new GlyphSheet().Write(50, 100, "fonts without spaces").Text());

    [Fact]
    public void Build_NarrowGapsOfAJustifiedLine_MakeWords() =>
        Assert.Equal("set as tight as can be", new GlyphSheet().Write(50, 100, "set as tight as can be", space: 0.16).Text());

    [Fact]
    public void Build_TrackedHeading_StaysOneWordEach() =>
        Assert.Equal("SPACED HEADING", new GlyphSheet().Write(50, 100, "SPACED HEADING", tracking: 2).Text());

    [Fact]
    public void Build_DrawnSpacesOfNoWidth_MakeWords()
    {
        var sheet = new GlyphSheet().Write(50, 100, "no");
        sheet.Add(new PdfGlyph(" ", 60, 100, 60, 100, 10)).Write(60.1, 100, "width");
        Assert.Equal("no width", sheet.Text());
    }

    [Fact]
    public void Build_Kerning_MakesNoSpace() => Assert.Equal("kerning", new GlyphSheet().Write(50, 100, "kerning", tracking: -0.4).Text());

    [Fact]
    public void Build_RaisedSmallerLetters_StayWithTheirWord()
    {
        GlyphSheet sheet = new GlyphSheet().Write(50, 100, "note").Write(70, 96.5, "12", size: 6).Write(78.5, 100, "follows");
        Assert.Equal("note12 follows", sheet.Text());
    }

    [Theory]
    [InlineData("\uFB01nd", "find")]
    [InlineData("o\uFB03ce", "office")]
    [InlineData("a\uFB00able", "affable")]
    [InlineData("e\uFB00ort \uFB02ow wa\uFB04e", "effort flow waffle")]
    [InlineData("soft\u00ADhyphen", "softhyphen")]
    [InlineData("no\u200Bthing", "nothing")]
    public void Build_SpecialCharacters_AreSpelledOut(string drawn, string expected) => Assert.Equal(expected, new GlyphSheet().Write(50, 100, drawn).Text());

    [Theory]
    [InlineData("a", "\u00B4", "á")]
    [InlineData("o", "\u00A8", "ö")]
    [InlineData("c", "\u02C7", "č")]
    [InlineData("\u0131", "\u00B4", "í")]
    public void Build_AccentDrawnOverALetter_MakesOneCharacter(string letter, string accent, string expected)
    {
        // TeX draws the accent, moves back, and draws the letter.
        GlyphSheet before = new GlyphSheet().Write(50, 100, "x").Add(new PdfGlyph(accent, 56, 100, 59, 100, 10))
            .Add(new PdfGlyph(letter, 55, 100, 60, 100, 10)).Write(60, 100, "n");
        GlyphSheet behind = new GlyphSheet().Write(50, 100, "x").Add(new PdfGlyph(letter, 55, 100, 60, 100, 10))
            .Add(new PdfGlyph(accent, 56, 100, 59, 100, 10)).Write(60, 100, "n");
        Assert.Equal($"x{expected}n", before.Text());
        Assert.Equal($"x{expected}n", behind.Text());
    }

    [Fact]
    public void Build_AccentBesideALetter_StaysACharacter() => Assert.Equal("a^b", new GlyphSheet().Write(50, 100, "a^b").Text());

    [Fact]
    public void Build_LettersDrawnInAnyOrder_MakeTheSameLine()
    {
        var sheet = new GlyphSheet();
        string word = "backwards";
        for (int i = word.Length - 1; i >= 0; i--) sheet.Write(50 + 5 * i, 100, word[i].ToString());
        Assert.Equal("backwards", sheet.Text());
    }

    [Fact]
    public void Build_InitialOverTwoLines_BeginsTheFirst()
    {
        GlyphSheet sheet = new GlyphSheet().Add(new PdfGlyph("O", 50, 112, 68, 112, 28)).Lines(70, 100, 12, "ver the past three decades",
            "it has been so, and more").Lines(50, 124, 12, "often than not it was left to", "others, who did it as well as", "they could and without a word.");
        Assert.Equal(
            "Over the past three decades it has been so, and more often than not it was left to others, who did it as well as they could and without a word.",
            sheet.Text());
    }
}
