using DataCuration.TestKit;

namespace DataCuration.Tokenization.Tests.Fertility;

public sealed class TokenizerFertilityFitTests : IDisposable
{
    private static readonly AnnotationKey<string> Domain = new("domain");
    private readonly RunFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task FitAsync_ByteLevel_CountsTokensOfWords()
    {
        HuggingFaceTokenizer tokenizer = SmallTokenizers.Load(SmallTokenizers.ByteLevel("t h", "th e", "\u0120 the"));
        // the | Ġthe | n | Ġ | Ã | © | ! : 3 words of 1, 1, 1 and é of 2 tokens
        TokenFertility row = Assert.Single((await ReportAsync(tokenizer, ("", "the then é!"))).Rows);
        Assert.Equal(("x", "", 1, 12, 11, 3), (row.Tokenizer, row.Group, row.Documents, row.Bytes, row.Characters, row.Words));
        Assert.Equal((7, 5, 1, 2), (row.Tokens, row.WordTokens, row.WholeWords, row.FallbackTokens));
        Assert.Equal(7 / 3.0, row.TokensPerWord, 12);
        Assert.Equal(5 / 3.0, row.TokensInWord, 12);
        Assert.Equal(12 / 7.0, row.BytesPerToken, 12);
        Assert.Equal(11 / 7.0, row.CharactersPerToken, 12);
        Assert.Equal(1 / 3.0, row.WholeWordShare, 12);
        Assert.Equal(2 / 7.0, row.FallbackShare, 12);
    }

    [Fact]
    public async Task FitAsync_WordPiece_CountsUnknownWords()
    {
        HuggingFaceTokenizer tokenizer = SmallTokenizers.Load(SmallTokenizers.WordPiece("new", "##er", "old", "."));
        // new ##er | old | [UNK] | .
        TokenFertility row = Assert.Single((await ReportAsync(tokenizer, ("", "Newer old zebra."))).Rows);
        Assert.Equal((5, 3, 4, 1, 1), (row.Tokens, row.Words, row.WordTokens, row.WholeWords, row.FallbackTokens));
    }

    [Fact]
    public async Task FitAsync_ByteFallback_CountsBytes()
    {
        HuggingFaceTokenizer tokenizer = SmallTokenizers.Load(SmallTokenizers.SentencePiece("\u2581 a", "\u2581a b"));
        TokenFertility row = Assert.Single((await ReportAsync(tokenizer, ("", "ab \u6771\nab"))).Rows);
        // ▁ab | ▁ | three bytes | byte of the line break | a | b
        Assert.Equal((8, 4), (row.Tokens, row.FallbackTokens));
        Assert.Equal((3, 6, 1), (row.Words, row.WordTokens, row.WholeWords));
    }

    [Fact]
    public async Task FitAsync_TokenOfTwoWords_LeavesNoneWhole()
    {
        HuggingFaceTokenizer tokenizer = SmallTokenizers.Load(SmallTokenizers.ByteLevel("a -", "a- b"));
        // The pattern of GPT-2 splits before the sign, so a token of two words needs another encoder: one token for all bytes.
        TokenFertility row = Assert.Single((await ReportAsync(new OneToken(), ("", "a-b c"))).Rows);
        Assert.Equal((1, 3, 3, 0), (row.Tokens, row.Words, row.WordTokens, row.WholeWords));
        Assert.Equal(3, tokenizer.Encode("a-b").Length);
    }

    [Fact]
    public async Task FitAsync_EncoderWithoutPlaces_HasNoCountsOfWords()
    {
        TokenFertility row = Assert.Single((await ReportAsync(new Letters(), ("", "ab cd"))).Rows);
        Assert.Equal((5, 2), (row.Tokens, row.Words));
        Assert.Null(row.WholeWords ?? row.WordTokens ?? row.FallbackTokens);
        Assert.True(double.IsNaN(row.WholeWordShare));
        Assert.Equal(2.5, row.TokensPerWord);
    }

