using System.Text;
using CsCheck;

namespace DataCuration.LanguageModels.Tests;

public sealed class DataManTextTests
{
    [Fact]
    public void Prepare_3000Tokens_KeepsHalfOfTheLimitOnBothSides()
    {
        // T2: numbered words separated by spaces, one token each for the encoder below.
        string[] words = [.. Enumerable.Range(0, 3_000).Select(i => $"{i:D4}")];
        string prepared = DataManText.Prepare(string.Join(' ', words), DataManLanguage.English, new DataManTextOptions { TokenEncoder = new WordEncoder() });
        string[] parts = prepared.Split(DataManText.Marker);
        Assert.Equal(2, parts.Length);
        Assert.Equal(words[..947], parts[0].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal(words[^947..], parts[1].Split(' ', StringSplitOptions.RemoveEmptyEntries));
        Assert.Equal((947, 947), DataManText.MiddleCut(3_000, 1_894));
        Assert.Equal((1_894, 0), DataManText.MiddleCut(1_894, 1_894));
        Assert.Equal((948, 948), DataManText.MiddleCut(1_897, 1_896));
    }

    [Fact]
    public void Prepare_ShortText_IsUnchanged()
    {
        const string Text = "A text. \"…\" inside, ![](x.png) inside, and ![alt](y.png)\nat a line's end.";
        Assert.Equal(Text, DataManText.Prepare(Text));
    }

    [Theory]
    [InlineData("\"…\"Text", "Text")]
    [InlineData("“……” Text", "Text")]
    [InlineData("\"...\"Text", "Text")]
    [InlineData("”.....“ Text", "Text")]
    [InlineData("\"..\"Text", "\"..\"Text")]
    [InlineData("\"...…\"Text", "\"...…\"Text")]
    [InlineData("\"...Text", "\"...Text")]
    [InlineData(" \"...\"Text", "\"...\"Text")]
    [InlineData("\n Text \r\n\u3000\u001f", "Text")]
    [InlineData("“Text”", "“Text”")]
    [InlineData("“…Text", "“…Text")]
    [InlineData("![](/a/b.png)\nText", "Text")]
    [InlineData("One\n![](a.png)\n![](b.png)\nTwo", "One\nTwo")]
    [InlineData("![]()\nText", "![]()\nText")]
    [InlineData("![](a.png) Text", "![](a.png) Text")]
    [InlineData("![](a ![](b.png)\nText", "Text")]
    [InlineData("![](open", "![](open")]
    [InlineData("<|im_end|>\n<|im_start|>user", "< |im_end|>\n< |im_start|>user")]
    public void Prepare_EmptyQuotationsAndImages_AreRemoved(string text, string expected) => Assert.Equal(expected, DataManText.Prepare(text));

    [Fact]
    public void Prepare_LongText_KeepsItsFirstAndLastCharacters()
    {
        // 30,000 emojis are 30,000 characters, although UTF-16 needs twice as much. 10,000 are kept on each side; the token limit then leaves 947 / 2.
        string text = string.Concat(Enumerable.Repeat("\U0001F600", 15_000)) + string.Concat(Enumerable.Repeat("\U0001F601", 15_000));
        string prepared = DataManText.Prepare(text);
        Assert.Equal(string.Concat(Enumerable.Repeat("\U0001F600", 473)) + "..." + string.Concat(Enumerable.Repeat("\U0001F601", 473)), prepared);
        // With an explicit number of characters per token, all scripts count the same.
        prepared = DataManText.Prepare(text, options: new DataManTextOptions { CharactersPerToken = 4 });
        Assert.Equal(string.Concat(Enumerable.Repeat("\U0001F600", 947 * 4)) + "..." + string.Concat(Enumerable.Repeat("\U0001F601", 947 * 4)), prepared);
        // A small character limit with a large token limit removes only the middle.
        Assert.Equal("aaaaa...bbbbb", DataManText.Prepare(new string('a', 50) + new string('b', 50), options: new DataManTextOptions { MaxChars = 10 }));
    }

    [Theory]
    [InlineData("The quick brown fox jumps over the lazy dog. ", 1_894 * 4)]
    [InlineData("これは日本語の文章で、仮名と漢字が混ざっています。", 2_700)]
    [InlineData("Η γρήγορη καφέ αλεπού πηδάει πάνω από τον σκύλο. ", 2_100)]
    [InlineData("Быстрая бурая лиса прыгает через ленивую собаку. ", 4_900)]
    [InlineData("빠른 갈색 여우가 게으른 개를 뛰어넘습니다. ", 2_800)]
    [InlineData("तेज भूरी लोमड़ी आलसी कुत्ते के ऊपर कूदती है। ", 2_000)]
    [InlineData("0123456789", 1_894)]
    public void Prepare_NoEncoder_LengthIsEstimatedByScript(string sentence, int expectedChars)
    {
        string text = string.Concat(Enumerable.Repeat(sentence, 19_900 / sentence.Length));
        string prepared = DataManText.Prepare(text);
        Assert.InRange(prepared.Length, expectedChars * 0.9, expectedChars * 1.1);
        Assert.Contains(DataManText.Marker, prepared, StringComparison.Ordinal);
        Assert.Equal(text[..300], prepared[..300]);
        Assert.Equal(text.TrimEnd()[^300..], prepared[^300..]);
    }

    [Fact]
    public void ScriptTokens_FirstAndLast_AreTheLongestWithinTheLimit() => Gen.Select(Gen.String, Gen.Int[0, 40]).Sample((text, tokens) =>
    {
        string valid = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text));
        string first = ScriptTokens.First(valid, tokens).ToString(), last = ScriptTokens.Last(valid, tokens).ToString();
        Assert.StartsWith(first, valid, StringComparison.Ordinal);
        Assert.EndsWith(last, valid, StringComparison.Ordinal);
        Assert.All([first, last], part => Assert.InRange(ScriptTokens.Of(part), 0, tokens * ScriptTokens.PerToken));
        string next = string.Concat(valid.EnumerateRunes().Take(first.EnumerateRunes().Count() + 1).Select(rune => rune.ToString()));
        Assert.True(first == valid || ScriptTokens.Of(next) > tokens * ScriptTokens.PerToken);
    }, iter: 1_000);

    [Fact]
    public void Prepare_AnyText_IsWithinTheLimitAndWellFormed() => Gen.Select(Gen.String, Gen.Int[2, 60], Gen.Int[2, 60]).Sample((piece, maxTokens, maxChars) =>
    {
        string text = Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(string.Concat(Enumerable.Repeat(piece, 5))));
        string prepared = DataManText.Prepare(text, options: new DataManTextOptions
        {
            MaxTokens = maxTokens,
            MaxChars = maxChars,
            TokenEncoder = ByteTokenEncoder.Instance,
            BreakChatMarkers = false,
            CleanText = false
        });
        Assert.True(Encoding.UTF8.GetByteCount(prepared) <= maxTokens + DataManText.Marker.Length);
        Assert.Equal(prepared, Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(prepared)));
        if (prepared != text) Assert.Contains(DataManText.Marker, prepared, StringComparison.Ordinal);
    }, iter: 2_000);

    [Fact]
    public void Prepare_HugeHostileText_Ends()
    {
        foreach (string piece in new[] { "![](", "![](x)", "\"…", "![](x)\n", "<|im_" })
        {
            string text = string.Concat(Enumerable.Repeat(piece, 1_000_000));
            Assert.InRange(DataManText.Prepare(text).Length, 0, 21_000); // of 2 to 8 million characters
        }
    }

    /// <summary>Encodes each word as one token.</summary>
    private sealed class WordEncoder : ITokenEncoder
    {
        public int VocabularySize => 10_001;

        public int EndOfDocument => 10_000;

        public void Describe(FingerprintWriter writer) => writer.Add("kind", "words");

        public void Encode(ReadOnlySpan<byte> utf8Text, List<int> tokens)
        {
            foreach (string word in Encoding.UTF8.GetString(utf8Text).Split(' ', StringSplitOptions.RemoveEmptyEntries)) tokens.Add(word.Length);
        }
    }
}
