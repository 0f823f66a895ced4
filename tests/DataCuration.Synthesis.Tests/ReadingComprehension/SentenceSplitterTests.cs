using CsCheck;

namespace DataCuration.Synthesis.Tests;

public sealed class SentenceSplitterTests
{
    [Theory]
    [InlineData("One. Two! Three? Four", "One.|Two!|Three?|Four")]
    [InlineData("Dr. Smith met Mr. Jones. They talked.", "Dr. Smith met Mr. Jones.|They talked.")]
    [InlineData("See Fig. 3 and e.g. Table 2. J. R. Smith wrote it.", "See Fig. 3 and e.g. Table 2.|J. R. Smith wrote it.")]
    [InlineData("It costs 3.50 dollars. Version 2.0 is out.", "It costs 3.50 dollars.|Version 2.0 is out.")]
    [InlineData("He said \"Stop.\" She left.", "He said \"Stop.\"|She left.")]
    [InlineData("Wait... what happened? Nothing.", "Wait... what happened?|Nothing.")]
    [InlineData("A title\nA text. More", "A title|A text.|More")]
    [InlineData("東京です。大阪です。", "東京です。|大阪です。")]
    [InlineData("The approx. value. is small.", "The approx. value. is small.")]
    [InlineData(" \n\n ", "")]
    public void Split_Text_FindsSentences(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', SentenceSplitter.Split(text).Select(sentence => sentence.Text)));

    [Fact]
    public void Split_Lines_AreNumbered() => Assert.Equal([0, 0, 2], SentenceSplitter.Split("One. Two.\n\nThree").Select(sentence => sentence.Line));

    [Fact]
    public void Split_AnyText_LosesOnlyWhiteSpace() => Gen.Char[" .!?\n)aA\"。"].Array[0, 40].Select(letters => new string(letters)).Sample(text =>
    {
        List<Sentence> sentences = SentenceSplitter.Split(text);
        Assert.Equal(string.Concat(text.Where(letter => !char.IsWhiteSpace(letter))),
            string.Concat(sentences.SelectMany(sentence => sentence.Text).Where(letter => !char.IsWhiteSpace(letter))));
        Assert.All(sentences, sentence => Assert.False(sentence.Text.Length == 0 || sentence.Text.Contains('\n')));
    });
}
