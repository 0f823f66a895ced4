namespace DataCuration.LanguageModels.Tests;

public sealed class ProXDocumentProgramTests
{
    [Theory]
    [InlineData("drop_doc()", ProXDocumentDecision.Drop, ProXDocumentDecision.Drop)]
    [InlineData(" drop_doc ( ) \r\n", ProXDocumentDecision.Drop, ProXDocumentDecision.Drop)]
    [InlineData("keep_doc()", ProXDocumentDecision.Keep, ProXDocumentDecision.Keep)]
    [InlineData("drop", ProXDocumentDecision.Unknown, ProXDocumentDecision.Drop)]
    [InlineData("keep", ProXDocumentDecision.Unknown, ProXDocumentDecision.Keep)]
    [InlineData("I would not drop this document: keep_doc()", ProXDocumentDecision.Unknown, ProXDocumentDecision.Drop)]
    [InlineData("raindrops", ProXDocumentDecision.Unknown, ProXDocumentDecision.Drop)]
    [InlineData("drop_doc() drop_doc()", ProXDocumentDecision.Unknown, ProXDocumentDecision.Drop)]
    [InlineData("drop_doc(1)", ProXDocumentDecision.Unknown, ProXDocumentDecision.Drop)]
    [InlineData("DROP_DOC()", ProXDocumentDecision.Unknown, ProXDocumentDecision.Keep)]
    [InlineData("drоp_doc()", ProXDocumentDecision.Unknown, ProXDocumentDecision.Keep)] // a Cyrillic о
    [InlineData("drop_doc(", ProXDocumentDecision.Unknown, ProXDocumentDecision.Drop)]
    [InlineData("", ProXDocumentDecision.Unknown, ProXDocumentDecision.Keep)]
    [InlineData("\0\0?", ProXDocumentDecision.Unknown, ProXDocumentDecision.Keep)]
    public void Parse_BothModes_DecideAsDocumented(string program, ProXDocumentDecision strict, ProXDocumentDecision compat)
    {
        Assert.Equal(strict, ProXDocumentProgram.Parse(program));
        Assert.Equal(compat, ProXDocumentProgram.Parse(program, ProXMode.Compat));
    }

    [Fact]
    public void Parse_BareWords_AreReadIfAsked()
    {
        Assert.Equal(ProXDocumentDecision.Drop, ProXDocumentProgram.Parse(" drop\n", acceptBareWords: true));
        Assert.Equal(ProXDocumentDecision.Keep, ProXDocumentProgram.Parse("keep", acceptBareWords: true));
        Assert.Equal(ProXDocumentDecision.Unknown, ProXDocumentProgram.Parse("do not drop", acceptBareWords: true));
    }
}
