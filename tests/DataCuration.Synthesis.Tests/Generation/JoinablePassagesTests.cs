using System.Text;

namespace DataCuration.Synthesis.Tests.Generation;

public sealed class JoinablePassagesTests
{
    [Fact]
    public void Split_AnyText_LosesNothingAndKeepsTheLimit()
    {
        string[] pieces =
            ["word", " ", " ", "\n", "\n\n", "\n \t\n", ". ", "! ", "\"Yes.\" ", "漢字。", "\U0001F600", "ein langes Wort", "x", "\r\n", "?) ", "\t"];
        int cut = 0;
        for (ulong seed = 0; seed < 400; seed++)
        {
            var random = new SeededRandom(seed);
            var text = new StringBuilder();
            for (int i = (int)random.NextInt64(120); i > 0; i--) text.Append(pieces[random.NextInt64(pieces.Length)]);
            int max = 1 + (int)random.NextInt64(60);
            ITokenEncoder? encoder = random.NextInt64(2) == 0 ? ByteTokenEncoder.Instance : null;
            List<Passage> passages = JoinablePassages.Split(text.ToString(), max, encoder);
            Assert.Equal(text.ToString().TrimStart(), string.Concat(passages.Select(passage => passage.Text + passage.Separator)));
            Assert.Equal(text.ToString().Trim(), JoinablePassages.Join(passages, [.. passages.Select(passage => passage.Text)]));
            Assert.All(passages, passage =>
            {
                Assert.True(passage.Text.Length > 0 && passage.Text == passage.Text.Trim(), $"seed {seed}: '{passage.Text}'");
                // A code point has up to 4 bytes.
                Assert.True(TokenCount.Of(passage.Text, encoder) <= Math.Max(max, 4), $"seed {seed}: '{passage.Text}' is longer than {max}");
                Assert.True(passage.Tokens >= TokenCount.Of(passage.Text, encoder));
                Assert.False(char.IsLowSurrogate(passage.Text[0]));
            });
            cut += passages.Count;
        }
        Assert.True(cut > 2_000, $"Only {cut} passages were made.");
    }

    [Theory]
    // paragraphs together while they fit, with the white space after them
    [InlineData("aaaa\n\nbbbb\n\ncccc", 12, "aaaa\n\nbbbb|cccc")]
    [InlineData("aaaa\n\nbbbb\n\ncccc", 100, "aaaa\n\nbbbb\n\ncccc")]
    // a long paragraph by lines, by sentences, by words, by characters
    [InlineData("aaaa\nbbbb\ncccc", 9, "aaaa|bbbb\ncccc")]
    [InlineData("Aa aa. Bb bb! \"Cc cc.\" Dd", 14, "Aa aa. Bb bb!|\"Cc cc.\" Dd")]
    [InlineData("漢字。漢字。", 9, "漢字。|漢字。")]
    [InlineData("aaaa bbbb cccc", 9, "aaaa|bbbb cccc")]
    [InlineData("aaaabbbb", 4, "aaaa|bbbb")]
    [InlineData(" \n\t ", 5, "")]
    [InlineData("", 5, "")]
    public void Split_Text_CutsAtTheBestPlace(string text, int maxBytes, string expected) =>
        Assert.Equal(expected, string.Join('|', JoinablePassages.Split(text, maxBytes, ByteTokenEncoder.Instance).Select(passage => passage.Text)));

    [Fact]
    public void Split_LongRunWithoutBorders_IsCutInLinearDepth()
    {
        string text = new('x', 1 << 18);
        Assert.Equal(1 << 8, JoinablePassages.Split(text, 1 << 10, ByteTokenEncoder.Instance).Count);
        Assert.Single(JoinablePassages.Split(new string('\n', 1 << 18) + "x", 10, ByteTokenEncoder.Instance));
        List<Passage> apart = JoinablePassages.Split("x" + new string(' ', 1 << 18) + "y", 10, null);
        Assert.Equal(("x", 1 << 18, "y", ""), (apart[0].Text, apart[0].Separator.Length, apart[1].Text, apart[1].Separator));
    }
}
