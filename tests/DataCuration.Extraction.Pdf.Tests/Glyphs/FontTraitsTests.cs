namespace DataCuration.Extraction.Pdf.Tests.Glyphs;

public sealed class FontTraitsTests
{
    [Theory]
    [InlineData("if (x) { return 1; }", true)]
    [InlineData("0123456789", false)] // the digits of most fonts have one width
    [InlineData("mnop", false)]
    [InlineData("1.2", true)] // a full stop is as wide as a digit in no other font
    public void IsFixed_EqualWidths_NeedsANarrowAndAWideLetter(string text, bool expected) => Assert.Equal(expected, Draw(new(false, false), text).IsFixed);

    [Fact]
    public void IsFixed_FlaggedFont_NeedsNoOtherProof() => Assert.True(Draw(new(true, false), "0123").IsFixed);

    [Fact]
    public void IsFixed_FlaggedFontWithTwoWidths_IsNot()
    {
        FontTraits font = Draw(new(true, false), "mm");
        Assert.True(font.MayBeFixed);
        font.Add("i", 0.3);
        Assert.False(font.IsFixed);
        Assert.False(font.MayBeFixed);
        Assert.False(font.Stroked.IsFixed);
    }

    [Fact]
    public void IsFixed_ChineseFontWithHalfWidths_IsNot()
    {
        FontTraits font = Draw(new(true, false), "GB 2312");
        foreach (char c in "中文字符集的编码") font.Add(c.ToString(), 1);
        Assert.False(font.IsFixed);
        // A comment in Chinese does not make code into running text.
        Assert.True(Draw(font, "int main(void) { return strlen(text); }").IsFixed);
    }

    [Fact]
    public void IsFixed_OtherScriptsAndLigatures_DoNotCount()
    {
        FontTraits font = Draw(new(false, false), "while(i)");
        font.Add("ﬁ", 1.2);
        font.Add("fi", 1.2);
        font.Add("→", 0.9);
        Assert.True(font.IsFixed);
    }

    [Fact]
    public void Stroked_IsBoldWithTheSamePitch()
    {
        FontTraits font = Draw(new(false, false), "while(i)");
        Assert.True(font.Stroked is { IsBold: true, IsFixed: true });
        Assert.Same(font.Stroked, font.Stroked.Stroked);
    }

    [Theory]
    [InlineData("ABCDEF+CMBX12", true)]
    [InlineData("Times-Bold", true)]
    [InlineData("NimbusRomNo9L-Medi", true)]
    [InlineData("QWERTZ+CMB10", true)]
    [InlineData("ABCDEF+CMR10", false)]
    [InlineData("CMBSY10", false)] // bold symbols, not letters
    public void Describe_Name_SaysWhetherItIsBold(string name, bool expected) => Assert.Equal(expected, FontNames.Describe(name, 0, 0).IsBold);

    [Fact]
    public void Describe_Descriptor_SaysWhatTheNameOfASubsetDoesNot()
    {
        Assert.True(FontNames.Describe("ABCDEF+F1", 1 << 18, 0).IsBold);
        Assert.True(FontNames.Describe("F1", 0, 700).IsBold);
        Assert.False(FontNames.Describe("F1", 0, 400).IsBold);
        Assert.True(Draw(FontNames.Describe("F1", 33, 0), "0").IsFixed);
        Assert.False(Draw(FontNames.Describe("F1", 32, 0), "0").IsFixed);
        Assert.True(Draw(FontNames.Describe("Courier-Oblique", 0, 0), "0").IsFixed);
        Assert.False(Draw(FontNames.Describe("F1", double.NaN, double.NaN), "0").IsFixed);
    }

    private static FontTraits Draw(FontTraits font, string text)
    {
        foreach (char c in text)
            if (c != ' ') font.Add(c.ToString(), 0.6);
        return font;
    }
}
