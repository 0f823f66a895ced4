using Xunit;

namespace DataCuration.TestKit;

/// <summary>Tests that every source has to pass. Derive a test class from it.</summary>
public abstract class ShardedSourceConformance : IDisposable
{
    private readonly RunFolder folder = new();

    /// <summary>Creates the source, each time over the same content of at least two shards and ten documents.</summary>
    protected abstract IShardedSource Create();

    /// <summary>Creates a source with other options or content.</summary>
    protected abstract IShardedSource CreateOther();

    [Fact]
    public async Task ListShards_Twice_IsTheSameAndDependsOnTheContentOnly()
    {
        string first = await Fingerprint(Create());
        Assert.Equal(first, await Fingerprint(Create()));
        Assert.NotEqual(first, await Fingerprint(CreateOther()));
        IShardedSource source = Create();
        Assert.Equal(first, await Fingerprint(source));
        Assert.Equal(first, await Fingerprint(source));
    }

    [Fact]
    public async Task Read_AnyBatches_GivesTheSameRecordsInOrder()
    {
        SourceContent expected = await SourceContent.ReadAsync(Create(), batchDocuments: 256);
        Assert.True(expected.Shards.Count >= 2 && expected.Documents.Count >= 10);
        foreach (int batch in new[] { 1, 3 })
        {
            SourceContent content = await SourceContent.ReadAsync(Create(), batchDocuments: batch);
            Assert.Equal(expected.Documents.Select(document => (document.Id, document.Text, document.Origin)),
                content.Documents.Select(document => (document.Id, document.Text, document.Origin)));
            Assert.Equal(expected.RecordsByShard, content.RecordsByShard);
        }
        Assert.Equal(expected.RecordsByShard.Sum(), expected.Documents.Count + expected.Faults.Count);
    }

    [Fact]
    public async Task Read_Selection_GivesTheWantedRecordsOnly()
    {
        SourceContent all = await SourceContent.ReadAsync(Create());
        SourceContent some = await SourceContent.ReadAsync(Create(), selection: record => record % 3 == 1);
        Assert.Equal(all.Documents.Where(document => document.Origin.Record % 3 == 1).Select(document => document.Id),
            some.Documents.Select(document => document.Id));
        Assert.Equal(all.RecordsByShard, some.RecordsByShard);
    }

    [Fact]
    public async Task Read_ThroughTheEngine_LosesNothing()
    {
        SourceContent all = await SourceContent.ReadAsync(Create());
        CurationRun run = folder.Run(options => options with { MaxParallelShards = 3, Faults = FaultPolicy.Quarantine(1) });
        await Corpus.FromSource(Create()).WriteJsonlAsync("out", run);
        Assert.Equal(all.Documents.Count, folder.Lines("out").Length);
        Assert.Equal(all.Faults.Count, folder.Report("out").Faulted);
        Assert.Equal(all.Documents.Take(5).Select(document => document.Id),
            (await RunFolder.Read(Corpus.FromSource(Create()).Take(5 + all.Faults.Count), run)).Take(5).Select(document => document.Id));
    }

    [Fact]
    public async Task Read_Cancelled_ThrowsOrReturns()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Corpus.FromSource(Create())
            .WriteJsonlAsync("cancelled", folder.Run(), cancellationToken: cancellation.Token));
    }

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private static async Task<string> Fingerprint(IShardedSource source)
    {
        var writer = new FingerprintWriter();
        source.Describe(writer);
        foreach (SourceShard shard in await source.ListShardsAsync(CancellationToken.None)) shard.Describe(writer);
        return writer.ToFingerprint();
    }
}
