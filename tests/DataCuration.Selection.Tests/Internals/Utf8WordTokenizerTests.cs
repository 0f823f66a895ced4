using System.Text;
using System.Text.Json;
using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class Utf8WordTokenizerTests
{
    [Fact]
    public void Tokenize_ReferenceTexts_GivesReferenceTokens()
    {
        int cases = 0;
        foreach (JsonElement item in DsirVectors.Load("tokens.json").GetProperty("cases").Items())
        {
            (string lower, List<string> tokens) = FastTokenizer.Run(item.Text("text"));
            Assert.Equal(item.Text("lower"), lower);
            Assert.Equal(item.GetProperty("num_tokens").GetInt32(), tokens.Count);
            Assert.Equal(item.GetProperty("tokens").Strings(), tokens.Take(item.GetProperty("tokens").GetArrayLength()));
            Assert.Equal(item.Text("tokens_digest"), DsirVectors.Digest(string.Join('\n', tokens)));
            cases++;
        }

        Assert.Equal(27, cases);
    }

    [Fact]
    public void Tokenize_ReferenceFuzzTexts_GivesReferenceTokens()
    {
        int cases = 0;
        foreach (JsonElement item in DsirVectors.Load("fuzz_tokens.json").GetProperty("cases").Items())
        {
            (string lower, List<string> tokens) = FastTokenizer.Run(item.Text("text"));
            Assert.Equal(item.Text("lower"), lower);
            Assert.Equal(item.GetProperty("tokens").Strings(), tokens);
            Assert.Equal(tokens, PlainTokenizer.Tokenize(item.Text("text")));
            if (!item.Text("text").Contains('\u03A3', StringComparison.Ordinal))
            {
                // Its final-sigma rule covers only the common cases.
                Assert.Equal(tokens, StraightforwardDsir.Tokenize(item.Text("text")));
            }

            cases++;
        }

        Assert.Equal(120, cases);
    }

    [Fact]
    public void Tokenize_RandomTexts_EqualsPlainTokenizer() =>
        TextGenerators.Any.Sample(
            text =>
            {
                (string lower, List<string> tokens) = FastTokenizer.Run(text);
                Assert.Equal(PlainTokenizer.Lower(text), lower);
                Assert.Equal(PlainTokenizer.Tokenize(text), tokens);
            },
            iter: 5000);

    [Fact]
    public void Tokenize_EveryAsciiByteAtEveryOffset_EqualsPlainTokenizer()
    {
        for (int offset = 0; offset < 130; offset++)
        {
            var text = new StringBuilder(new string('x', offset));
            for (int code = 0; code < 128; code++)
            {
                text.Append((char)code).Append(code % 3 == 0 ? "b" : "");
            }

            Assert.Equal(PlainTokenizer.Tokenize(text.ToString()), FastTokenizer.Run(text.ToString()).Tokens);
        }
    }

    [Theory]
    [InlineData("", "")]
    [InlineData("   \n", "")]
    [InlineData("\u0130stanbul", "i|\u0307|stanbul")]
    [InlineData("\u039F\u0394\u039F\u03A3.", "\u03BF\u03B4\u03BF\u03C2|.")]
    [InlineData("\u03A3", "\u03C3")]
    [InlineData("A\u03A3'b", "a\u03C3|'|b")]
    [InlineData("don't... stop!", "don|'|t|...|stop|!")]
    public void Tokenize_SpecialCases_GivesPythonTokens(string text, string expected) =>
        Assert.Equal(expected, string.Join('|', FastTokenizer.Run(text).Tokens));
}
