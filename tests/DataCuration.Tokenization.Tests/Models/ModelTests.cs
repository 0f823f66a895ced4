using System.Text;

namespace DataCuration.Tokenization.Tests;

public sealed class ModelTests
{
    [Fact]
    public void Encode_WordPiece_TakesTheLongestPieces()
    {
        HuggingFaceTokenizer tokenizer = SmallTokenizers.Load(SmallTokenizers.WordPiece("un", "##aff", "##able", "##a", "a", "\u4E00", "!"));
        Assert.Equal(["un", "##aff", "##able", "!"], SmallTokenizers.Spellings(tokenizer, "UNaffable!"));
        Assert.Equal(["[UNK]", "a", "\u4E00", "a"], SmallTokenizers.Spellings(tokenizer, "unb a\u4E00\u00E1"));
        Assert.Equal(["[UNK]"], SmallTokenizers.Spellings(tokenizer, new string('a', 21)));
        Assert.Equal("unaffable!", tokenizer.Decode(tokenizer.Encode("unaffable !")));
    }

    [Fact]
    public void Encode_Unigram_HasTheBestSum()
    {
        var random = new Random(3);
        for (int round = 0; round < 60; round++)
        {
            (string Piece, double Score)[] pieces = [.. Enumerable.Range(0, 25).Select(_ => string.Concat(Enumerable.Range(0, random.Next(1, 4))
                .Select(_ => (char)('a' + random.Next(3))))).Distinct().Select(piece => (piece, -random.NextDouble() * 10))];
            var file = SmallTokenizers.Unigram(byteFallback: false, pieces);
            file["pre_tokenizer"] = null;
            HuggingFaceTokenizer tokenizer = SmallTokenizers.Load(file);
            double unknown = Math.Min(0, pieces.Min(piece => piece.Score)) - 10;
            for (int i = 0; i < 20; i++)
            {
                string text = string.Concat(Enumerable.Range(0, random.Next(1, 9)).Select(_ => (char)('a' + random.Next(4))));
                double found = 0;
                var offsets = new List<TokenOffset>();
                tokenizer.EncodeWithOffsets(Encoding.UTF8.GetBytes(text), offsets);
                foreach (TokenOffset offset in offsets)
                    found += offset.Token > 0 ? pieces[offset.Token - 1].Score : unknown * (offset.End - offset.Start);
                Assert.Equal(Best(text, pieces, unknown), found, 9);
                Assert.Equal(text.Length, offsets.Sum(offset => offset.End - offset.Start));
            }
        }

        static double Best(string text, (string Piece, double Score)[] pieces, double unknown)
        {
            if (text.Length == 0) return 0;
            double best = pieces.Any(piece => piece.Piece == text[..1]) ? double.NegativeInfinity : unknown + Best(text[1..], pieces, unknown);
            foreach ((string piece, double score) in pieces)
                if (text.StartsWith(piece, StringComparison.Ordinal)) best = Math.Max(best, score + Best(text[piece.Length..], pieces, unknown));
            return best;
        }
    }

    [Fact]
    public void Encode_UnigramUnknown_IsFusedOrBytes()
    {
        (string, double)[] bytes = [("\u2581a", -1), ("a", -2), .. Enumerable.Range(0, 256).Select(value => ($"<0x{value:X2}>", -20.0))];
        Assert.Equal(["\u2581a", "<unk>", "a"], SmallTokenizers.Spellings(SmallTokenizers.Load(SmallTokenizers.Unigram(false, bytes[..2])), "axya"));
        HuggingFaceTokenizer tokenizer = SmallTokenizers.Load(SmallTokenizers.Unigram(true, bytes));
        Assert.Equal(["\u2581a", "<0xC3>", "<0xA9>", "<0x78>"], SmallTokenizers.Spellings(tokenizer, "a\u00E9x"));
    }

    [Fact]
    public void Encode_WordLevel_KnowsWholePieces()
    {
        var file = SmallTokenizers.WordLevel("Hey", "you");
        file["pre_tokenizer"] = System.Text.Json.Nodes.JsonNode.Parse("{\"type\":\"WhitespaceSplit\"}");
        HuggingFaceTokenizer tokenizer = SmallTokenizers.Load(file);
        Assert.Equal([1, 2, 0], tokenizer.Encode("Hey you all"));
        Assert.Equal("Hey you", tokenizer.Decode([1, 2]));
    }
}
