using DataCuration.TestKit;

namespace DataCuration.Synthesis.Tests.Mixing;

public sealed class ReplayMixTests(ITestOutputHelper output) : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Fit_ShareOfATenth_IsMeasuredAndNoSyntheticBlockIsLost()
    {
        const int Synthetic = 2_000, BlockTokens = 64;
        // Synthetic texts are made of the byte s, replay of the byte r, so that blocks of tokens tell what they hold.
        Document[] texts = Texts("s", Synthetic, 100), general = Texts("r", 1_000, 150);
        var fit = new ReplayMix(Corpus.FromDocuments(general)) { TokenEncoder = ByteTokenEncoder.Instance };
        MixedCorpus mix = await FitAsync(Corpus.FromDocuments(texts), fit, "mix");
        output.WriteLine(mix.Report.ToString());
        using CurationRun run = Run("tokens");
        using TokenShards tokens = await mix.Corpus.WriteTokenShardsAsync("tokens", ByteTokenEncoder.Instance, run, TestContext.Current.CancellationToken);
        Dictionary<string, int> seen = [];
        long[] counts = new long[2];
        int blocks = 0, replayBlocks = 0;
        for (long i = 0; i < tokens.DocumentCount; i++) seen[tokens.GetDocument(i).Id!] = seen.GetValueOrDefault(tokens.GetDocument(i).Id!) + 1;
        var rows = new PackedRows(tokens, BlockTokens, seed: 1, epoch: 0);
        var row = new int[BlockTokens + 1];
        for (long i = 0; i < rows.Count; i++)
        {
            rows.Read(i, row);
            int replay = row[..BlockTokens].Count(token => token == 'r'), own = row[..BlockTokens].Count(token => token == 's');
            counts[0] += own;
            counts[1] += replay;
            blocks++;
            replayBlocks += replay > own ? 1 : 0;
        }
        Assert.All(texts, text => Assert.Equal(1, seen.GetValueOrDefault(text.Id))); // nothing lost, nothing twice
        Assert.All(seen.Values, count => Assert.Equal(1, count));
        double sigma = Math.Sqrt(0.1 * 0.9 / blocks);
        output.WriteLine($"{blocks} blocks, {replayBlocks} of them mostly replay: {(double)replayBlocks / blocks:P2} +- {sigma:P2}");
        Assert.InRange((double)replayBlocks / blocks, 0.1 - 3 * sigma, 0.1 + 3 * sigma);
        Assert.InRange(mix.Report.MeasuredShare, 0.095, 0.105);
        Assert.InRange((double)counts[1] / (counts[0] + counts[1]), 0.095, 0.105);
        Assert.Equal(Synthetic, mix.Report.SyntheticDocuments);
        Assert.Equal(1_000, mix.Report.AvailableReplayDocuments);
    }

    [Fact]
    public async Task Fit_AnyWorkersAndFiles_GivesTheSameMixAndAnotherSeedAnotherOrder()
    {
        Document[] texts = Texts("s", 3_000, 40), general = Texts("r", 2_500, 40);
        string[] one = await LinesAsync("one", 1, 0.3, 42), three = await LinesAsync("three", 3, 0.3, 42), other = await LinesAsync("other", 3, 0.3, 7);
        Assert.Equal(one, three);
        Assert.NotEqual(one, other);
        Assert.Equal(Ids(one, "s"), Ids(other, "s"));
        // Replay is spread over the mix: each tenth of it has its share, within 4 standard errors of a tenth's documents.
        foreach (string[] tenth in one.Chunk(one.Length / 10).Take(10))
            Assert.InRange(tenth.Count(line => line.Contains("\"mix_role\":\"replay\"", StringComparison.Ordinal)) / (double)tenth.Length, 0.21, 0.39);

        async Task<string[]> LinesAsync(string name, int workers, double share, ulong seed)
        {
            MixedCorpus mix = await FitAsync(Corpus.FromDocuments(texts),
                new ReplayMix(Corpus.FromDocuments(general)) { Share = share, Seed = seed, Parts = 3 }, name, workers);
            using CurationRun run = Run(name + "-out");
            await mix.Corpus.WriteJsonlAsync("out", run, cancellationToken: TestContext.Current.CancellationToken);
            return [.. Directory.EnumerateFiles(folder.Combine(name + "-out", "out"), "part-*.jsonl").Order(StringComparer.Ordinal).SelectMany(File.ReadLines)];
        }

        static IEnumerable<string> Ids(string[] lines, string kind) =>
            lines.Where(line => line.Contains($"\"text\":\"{kind}", StringComparison.Ordinal)).Order(StringComparer.Ordinal);
    }

    [Fact]
    public async Task Fit_ReplayTooSmall_UsesAllOfItAndWarns()
    {
        Document[] texts = Texts("s", 500, 100), general = Texts("r", 10, 100);
        using CurationRun run = Run("small");
        MixedCorpus mix = await Corpus.FromDocuments(texts).FitAsync(new ReplayMix(Corpus.FromDocuments(general)) { Share = 0.5 }, run,
            TestContext.Current.CancellationToken);
        Assert.Equal((500, 10), (mix.Report.SyntheticDocuments, mix.Report.ReplayDocuments));
        Assert.InRange(mix.Report.MeasuredShare, 0.015, 0.025);
        Assert.Contains(run.Reports.SelectMany(report => report.Warnings),
            warning => warning.Message.Contains("The replay corpus has", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fit_NoShareOrNoTexts_IsAMixToo()
    {
        Document[] texts = Texts("s", 20, 10), general = Texts("r", 10, 10);
        MixedCorpus none = await FitAsync(Corpus.FromDocuments(texts), new ReplayMix(Corpus.FromDocuments(general)) { Share = 0 }, "none");
        Assert.Equal((20, 0, 0.0), (none.Report.SyntheticDocuments, none.Report.ReplayDocuments, none.Report.MeasuredShare));
        MixedCorpus empty = await FitAsync(Corpus.FromDocuments([]), new ReplayMix(Corpus.FromDocuments(general)), "empty");
        Assert.Equal((0, 0), (empty.Report.SyntheticDocuments, empty.Report.ReplayDocuments));
        using CurationRun run = Run("count");
        Assert.Equal(0, await empty.Corpus.AsAsyncEnumerable(run, TestContext.Current.CancellationToken).CountAsync(TestContext.Current.CancellationToken));
    }

    [Fact]
    public void Options_OutOfRange_AreRefused()
    {
        Corpus corpus = Corpus.FromDocuments([]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReplayMix(corpus) { Share = 1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReplayMix(corpus) { Share = double.NaN });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ReplayMix(corpus) { Parts = 0 });
        Assert.Throws<ArgumentNullException>(() => new ReplayMix(null!));
    }

    private static Document[] Texts(string letter, int count, int length)
    {
        var random = new SeededRandom(letter[0]);
        return [.. Enumerable.Range(0, count).Select(i => new Document($"{letter}{i}",
            string.Concat(Enumerable.Repeat(letter, length / 2 + (int)random.NextInt64(length)))))];
    }

    private async Task<MixedCorpus> FitAsync(Corpus texts, ReplayMix mix, string name, int workers = 2)
    {
        using CurationRun run = Run(name, workers);
        return await texts.FitAsync(mix, run, TestContext.Current.CancellationToken);
    }

    private CurationRun Run(string name, int workers = 2) => new(new RunOptions { WorkDirectory = folder[name], MaxParallelShards = workers });
}
