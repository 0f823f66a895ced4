using System.Text;

namespace DataCuration.Tokenization.Tests;

/// <summary>Pre-tokenizers give the reference's pieces. Each case was checked with the tokenizers library.</summary>
public sealed class PreTokenizerTests
{
    [Theory]
    [InlineData("{\"type\":\"Whitespace\"}", "Hey, a_1\u200Db  \u00E9!?", "Hey|,|a_1\u200Db|\u00E9|!?")]
    [InlineData("{\"type\":\"WhitespaceSplit\"}", " Hey\u3000you, ", "Hey|you,")]
    [InlineData("{\"type\":\"BertPreTokenizer\"}", "it's a $1.", "it|'|s|a|$|1|.")]
    [InlineData("{\"type\":\"Punctuation\",\"behavior\":\"Isolated\"}", "a,,b\u3002", "a|,|,|b|\u3002")]
    [InlineData("{\"type\":\"Punctuation\",\"behavior\":\"Removed\"}", "a,,b.", "a|b")]
    [InlineData("{\"type\":\"Punctuation\",\"behavior\":\"MergedWithPrevious\"}", "a,,b.", "a,|,|b.")]
    [InlineData("{\"type\":\"Punctuation\",\"behavior\":\"MergedWithNext\"}", "a,,b.", "a|,|,b|.")]
    [InlineData("{\"type\":\"Punctuation\",\"behavior\":\"Contiguous\"}", "a,,b.", "a|,,|b|.")]
    [InlineData("{\"type\":\"Digits\",\"individual_digits\":true}", "a12\u00BD", "a|1|2|\u00BD")]
    [InlineData("{\"type\":\"Digits\",\"individual_digits\":false}", "a12b3", "a|12|b|3")]
    [InlineData("{\"type\":\"CharDelimiterSplit\",\"delimiter\":\"|\"}", "a||b", "a|b")]
    [InlineData("{\"type\":\"Metaspace\",\"replacement\":\"\u2581\",\"prepend_scheme\":\"always\",\"split\":true}", "Hey  you", "\u2581Hey|\u2581|\u2581you")]
    [InlineData("{\"type\":\"Metaspace\",\"replacement\":\"\u2581\",\"add_prefix_space\":false,\"prepend_scheme\":\"never\"}", "Hey you", "Hey|\u2581you")]
    [InlineData("{\"type\":\"Metaspace\",\"replacement\":\"\u2581\",\"prepend_scheme\":\"first\",\"split\":false}", "Hey you", "\u2581Hey\u2581you")]
    [InlineData("{\"type\":\"UnicodeScripts\"}", "Apples are \u308A\u3093\u3054 \u6797\u6A8E", "Apples are |\u308A\u3093\u3054 \u6797\u6A8E")]
    [InlineData("{\"type\":\"ByteLevel\",\"add_prefix_space\":true,\"trim_offsets\":true}", "Hey you\u00E9", "\u0120Hey|\u0120you\u00C3\u00A9")]
    [InlineData("{\"type\":\"Split\",\"pattern\":{\"String\":\" \"},\"behavior\":\"MergedWithPrevious\",\"invert\":false}", "a b  c", "a |b | |c")]
    [InlineData("{\"type\":\"Split\",\"pattern\":{\"Regex\":\"\\\\w+\"},\"behavior\":\"Removed\",\"invert\":true}", "a b,c", "a|b|c")]
    [InlineData("{\"type\":\"Split\",\"pattern\":{\"Regex\":\"\\\\d\"},\"behavior\":\"Contiguous\",\"invert\":true}", "a12b", "a|12|b")]
    [InlineData("{\"type\":\"Sequence\",\"pretokenizers\":[{\"type\":\"WhitespaceSplit\"},{\"type\":\"Digits\",\"individual_digits\":true}]}", "a1 2", "a|1|2")]
    public void Apply_Text_GivesTheReferencesPieces(string preTokenizer, string text, string expected)
    {
        foreach (bool tracks in new[] { false, true })
        {
            var work = new WorkText();
            work.Set(Encoding.UTF8.GetBytes(text), 0, tracks);
            ComponentReader.PreTokenizer(NormalizerTests.Part(preTokenizer), maps: true)!.Apply(work);
            Assert.Equal(expected, string.Join('|', work.Pieces.Select(piece => Encoding.UTF8.GetString(work.Text[piece.Start..piece.End]))));
        }
    }
}
