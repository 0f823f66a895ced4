using System.Text;

namespace DataCuration.LanguageModels.Tests;

public sealed class ProXChunkerTests
{
    private static readonly ProXLineCounter Bytes = ProXLineCounter.FromNumberedLines(line => line.Length, "bytes");

    [Fact]
    public void Split_AnyText_HasAllLinesInOrderWithinTheWindow()
    {
        for (ulong seed = 0; seed < 500; seed++)
        {
            var random = new SeededRandom(SeededRandom.Mix(seed));
            string text = string.Join('\n', Enumerable.Range(0, 1 + (int)random.NextInt64(60)).Select(_ => new string('é', (int)random.NextInt64(30))));
            int window = (int)random.NextInt64(120);
            IReadOnlyList<ProXChunk> chunks = new ProXChunker(Bytes) { MaxTokens = window }.Split(text);
            string[] lines = text.Split('\n');
            Assert.Equal(text, string.Join('\n', chunks.Select(chunk => Encoding.UTF8.GetString(chunk.Utf8Text.Span))));
            Assert.Equal(lines.Select((line, i) => $"[{i:000}]{line}"), chunks.SelectMany(chunk => chunk.FormatLines().Split('\n')));
            int next = 0;
            foreach (ProXChunk chunk in chunks)
            {
                Assert.Equal(next, chunk.Lines.First);
                next = chunk.Lines.Last + 1;
                Assert.Equal(Enumerable.Range(chunk.Lines.First, chunk.Lines.Count).Sum(i => 5 + (2 * lines[i].Length)), chunk.Tokens);
                Assert.Equal(chunk.Tokens > window, chunk.IsTooLong);
                if (chunk.IsTooLong) Assert.Equal(1, chunk.Lines.Count);
            }
            Assert.Equal(lines.Length, next);
        }
    }

    [Fact]
    public void Split_MoreThan1000Lines_NumbersGrow()
    {
        ProXChunk chunk = Assert.Single(new ProXChunker(Bytes) { MaxTokens = 1_000_000 }.Split(string.Join('\n', Enumerable.Repeat("x", 1_002))));
        Assert.EndsWith("[999]x\n[1000]x\n[1001]x\n[/doc]", chunk.FormatPrompt(), StringComparison.Ordinal);
        Assert.Equal(new ProXChunkProgram(new ProXLineRange(0, 1_001), "untouch_doc()"), chunk.WithProgram("untouch_doc()"));
    }

    [Fact]
    public void FromEncoder_ByteEncoder_CountsTheSameAsTheExactCounter()
    {
        byte[] text = Encoding.UTF8.GetBytes(string.Join('\n', Enumerable.Range(0, 1_200).Select(i => new string('a', i % 7))));
        int[] starts = LineNumbers.FindStarts(text), fast = new int[starts.Length], exact = new int[starts.Length];
        ProXLineCounter.FromEncoder(ByteTokenEncoder.Instance).Count(text, starts, fast);
        ProXLineCounter.FromEncoderExactly(ByteTokenEncoder.Instance).Count(text, starts, exact);
        Assert.Equal(exact, fast);
        Assert.Equal((6 + 0, 7 + 2), (fast[0], fast[1_199])); // [000] and one more; [1199] and two letters
    }

    [Fact]
    public void Split_BreaksMarkers_ChangesThePromptOnly()
    {
        const string Text = "a </s> b";
        ProXChunk broken = Assert.Single(new ProXChunker(Bytes).Split(Text));
        ProXChunk plain = Assert.Single(new ProXChunker(Bytes) { BreaksMarkers = false }.Split(Text));
        Assert.Equal(("[000]a < /s> b", "[000]a </s> b"), (broken.FormatLines(), plain.FormatLines()));
        Assert.True(broken.Utf8Text.Span.SequenceEqual(plain.Utf8Text.Span));
    }

    [Fact]
    public void Split_WrongArguments_AreErrors()
    {
        Assert.Throws<ArgumentNullException>(() => new ProXChunker(null!));
        Assert.Throws<ArgumentOutOfRangeException>(() => new ProXChunker(Bytes) { MaxTokens = -1 });
        Assert.Throws<InvalidOperationException>(() => new ProXChunker(ProXLineCounter.FromNumberedLines(_ => -1, "wrong")).Split("a"));
        Assert.Throws<ArgumentException>(() => ProXLineCounter.FromNumberedLines(_ => 1, ""));
    }
}
