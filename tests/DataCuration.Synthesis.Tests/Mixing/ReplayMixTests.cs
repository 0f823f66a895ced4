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

    /// <summary>Half of the tokens of short documents in shards can be their ends.</summary>
    [Theory]
    [InlineData(true, 0.295, 0.305)]
    [InlineData(false, 0.4, 0.5)]
    public async Task Fit_ShortReplayDocuments_HaveTheShareInTokenShardsIfEndsCount(bool countsEnd, double least, double most)
    {
        Document[] texts = [.. Enumerable.Range(0, 200).Select(i => new Document($"s{i}", new string('s', 200)))];
        Document[] general = [.. Enumerable.Range(0, 20_000).Select(i => new Document($"r{i}", "r"))];
        var fit = new ReplayMix(Corpus.FromDocuments(general)) { Share = 0.3, TokenEncoder = ByteTokenEncoder.Instance, CountsEndOfDocument = countsEnd };
        MixedCorpus mix = await FitAsync(Corpus.FromDocuments(texts), fit, $"mix-{countsEnd}");
        using CurationRun run = Run($"tokens-{countsEnd}");
        using TokenShards tokens = await mix.Corpus.WriteTokenShardsAsync("tokens", ByteTokenEncoder.Instance, run, TestContext.Current.CancellationToken);
        Assert.InRange(1 - (200 * 201.0 / tokens.TokenCount), least, most);
        Assert.Equal(0.3, mix.Report.MeasuredShare, 1e-3);
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
        Assert.Contains($"the replay corpus has {mix.Report.AvailableReplayTokens:N0} in 10 documents. All of it is in the mix", Warning(run));
    }

    [Theory]
    [InlineData(16)]
    [InlineData(1_024)]
    public async Task Fit_FewDocumentsInAnyNumberOfParts_MeetsTheShareToWithinADocument(int parts)
    {
        Document[] texts = Same("s", 20, 100), general = Same("r", 100, 100);
        using CurationRun run = Run("few");
        MixedCorpus mix = await MixAsync(run, texts, general, mix => new ReplayMix(mix) { Parts = parts, TokenEncoder = ByteTokenEncoder.Instance });
        Assert.Equal((20, 2), (mix.Report.SyntheticDocuments, mix.Report.ReplayDocuments)); // a tenth of 2,200 tokens
        Assert.Empty(run.Reports.SelectMany(report => report.Warnings));
        List<Document> documents = await DocumentsAsync(mix, run);
        Assert.Equal(22, documents.Count);
        Assert.Equal(2, documents.Count(document => document.Get(ReplayMix.Role) == ReplayMix.ReplayRole));
    }

    [Fact]
    public async Task Fit_LongReplayDocuments_ArePassedOverForTheNextOnes()
    {
        Document[] texts = Same("s", 100, 100), general = [.. Same("r", 50, 100), .. Same("long", 50, 100_000)];
        using CurationRun run = Run("long");
        MixedCorpus mix = await MixAsync(run, texts, general, mix => new ReplayMix(mix) { TokenEncoder = ByteTokenEncoder.Instance });
        Assert.Equal((11, 1_100), (mix.Report.ReplayDocuments, mix.Report.ReplayTokens)); // 1,111 tokens are a tenth
        Assert.Empty(run.Reports.SelectMany(report => report.Warnings));
    }

    [Fact]
    public async Task Fit_OnlyLongReplayDocuments_WarnsThatTheyAreLong()
    {
        using CurationRun run = Run("only-long");
        MixedCorpus mix = await MixAsync(run, Same("s", 10, 100), Same("long", 5, 100_000), mix => new ReplayMix(mix));
        Assert.Equal((0, 5), (mix.Report.ReplayDocuments, mix.Report.AvailableReplayDocuments));
        Assert.Contains("The documents of the replay corpus are long for that", Warning(run));
    }

    [Fact]
    public async Task Fit_AnyStretchOfTheMix_HasTheShareToWithinADocument()
    {
        Document[] texts = Texts("s", 400, 100), general = Texts("r", 400, 100);
        using CurationRun run = Run("even");
        MixedCorpus mix = await MixAsync(run, texts, general, mix => new ReplayMix(mix) { Share = 0.3, TokenEncoder = ByteTokenEncoder.Instance });
        double ratio = (double)mix.Report.ReplayTokens / mix.Report.SyntheticTokens;
        long own = 0, replay = 0;
        foreach (Document document in await DocumentsAsync(mix, run))
        {
            if (document.Get(ReplayMix.Role) == ReplayMix.ReplayRole) replay += document.Text.Length;
            else own += document.Text.Length;
            Assert.InRange(replay - own * ratio, -150, 150); // the longest document has 149 tokens
        }
        Assert.Equal((mix.Report.SyntheticTokens, mix.Report.ReplayTokens), (own, replay));
    }

    [Fact]
    public async Task Fit_LargeReplayCorpus_WritesOnlyTheChosenDocuments()
    {
        Document[] texts = Same("s", 50, 100), general = Same("r", 5_000, 100);
        using CurationRun run = Run("needed");
        MixedCorpus mix = await MixAsync(run, texts, general, mix => new ReplayMix(mix) { Share = 0.2 });
        string[] files = Directory.GetFiles(folder["needed"], "*.jsonl", SearchOption.AllDirectories);
        Assert.Equal(13, mix.Report.ReplayDocuments);
        Assert.Equal(2 * 13, files.Sum(file => File.ReadLines(file).Count(line => line.Contains("\"mix_role\":\"replay\"", StringComparison.Ordinal))));
    }

    [Fact]
    public async Task Fit_MoreTextThanTheSortHolds_GivesTheSameMix()
    {
        // About 2 MB of lines for each of two sorts, in buffers of 1.2 MB.
        Document[] texts = Texts("s", 1_000, 2_000), general = Texts("r", 1_500, 2_000);
        RunOptions limits = new() { MaxRecordBytes = 50_000, MaxDocumentChars = 10_000, WorkDirectory = folder["spill"] };
        using CurationRun run = Run("fits"), small = new(limits);
        MixedCorpus fits = await MixAsync(run, texts, general, mix => new ReplayMix(mix) { Share = 0.5 });
        MixedCorpus spilled = await MixAsync(small, texts, general, mix => new ReplayMix(mix) { Share = 0.5, MinSortBytes = 1 << 20 });
        Assert.Equal(fits.Report, spilled.Report);
        Assert.Equal((await DocumentsAsync(fits, run)).Select(document => document.Id), (await DocumentsAsync(spilled, run)).Select(document => document.Id));
    }

    [Fact]
    public async Task Fit_ManyParts_HasFewFilesOpen()
    {
        var store = new CountingFileStore();
        using CurationRun run = new(new RunOptions { WorkDirectory = folder["open"], MaxParallelShards = 1, Files = store });
        await MixAsync(run, Same("s", 200, 10), Same("r", 200, 10), mix => new ReplayMix(mix) { Parts = 40 });
        Assert.True(store.Created >= 40);
        Assert.InRange(store.MostOpen, 1, 8);
    }

    [Fact]
    public async Task Fit_ReplayThatChangesBetweenReads_IsAnErrorThatNamesTheDocument()
    {
        int reads = 0;
        Corpus replay = Corpus.FromDocuments(Same("r", 100, 100)).Pipe(new FakeFilter(document => document.Id == "r3" && Interlocked.Increment(ref reads) > 1
            ? StageResult.Drop("changed") : StageResult.Keep));
        using CurationRun run = Run("changes");
        CurationException error = await Assert.ThrowsAnyAsync<CurationException>(() => Corpus.FromDocuments(Same("s", 100, 100)).FitAsync(
            new ReplayMix(replay) { Share = 0.4 }, run, TestContext.Current.CancellationToken));
        Assert.Contains("gave other documents when it was read again", error.ToString());
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

    private static Document[] Same(string name, int count, int length) =>
        [.. Enumerable.Range(0, count).Select(i => new Document($"{name}{i}", new string(name[0], length)))];

    private static Task<MixedCorpus> MixAsync(CurationRun run, Document[] texts, Document[] general, Func<Corpus, ReplayMix> create) =>
        Corpus.FromDocuments(texts).FitAsync(create(Corpus.FromDocuments(general)), run, TestContext.Current.CancellationToken);

    private static async Task<List<Document>> DocumentsAsync(MixedCorpus mix, CurationRun run) =>
        await mix.Corpus.AsAsyncEnumerable(run, TestContext.Current.CancellationToken).ToListAsync(TestContext.Current.CancellationToken);

    private static string Warning(CurationRun run) => Assert.Single(run.Reports.SelectMany(report => report.Warnings)).Message;

    private async Task<MixedCorpus> FitAsync(Corpus texts, ReplayMix mix, string name, int workers = 2)
    {
        using CurationRun run = Run(name, workers);
        return await texts.FitAsync(mix, run, TestContext.Current.CancellationToken);
    }

    private CurationRun Run(string name, int workers = 2) => new(new RunOptions { WorkDirectory = folder[name], MaxParallelShards = workers });
}
