namespace DataCuration.Extraction.Pdf.Tests;

public sealed class HyphensTests
{
    [Theory]
    [InlineData("divid-|ed words", "divided words")]
    [InlineData("soft\u00AD|ened", "softened")]
    [InlineData("with \u2010 and hy\u2010|phen", "with - and hyphen")]
    [InlineData("Marie-|Claire", "Marie-Claire")]
    [InlineData("state-of-the-|art", "state-of-the-art")]
    [InlineData("pre-|and postwar", "pre- and postwar")]
    [InlineData("1914-|1918", "1914-1918")]
    [InlineData("see www.some-|where.org", "see www.some-where.org")]
    [InlineData("a dash -|and more", "a dash - and more")]
    [InlineData("two|lines", "two lines")]
    [InlineData("\u65E5\u672C|\u8A9E", "\u65E5\u672C\u8A9E")]
    [InlineData("\u2018\u2018quoted\u2019\u2019", "\u201Cquoted\u201D")]
    public void Join_Lines_MakeAParagraph(string lines, string expected) => Assert.Equal(expected, Join(lines.Split('|')));

    [Fact]
    public void Join_CompoundThatOccursElsewhere_KeepsItsHyphen() =>
        Assert.EndsWith("a well-known fact", Join(["This is well-known to all.", "It is a well-", "known fact"]), StringComparison.Ordinal);

    [Fact]
    public void Join_WordThatOccursJoined_LosesTheHyphen() =>
        Assert.EndsWith("a background", Join(["The background is back and ground, back and ground.", "It is a back-", "ground"]), StringComparison.Ordinal);

    [Fact]
    public void Join_TwoSeparateWords_KeepTheHyphen() =>
        Assert.EndsWith("data-driven", Join(["The data are driven. Other data have driven it.", "It is data-", "driven"]), StringComparison.Ordinal);

    [Fact]
    public void Join_SwitchedOff_KeepsHyphens() => Assert.Equal("divid- ed", Join(["divid-", "ed"], isOn: false));

    private static string Join(string[] lines, bool isOn = true)
    {
        var block = new TextBlock();
        block.Lines.AddRange(lines);
        return new Hyphens([block], isOn).Join(block.Lines);
    }
}
