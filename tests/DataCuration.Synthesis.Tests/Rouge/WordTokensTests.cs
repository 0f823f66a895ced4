namespace DataCuration.Synthesis.Tests.Rouge;

public sealed class WordTokensTests
{
    [Theory]
    [InlineData("", "")]
    [InlineData(" ...!? ", "")]
    [InlineData("The Keeper's 2nd lamp: x_1, A-B.", "the keeper s 2nd lamp x 1 a b")] // as rouge_score, which splits at everything but a-z and 0-9
    [InlineData("Über ÇA ΣΑΣ", "über ça σασ")]
    [InlineData("水門は開く gate", "水 門 は 開 く gate")]
    [InlineData("नमस्ते दुनिया", "नमस्ते दुनिया")] // marks belong to the word
    [InlineData("a\ud800b", "a b")]
    [InlineData("𝐀x 𠀀𠀁", "𝐀x 𠀀 𠀁")]
    public void Split_Text_GivesItsWords(string text, string expected) => Assert.Equal(expected, string.Join(' ', WordTokens.Split(text)));
}
