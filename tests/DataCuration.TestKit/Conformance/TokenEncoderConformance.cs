using System.Text;
using Xunit;

namespace DataCuration.TestKit;

/// <summary>Tests that every token encoder has to pass. Derive a test class from it.</summary>
public abstract class TokenEncoderConformance
{
    private static readonly string[] Texts = ["", "a", "Hello, world!\n", "Grüße aus Zürich \U0001F600", new('x', 5_000), "\0\u007f", "one two  three"];

    /// <summary>Creates the encoder.</summary>
    protected abstract ITokenEncoder Create();

    [Fact]
    public void Encode_AnyText_GivesTokensOfTheVocabularyBehindThoseThere()
    {
        ITokenEncoder encoder = Create();
        Assert.InRange(encoder.EndOfDocument, 0, encoder.VocabularySize - 1);
        foreach (string text in Texts)
        {
            var tokens = new List<int> { 7 };
            encoder.Encode(Encoding.UTF8.GetBytes(text), tokens);
            Assert.Equal(7, tokens[0]);
            Assert.All(tokens.Skip(1), token => Assert.InRange(token, 0, encoder.VocabularySize - 1));
            Assert.DoesNotContain(encoder.EndOfDocument, tokens.Skip(1));
            Assert.Equal(text.Length > 0, tokens.Count > 1);
        }
    }

    [Fact]
    public void EncodeSpans_AnyText_GivesTheTokensAndCoversTheText()
    {
        if (Create() is not ITokenSpanEncoder { HasSpans: true } encoder) return;
        foreach (string text in Texts)
        {
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            List<int> tokens = [7], lengths = [9];
            encoder.EncodeSpans(bytes, tokens, lengths);
            Assert.Equal([7, .. Encode(encoder, text)], tokens);
            Assert.Equal((9, tokens.Count, bytes.Length), (lengths[0], lengths.Count, lengths.Skip(1).Sum()));
            Assert.All(lengths, length => Assert.True(length >= 0));
        }
    }

    [Fact]
    public void Encode_ManyThreads_GivesWhatOneGives()
    {
        ITokenEncoder encoder = Create();
        int[][] expected = [.. Texts.Select(text => Encode(Create(), text))];
        Parallel.For(0, 200, i => Assert.Equal(expected[i % Texts.Length], Encode(encoder, Texts[i % Texts.Length])));
    }

    [Fact]
    public void Describe_SameEncoder_GivesTheSameParts()
    {
        var first = new FingerprintWriter();
        var second = new FingerprintWriter();
        Create().Describe(first);
        Create().Describe(second);
        Assert.NotEmpty(first.Parts);
        Assert.Equal(first.Parts, second.Parts);
    }

    private static int[] Encode(ITokenEncoder encoder, string text)
    {
        var tokens = new List<int>();
        encoder.Encode(Encoding.UTF8.GetBytes(text), tokens);
        return [.. tokens];
    }
}