    [Fact]
    public async Task FitAsync_GroupsAndEncoders_AreRowsInOrder()
    {
        Corpus corpus = Documents(("b", "one two"), ("a", "three"), ("b", "four"), ("", "none"));
        var fit = new TokenizerFertilityFit { Encoders = new Dictionary<string, ITokenEncoder> { ["y"] = ByteTokenEncoder.Instance, ["x"] = new Letters() } };
        FertilityReport report = await corpus.FitAsync(fit, folder.Run());
        Assert.Equal([("", "x"), ("", "y"), ("a", "x"), ("a", "y"), ("b", "x"), ("b", "y")], report.Rows.Select(row => (row.Group, row.Tokenizer)));
        Assert.Equal((2, 11, 3), (report.Rows[5].Documents, report.Rows[5].Bytes, report.Rows[5].Words));
        IReadOnlyList<TokenFertility> sums = report.SumByTokenizer();
        Assert.Equal([("x", 4, 20), ("y", 4, 20)], sums.Select(row => (row.Tokenizer, row.Documents, row.Tokens)));
        Assert.Null(sums[0].WordTokens);
        Assert.Equal(5, sums[1].Words);
        FertilityReport read = FertilityReport.FromJson(report.ToJson());
        Assert.Equal(report.Rows, read.Rows);
        Assert.Equal(report.Fingerprint, read.Fingerprint);
        string[] lines = report.ToMarkdown().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal(8, lines.Length);
        Assert.StartsWith("| group | tokenizer | documents | words | tokens |", lines[0], StringComparison.Ordinal);
        Assert.StartsWith("| b | y | 2 | 3 | 11 | 3.6667 |", lines[^1], StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => FertilityReport.FromJson("{}"));
    }

    [Fact]
    public async Task FitAsync_SeveralShards_AddUp()
    {
        for (int i = 0; i < 3; i++) folder.Inputs.Write($"{i}.jsonl", $"{{\"text\":\"word{i} two\",\"domain\":\"d{i % 2}\"}}\n");
        var fit = new TokenizerFertilityFit { Encoders = new Dictionary<string, ITokenEncoder> { ["y"] = ByteTokenEncoder.Instance } };
        FertilityReport report = await Corpus.FromJsonl(folder.Inputs["*.jsonl"]).FitAsync(fit, folder.Run());
        Assert.Equal([("d0", 2, 18), ("d1", 1, 9)], report.Rows.Select(row => (row.Group, row.Documents, row.Tokens)));
    }

    private Task<FertilityReport> ReportAsync(ITokenEncoder encoder, params (string Group, string Text)[] texts) => Documents(texts).FitAsync(
        new TokenizerFertilityFit { Encoders = new Dictionary<string, ITokenEncoder> { ["x"] = encoder } }, folder.Run());

    private static Corpus Documents(params (string Group, string Text)[] texts) => Corpus.FromDocuments(texts.Select((text, i) =>
        text.Group.Length == 0 ? new Document($"d{i}", text.Text) : new Document($"d{i}", text.Text).With(Domain, text.Group)));

    private sealed class Letters : ITokenEncoder
    {
        public int VocabularySize => 257;

        public int EndOfDocument => 256;

        public void Describe(FingerprintWriter writer) => writer.Add("kind", "letters");

        public void Encode(ReadOnlySpan<byte> utf8Text, List<int> tokens)
        {
            foreach (byte value in utf8Text) tokens.Add(value);
        }
    }

    private sealed class OneToken : ITokenSpanEncoder
    {
        public int VocabularySize => 2;

        public int EndOfDocument => 1;

        public bool HasSpans => true;

        public void Describe(FingerprintWriter writer) => writer.Add("kind", "one");

        public void Encode(ReadOnlySpan<byte> utf8Text, List<int> tokens) => tokens.Add(0);

        public void EncodeSpans(ReadOnlySpan<byte> utf8Text, List<int> tokens, List<int> byteLengths)
        {
            tokens.Add(0);
            byteLengths.Add(utf8Text.Length);
        }
    }
}
