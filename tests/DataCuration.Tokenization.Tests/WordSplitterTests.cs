using System.Text;
using CsCheck;

namespace DataCuration.Tokenization.Tests;

public sealed class WordSplitterTests
{
    [Theory]
    [InlineData("\U0001D400\U0001D41A\U0001D7CF b", new[] { "\U0001D400\U0001D41A", "\U0001D7CF", " b" })] // mathematical letters and a digit
    [InlineData("a\U00020000\u4E00 \U0001F600\U0001F601!", new[] { "a\U00020000\u4E00", " \U0001F600\U0001F601!" })] // a rare Chinese character, emoji
    [InlineData("it's \U00010400's", new[] { "it", "'s", " \U00010400", "'s" })] // Deseret
    [InlineData("'\U0001D42C", new[] { "'\U0001D42C" })] // a mathematical s does not make a contraction
    [InlineData("plain text", new[] { "plain", " text" })]
    [InlineData("", new string[0])]
    public void Split_CharactersOutsideOfTheBasicPlane_HaveTheirCategory(string text, string[] expected)
    {
        WordSplitter splitter = new(BpeSplitting.Llama3.Pattern);
        Assert.Equal(expected, splitter.Split(text).Select(word => text.Substring(word.Offset, word.Length)));
    }

    [Fact]
    public void Split_AnyText_CoversIt() => Gen.Select(Gen.String, Gen.String).Sample((one, two) =>
    {
        string text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(one + "\U0001F600" + two));
        foreach (string pattern in new[] { BpeSplitting.O200k.Pattern, BpeSplitting.Gpt2.Pattern, @"\p{L}+", "x*" })
        {
            var splitter = new WordSplitter(pattern);
            Assert.Equal(text, string.Concat(splitter.Split(text).Select(word => text.Substring(word.Offset, word.Length))));
        }
    }, iter: 100);
}
