using Xunit;

namespace DataCuration.TestKit;

/// <summary>Tests that every sink has to pass. Derive a test class from it.</summary>
public abstract class DocumentSinkConformance : IDisposable
{
    private readonly RunFolder folder = new();

    /// <summary>Creates the sink, each time with the same options.</summary>
    protected abstract IDocumentSink Create();

    /// <summary>Creates a sink with a different output.</summary>
    protected abstract IDocumentSink CreateOther();

    [Fact]
    public void Describe_SameOptions_GivesTheSameParts()
    {
        Assert.Equal(Fingerprint(Create()), Fingerprint(Create()));
        Assert.NotEqual(Fingerprint(Create()), Fingerprint(CreateOther()));
    }

    [Fact]
    public async Task Write_AnyBatchesAndWorkers_GivesTheSameBytes()
    {
        string[]? expected = null;
        foreach ((int batch, int workers) in new[] { (256, 1), (1, 1), (7, 4) })
        {
            string output = $"out-{batch}";
            RunReport report = await RunFolder.Documents(3_000)
                .WriteAsync(output, Create(), folder.Run(options => options with { BatchDocuments = batch, MaxParallelShards = workers }));
            Assert.Equal(3, report.Shards.Count);
            string[] files = [.. report.Shards.SelectMany(shard => shard.Outputs).Select(file => $"{file.Name} {file.Bytes} {file.Hash}")];
            Assert.NotEmpty(files);
            Assert.Equal(files, expected ??= files);
        }
    }

    [Fact]
    public async Task Write_Files_BearTheShardsName()
    {
        RunReport report = await RunFolder.Documents(3_000).WriteAsync("out", Create(), folder.Run());
        foreach (ShardReport shard in report.Shards)
            Assert.All(shard.Outputs, file => Assert.Contains($"part-{shard.Index:D5}", file.Name, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Write_NoDocuments_ComesThrough()
    {
        RunReport report = await RunFolder.Documents(10).Where(doc => doc.Text.Length == 0).WriteAsync("out", Create(), folder.Run());
        Assert.Equal(0, report.Kept);
    }

    [Fact]
    public async Task Write_ShardFailsOnTheWay_LeavesNothing()
    {
        var stage = new FakeFilter(document => document.Id == "d900" ? throw new FormatException("bad") : StageResult.Keep);
        await Assert.ThrowsAsync<CurationRunException>(() => RunFolder.Documents(1_000).Pipe(stage).WriteAsync("out", Create(), folder.Run()));
        Assert.Empty(folder.Files("out"));
        await RunFolder.Documents(1_000).Pipe(new FakeFilter(_ => StageResult.Keep)).WriteAsync("out", Create(), folder.Run());
        Assert.NotEmpty(folder.Files("out"));
    }

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private static string Fingerprint(IDocumentSink sink)
    {
        var writer = new FingerprintWriter();
        sink.Describe(writer);
        return writer.ToFingerprint();
    }
}
