using System.Text;

namespace DataCuration.Tokenization.Tests;

/// <summary>Linear-time encoding gives what merges in order of rank give, for any list of merges.</summary>
public sealed class BpeModelTests
{
    [Theory]
    [InlineData(2, true)]
    [InlineData(3, true)]
    [InlineData(2, false)]
    [InlineData(4, false)]
    public void Encode_RandomMerges_AreThoseOfTheDefinition(int letters, bool isOrdered)
    {
        var random = new Random(letters + (isOrdered ? 100 : 0));
        int linear = 0;
        for (int round = 0; round < 50; round++)
        {
            BpeModel model = Make(random, letters, random.Next(3, 40), isOrdered, out MergeTable merges);
            linear += model.IsLinear ? 1 : 0;
            var scratch = new EncodeScratch();
            for (int i = 0; i < 30; i++)
            {
                byte[] text = [.. Enumerable.Range(0, random.Next(1, 90)).Select(_ => (byte)('a' + random.Next(letters)))];
                var symbols = text.Select(value => (model.Tokens.Find([value]), 1)).ToList();
                new PlainMerges(merges).Apply(symbols);
                scratch.Clear(tracks: false);
                model.Encode(text, 0, text.Length, scratch);
                Assert.Equal(symbols.Select(symbol => symbol.Item1), scratch.Ids.ToArray());
                scratch.Clear(tracks: true);
                model.Encode(text, 0, text.Length, scratch);
                Assert.Equal(symbols.Select(symbol => symbol.Item1), scratch.Ids.ToArray());
                Assert.Equal(text.Length, scratch.Ends[^1]);
            }
        }
        Assert.Equal(50, linear);
    }

    [Fact]
    public void Encode_OneLongWord_NeedsLinearTime()
    {
        HuggingFaceTokenizer tokenizer = SmallTokenizers.Load(SmallTokenizers.ByteLevel("a a", "aa aa", "aaaa aaaa", "b a", "ba a"));
        string text = new string('a', 300_001) + "b" + new string('a', 300_000);
        int[] tokens = tokenizer.Encode(text);
        Assert.Equal(text, tokenizer.Decode(tokens));
        Assert.InRange(tokens.Length, 75_000, 75_010);
    }

    [Fact]
    public void Encode_IgnoreMerges_TakesWholeWords()
    {
        System.Text.Json.Nodes.JsonObject file = SmallTokenizers.ByteLevel("a b", "c d", "b c");
        file["model"]!["vocab"]!["abcd"] = 300;
        Assert.Equal(["ab", "cd"], SmallTokenizers.Spellings(SmallTokenizers.Load(file), "abcd"));
        file["model"]!["ignore_merges"] = true;
        Assert.Equal([300], SmallTokenizers.Load(file).Encode("abcd"));
    }

    [Theory]
    [InlineData(true, new[] { "a", "<unk>", "b", "<unk>" })]
    [InlineData(false, new[] { "a", "<unk>", "<unk>", "b", "<unk>" })]
    public void Encode_UnknownCharacters_FuseIfWanted(bool fuses, string[] expected)
    {
        System.Text.Json.Nodes.JsonObject file = SmallTokenizers.SentencePiece("a b");
        file["normalizer"] = null;
        file["model"]!["byte_fallback"] = false;
        file["model"]!["fuse_unk"] = fuses;
        Assert.Equal(expected, SmallTokenizers.Spellings(SmallTokenizers.Load(file), "axyb\u65E5"));
    }

    [Fact]
    public void Encode_SuffixAndPrefix_AreAddedToSymbols()
    {
        System.Text.Json.Nodes.JsonObject file = SmallTokenizers.WordLevel();
        file["model"] = System.Text.Json.Nodes.JsonNode.Parse(
            "{\"type\":\"BPE\",\"unk_token\":null,\"end_of_word_suffix\":\"</w>\","
            + "\"vocab\":{\"a\":0,\"b</w>\":1,\"ab</w>\":2,\"a</w>\":3},\"merges\":[\"a b</w>\"]}");
        Assert.Equal([2], SmallTokenizers.Load(file).Encode("ab"));
        Assert.Equal([0, 3], SmallTokenizers.Load(file).Encode("aa"));
        file["model"] = System.Text.Json.Nodes.JsonNode.Parse(
            "{\"type\":\"BPE\",\"continuing_subword_prefix\":\"##\",\"vocab\":{\"a\":0,\"##b\":1,\"ab\":2},\"merges\":[[\"a\",\"##b\"]]}");
        Assert.Equal([2], SmallTokenizers.Load(file).Encode("ab"));
    }

    private static BpeModel Make(Random random, int letters, int count, bool isOrdered, out MergeTable merges)
    {
        var tokens = new TokenTable();
        var known = new List<string>();
        for (int i = 0; i < letters; i++) Add(((char)('a' + i)).ToString());
        var pairs = new List<(string Left, string Right)>();
        for (int i = 0; i < count; i++)
        {
            (string left, string right) = (known[random.Next(known.Count)], known[random.Next(known.Count)]);
            if (left.Length + right.Length > 12) continue;
            Add(left + right);
            pairs.Add((left, right));
        }
        if (!isOrdered)
        {
            // As in converted SentencePiece models: all pairs that make a token, in an order of their own.
            pairs = [.. known.SelectMany(left => known.Where(right => known.Contains(left + right)).Select(right => (left, right)))];
            for (int i = pairs.Count - 1; i > 0; i--)
            {
                int other = random.Next(i + 1);
                (pairs[i], pairs[other]) = (pairs[other], pairs[i]);
            }
        }
        merges = new MergeTable([.. pairs.Select(pair => Find(pair.Left))], [.. pairs.Select(pair => Find(pair.Right))],
            [.. pairs.Select(pair => Find(pair.Left + pair.Right))]);
        return new BpeModel(tokens, merges, new BpeSettings { Unknown = tokens.Size });

        int Find(string token) => tokens.Find(Encoding.UTF8.GetBytes(token));

        void Add(string token)
        {
            if (known.Contains(token)) return;
            tokens.Set(Encoding.UTF8.GetBytes(token), known.Count);
            known.Add(token);
        }
    }
}
