using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class SelectionRuleTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private async Task<string> SelectAsync(string output, long maxHeldKeys)
    {
        KeepList list = await RunFolder.Documents(3_000).FitAsync(new OwnSelection { MaxHeldKeys = maxHeldKeys },
            folder.Run(options => options with { WorkDirectory = Path.Combine(folder.Work, output) }));
        Assert.Equal(500, list.KeptCount);
        return list.Fingerprint;
    }

    [Fact]
    public async Task Select_PartsInOneTaskOrInTasksOfTheirOwn_GiveTheSameList() =>
        Assert.Equal(await SelectAsync("one", Selector.MaxHeldKeys), await SelectAsync("own", 0));

    [Theory]
    [InlineData(0, Selector.MaxHeldKeys)]
    [InlineData(Selector.MaxHeldKeys, 0)]
    public async Task Select_ContinuedWithAnotherLimit_TakesThePartsThatAreThere(long before, long now)
    {
        string expected = await SelectAsync("work", before);
        // The run before stopped when the cutoffs were found.
        string artifact = Directory.GetDirectories(Path.Combine(folder.Work, "work", "artifacts"), "own-*").Single();
        foreach (string phase in (string[])["parts", "selection"])
            if (Directory.Exists(Path.Combine(artifact, phase))) Directory.Delete(Path.Combine(artifact, phase), recursive: true);
        Assert.Equal(expected, await SelectAsync("work", now));
    }

    /// <summary>Selects at random, with a limit of its own.</summary>
    private sealed class OwnSelection : CorpusFit<KeepList>
    {
        public required long MaxHeldKeys { get; init; }

        public override string Name => "own";

        protected override void Describe(FingerprintWriter writer) => writer.Add("own", "1");

        protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
        {
            PhaseFiles sizes = await scope.MapAsync("sizes", scope.Corpus, new Mapper(), cancellationToken);
            var rule = new SelectionRule(SelectionSize.Documents(500), 0, TopK: false, SelectionNoise.Keyed, Seed: 7) { MaxHeldKeys = MaxHeldKeys };
            return await rule.SelectAsync(scope, new WeightTable(sizes, 1), [1.0], cancellationToken);
        }
    }

    private sealed class Mapper : IDocumentSink
    {
        public void Describe(FingerprintWriter writer) => writer.Add("writes", "sizes");

        public IShardWriter Open(ShardOutput output) => new Writer(new RecordTableWriter<WeightSizes>(output, WeightTable.SizesName));
    }

    private sealed class Writer(RecordTableWriter<WeightSizes> sizes) : IShardWriter
    {
        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
                sizes.Append(document.Origin.Record, new WeightSizes(document.IdHash, 2, (uint)document.Utf8Text.Length));
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            sizes.Complete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
