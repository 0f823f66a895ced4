using System.Globalization;
using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class LossFitTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static ScoredModel Model(string name, double benchmark, double natsPerByte, int batchSize = 1) =>
        new(new(name, benchmark), new PerByte(natsPerByte, batchSize));

    [Fact]
    public async Task FitAsync_TwoModels_WritesEachDocumentsLossesAndFeedsTheTagger()
    {
        var log = new LogCapture();
        CurationRun run = folder.Run(log: log);
        Corpus corpus = Corpus.FromDocuments([new("a", "four"), new("b", ""), new("c", "unknown to it"), new("d\"é", "é")]);
        LossFile losses = await corpus.FitAsync(new LossFit(Model("small", 1, 2), Model("large", 2, 1.5)), run);
        List<DocumentLosses> read = await losses.ReadAsync(CancellationToken.None).ToListAsync();
        Assert.Equal(["a 8 6", "b NaN NaN", "c NaN NaN", "d\"é 4 3"],
            read.Select(document => FormattableString.Invariant($"{document.Id} {document.Losses[0]} {document.Losses[1]}")));
        Assert.Contains(log.Warnings, warning => warning.StartsWith("losses/check: 2 documents lack a finite loss", StringComparison.Ordinal));
        List<Document> tagged = await RunFolder.Read(corpus.Pipe(new PredictiveStrengthTagger(losses)), run);
        Assert.Equal(["a 1", "d\"é 1"], tagged.Select(document => $"{document.Id} {document.Get(PredictiveStrengthTagger.Strength)}"));
        // Benchmarks in reverse order: the same losses, the opposite strength, and no model runs.
        LossFile turned = await corpus.FitAsync(
            new LossFit(new ScoredModel(new("small", 3), new Refusing(2, 1)), new ScoredModel(new("large", 2), new Refusing(1.5, 1))), folder.Run());
        Assert.Equal(losses.Path, turned.Path);
        Assert.Equal(0, (await RunFolder.Read(corpus.Pipe(new PredictiveStrengthTagger(turned)), run))[0].Get(PredictiveStrengthTagger.Strength));
    }

    [Fact]
    public async Task FitAsync_OtherWorkers_GivesTheSameBytes()
    {
        for (int f = 0; f < 4; f++)
            folder.Inputs.Write($"pool/{f}.jsonl", string.Concat(Enumerable.Range(0, 700)
                .Select(i => FormattableString.Invariant($"{{\"id\":\"d{f}-{i}\",\"text\":\"{new string('x', 1 + (i * 7 + f) % 50)}\"}}\n"))));
        Corpus pool = Corpus.FromJsonl(new JsonlReadOptions { ShardPlan = new ShardPlanOptions { ShardBytes = 10_000, CoalesceBytes = 0 } },
            folder.Inputs["pool/*.jsonl"]);
        var bytes = new List<byte[]>();
        foreach (int workers in new[] { 1, 2, 5 })
        {
            using var work = new TemporaryFolder();
            using var run = new CurationRun(new RunOptions { WorkDirectory = work.Path, MaxParallelShards = workers });
            var scorer = new PerByte(1.1, 8);
            LossFile losses = await pool.FitAsync(new LossFit(new ScoredModel(new("a", 1), scorer), Model("b", 2, 1 / 3.0)), run);
            bytes.Add(await File.ReadAllBytesAsync(losses.Path));
            Assert.Equal(8, scorer.LargestBatch);
        }
        Assert.Equal(2_800, bytes[0].Count(b => b == '\n'));
        Assert.Equal(bytes[0], bytes[1]);
        Assert.Equal(bytes[0], bytes[2]);
    }

    [Fact]
    public async Task FitAsync_IdTwice_IsRatedIfItsLossesAreEqualAndNamedIfNot()
    {
        var log = new LogCapture();
        CurationRun run = folder.Run(log: log);
        LossFit fit = new(Model("small", 1, 2), Model("large", 2, 1.5));
        Corpus again = Corpus.FromDocuments([new("a", "four"), new("b", "other"), new("a", "four")]);
        List<Document> tagged = await RunFolder.Read(again.Pipe(new PredictiveStrengthTagger(await again.FitAsync(fit, run))), run);
        Assert.Equal(["a 1", "b 1", "a 1"], tagged.Select(document => $"{document.Id} {document.Get(PredictiveStrengthTagger.Strength)}"));
        Assert.DoesNotContain(log.Warnings, warning => warning.Contains("different losses", StringComparison.Ordinal));
        Corpus differing = Corpus.FromDocuments([new("a", "four"), new("b", "x"), new("c", "four"), new("b", "xy"), new("b", "xyz"), new("a", "another text")]);
        LossFile losses = await differing.FitAsync(fit, run);
        Assert.Contains(log.Warnings, warning =>
            warning.StartsWith("losses/check: 2 ids occur more than once with different losses (the first is 'b')", StringComparison.Ordinal));
        ShardFailedException error =
            await Assert.ThrowsAsync<ShardFailedException>(() => RunFolder.Read(differing.Pipe(new PredictiveStrengthTagger(losses)), run));
        Assert.Contains("Document 'b' occurs twice with different losses", error.GetBaseException().Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FitAsync_EmptyCorpus_GivesAnEmptyFile()
    {
        LossFile losses = await Corpus.FromDocuments([]).FitAsync(new LossFit(Model("a", 1, 1), Model("b", 2, 1)), folder.Run());
        Assert.Empty(await losses.ReadAsync(CancellationToken.None).ToListAsync());
    }

    [Fact]
    public async Task FitAsync_NegativeLoss_IsRefusedByTheModelsName()
    {
        CurationRunException error = await Assert.ThrowsAsync<CurationRunException>(() => RunFolder.Documents(3)
            .FitAsync(new LossFit(Model("a", 1, 1), Model("upside down", 2, -1)), folder.Run()));
        Assert.Contains("'upside down'", error.GetBaseException().Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_WhatCannotBeCompared_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new LossFit(Model("a", 1, 1)));
        Assert.Throws<ArgumentException>(() => new LossFit(Model("a", 1, 1), Model("a", 2, 1)));
        Assert.Throws<ArgumentException>(() => new LossFit(Model("a", 1, 1), Model("b", 2, 1, batchSize: 0)));
    }

    /// <summary>A model with a fixed loss for each byte; infinite for a text that starts with "unknown".</summary>
    private class PerByte(double nats, int batchSize) : ITextLossScorer
    {
        private int largest;

        public int BatchSize => batchSize;

        public int LargestBatch => Volatile.Read(ref largest);

        public void Describe(FingerprintWriter writer) => writer.Add("nats", nats.ToString(CultureInfo.InvariantCulture));

        public virtual void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<double> losses, CancellationToken cancellationToken)
        {
            for (int seen = largest; seen < utf8Texts.Length; seen = largest) Interlocked.CompareExchange(ref largest, utf8Texts.Length, seen);
            for (int i = 0; i < utf8Texts.Length; i++)
            {
                Assert.False(utf8Texts[i].IsEmpty);
                losses[i] = Encoding.UTF8.GetString(utf8Texts[i].Span).StartsWith("unknown", StringComparison.Ordinal)
                    ? double.PositiveInfinity : utf8Texts[i].Length * nats;
            }
        }
    }

    /// <summary>The same model, which must not run.</summary>
    private sealed class Refusing(double nats, int batchSize) : PerByte(nats, batchSize)
    {
        public override void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<double> losses, CancellationToken cancellationToken) =>
            throw new InvalidOperationException("run again");
    }
}
