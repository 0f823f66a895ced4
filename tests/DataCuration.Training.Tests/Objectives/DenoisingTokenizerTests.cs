using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Training.Tests;

public sealed class DenoisingTokenizerTests : IDisposable
{
    private static readonly int[] Sentinels = [.. Enumerable.Range(128, 100)]; // bytes that ASCII texts do not have
    private static readonly Dictionary<DenoiserKind, int> Modes = new()
    {
        [DenoiserKind.Regular] = 250,
        [DenoiserKind.Sequential] = 251,
        [DenoiserKind.Extreme] = 252,
    };

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void MakeExamples_AnyText_IsRestoredByTheInverse()
    {
        DenoisingTokenizer tokenizer = Make(seed: 3, maxTokens: 40);
        for (int i = 0; i < 300; i++)
        {
            Document document = Text(i, i % 97);
            IReadOnlyList<DenoisingExample> examples = tokenizer.MakeExamples(document);
            IEnumerable<int> restored = examples.SelectMany(example => DenoisingExample.Restore(example.Inputs, example.Targets, Sentinels));
            Assert.Equal(document.Utf8Text.ToArray().Select(value => (int)value), restored);
            Assert.Equal((i % 97 + 39) / 40, examples.Count);
        }
    }

    [Fact]
    public void Create_TokensWithTwoMeanings_AreRefused()
    {
        ArgumentException error = Assert.Throws<ArgumentException>(() => new DenoisingTokenizer(ByteTokenEncoder.Instance, [200, 256]));
        Assert.Contains("ends documents", error.Message, StringComparison.Ordinal);
        var modes = new Dictionary<DenoiserKind, int> { [DenoiserKind.Regular] = 201 };
        error = Assert.Throws<ArgumentException>(() => new DenoisingTokenizer(ByteTokenEncoder.Instance, [200, 201]) { ModeTokens = modes });
        Assert.Contains("The mode token 201 of Regular is a sentinel too", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Restore_SentinelOnceTooOften_SaysSo()
    {
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => DenoisingExample.Restore([1, 200, 2, 200], [200, 5], [200]));
        Assert.Contains("Sentinel 1 of the inputs is the token 200", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void MakeExamples_EachDenoiser_RemovesItsRateWithinOnePercent()
    {
        foreach (Denoiser denoiser in Denoiser.Ul2)
        {
            long removed = 0, spans = 0, total = 0;
            DenoisingTokenizer tokenizer = Make(denoisers: [denoiser]);
            for (int i = 0; i < 60; i++)
            {
                Document document = Text(i, 450 + i);
                foreach (DenoisingExample example in tokenizer.MakeExamples(document))
                {
                    removed += example.Removed;
                    spans += example.Inputs.Count(Sentinels.Contains);
                }
                total += document.Utf8Text.Length;
            }
            Assert.InRange((double)removed / total, denoiser.Rate - 0.01, denoiser.Rate + 0.01);
            double mean = (double)removed / spans;
            if (denoiser.Kind == DenoiserKind.Sequential) Assert.InRange(mean, 0.25 * 450 - 1, 0.25 * 509 + 1);
            else Assert.InRange(mean, 0.75 * denoiser.MeanSpan, 1.35 * denoiser.MeanSpan);
        }
    }

    [Fact]
    public void MakeExamples_Mixture_HasTheSharesOfItsDenoisers()
    {
        DenoisingTokenizer tokenizer = Make(denoisers: [Denoiser.Ul2[0] with { Share = 2 }, Denoiser.Ul2[2], Denoiser.Ul2[6]]);
        var counts = new Dictionary<DenoiserKind, int>();
        for (int i = 0; i < 4_000; i++)
        {
            DenoiserKind kind = tokenizer.MakeExamples(Text(i, 20))[0].Denoiser.Kind;
            counts[kind] = counts.GetValueOrDefault(kind) + 1;
        }
        Assert.InRange(counts[DenoiserKind.Regular], 1_900, 2_100); // the standard deviation is 32
        Assert.InRange(counts[DenoiserKind.Sequential], 900, 1_100);
        Assert.InRange(counts[DenoiserKind.Extreme], 900, 1_100);
    }

    [Fact]
    public void Tokenize_Rows_HaveLossOnTargetsOnly()
    {
        DenoisingTokenizer tokenizer = Make(maxTokens: 30);
        var tokens = new MaskedTokens();
        Document document = Text(1, 70);
        tokenizer.Tokenize(document, tokens);
        IReadOnlyList<DenoisingExample> examples = tokenizer.MakeExamples(document);
        var expected = new List<int>();
        var loss = new List<bool>();
        foreach (DenoisingExample example in examples)
        {
            if (expected.Count > 0) Add([256], true);
            Add([Modes[example.Denoiser.Kind]], false);
            Add(example.Inputs, false);
            Add(example.Targets, true);
        }
        Assert.Equal(expected, tokens.Tokens.ToArray());
        Assert.Equal(loss, Loss(tokens));

        void Add(IReadOnlyList<int> added, bool hasLoss)
        {
            expected.AddRange(added);
            loss.AddRange(Enumerable.Repeat(hasLoss, added.Count));
        }
    }

    [Fact]
    public void Tokenize_SeedAndId_AloneDecide()
    {
        Document one = Text(1, 200);
        Assert.Equal(Tokens(Make(seed: 1), one), Tokens(Make(seed: 1), new Document(one.Id, one.Text)));
        Assert.NotEqual(Tokens(Make(seed: 1), one), Tokens(Make(seed: 2), one));
        Assert.NotEqual(Tokens(Make(seed: 1), one), Tokens(Make(seed: 1), new Document("other", one.Text)));

        static int[] Tokens(DenoisingTokenizer tokenizer, Document document)
        {
            var tokens = new MaskedTokens();
            tokenizer.Tokenize(document, tokens);
            return tokens.Tokens.ToArray();
        }
    }

    [Fact]
    public void Tokenize_TextWithASentinelAndWrongOptions_AreRefused()
    {
        Assert.Contains("'d' has the token 195, which is a sentinel", Assert.Throws<InvalidDataException>(
            () => Make().MakeExamples(new Document("d", "é"))).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new DenoisingTokenizer(ByteTokenEncoder.Instance, []));
        Assert.Throws<ArgumentException>(() => new DenoisingTokenizer(ByteTokenEncoder.Instance, [257]));
        Assert.Throws<ArgumentException>(() => new DenoisingTokenizer(ByteTokenEncoder.Instance, [1, 1]));
        Assert.Throws<InvalidDataException>(() => DenoisingExample.Restore([128], [129, 5], Sentinels));
        Assert.Throws<InvalidDataException>(() => DenoisingExample.Restore([128], [128, 5, 129, 6], Sentinels));
    }

    [Fact]
    public void WriteAsync_Shards_KeepTheMask()
    {
        using TokenShards shards = TokenShardFolder.Write(folder.Combine("ul2"), [Text(1, 60), Text(2, 30)], new TokenShardSink(Make()));
        Assert.True(shards.HasMask);
        var loss = new bool[shards.GetLength(0)];
        shards.ReadMask(0, 0, loss);
        int inputs = Array.IndexOf(loss, true);
        int[] tokens = shards.GetTokens(0);
        IReadOnlyList<int> restored = DenoisingExample.Restore(tokens[1..inputs], tokens[inputs..^1], Sentinels);
        Assert.Equal(Text(1, 60).Text, Encoding.ASCII.GetString([.. restored.Select(token => (byte)token)]));
    }

    [Fact]
    public void Describe_EachOption_ChangesTheFingerprint()
    {
        NGramReplacer replacer;
        using (TokenShards shards = TokenShardFolder.WriteTexts(folder.Combine("counted"), ["ab"]))
            replacer = NGramReplacer.Count(shards, order: 1, power: 0.5);
        ByteTokenEncoder bytes = ByteTokenEncoder.Instance;
        IDocumentTokenizer[] tokenizers =
        [
            Make(), Make(seed: 1), Make(maxTokens: 2), Make(denoisers: [Denoiser.Ul2[0]]), Make(denoisers: [Denoiser.Ul2[0] with { Share = 2 }]),
            Make(denoisers: [Denoiser.Ul2[1]]), new DenoisingTokenizer(bytes, Sentinels), new DenoisingTokenizer(bytes, [128]),
            new MaskedLanguageTokenizer(bytes, 255), new MaskedLanguageTokenizer(bytes, 254),
            new MaskedLanguageTokenizer(bytes, 255) { Part = RowPart.Targets },
            new MaskedLanguageTokenizer(bytes, 255) { Rate = 0.2 }, new MaskedLanguageTokenizer(bytes, 255) { MaskShare = 0.7 },
            new MaskedLanguageTokenizer(bytes, 255) { RandomShare = 0.2 }, new MaskedLanguageTokenizer(bytes, 255) { WholeWords = true },
            new MaskedLanguageTokenizer(bytes, 255) { SpanFields = ["a"] }, new MaskedLanguageTokenizer(bytes, 255) { ExcludedTokens = [1] },
            new MaskedLanguageTokenizer(bytes, 255) { Seed = 1 }, new ReplacedTokenTokenizer(bytes, replacer),
            new ReplacedTokenTokenizer(bytes, replacer) { Part = RowPart.Targets }, new ReplacedTokenTokenizer(bytes, replacer) { Rate = 0.2 },
            new ReplacedTokenTokenizer(bytes, replacer) { Seed = 1 },
        ];
        string[] fingerprints = [.. tokenizers.Select(tokenizer =>
        {
            var writer = new FingerprintWriter();
            tokenizer.Describe(writer);
            return writer.ToFingerprint();
        })];
        Assert.Equal(tokenizers.Length, fingerprints.Distinct().Count());
    }

    private static DenoisingTokenizer Make(ulong seed = 0, int maxTokens = 512, IReadOnlyList<Denoiser>? denoisers = null) =>
        new(ByteTokenEncoder.Instance, Sentinels) { Seed = seed, MaxTokens = maxTokens, Denoisers = denoisers ?? Denoiser.Ul2, ModeTokens = Modes };

    private static bool[] Loss(MaskedTokens tokens) =>
        [.. tokens.Runs.ToArray().SelectMany((length, run) => Enumerable.Repeat(run % 2 == 1, length))];

    private static Document Text(int id, int length)
    {
        var random = new SeededRandom((ulong)id);
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) text.Append((char)('a' + random.NextInt64(26)));
        return new Document($"t{id}", text.ToString());
    }
}
