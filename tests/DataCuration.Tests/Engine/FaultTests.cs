using System.Text.Json;
using DataCuration.TestKit;

namespace DataCuration.Tests.Engine;

public sealed class FaultTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static FakeFilter ThrowsOn(Func<int, bool> bad) =>
        new(document => bad(int.Parse(document.Id[1..], System.Globalization.CultureInfo.InvariantCulture))
            ? throw new FormatException("bad " + document.Id) : StageResult.Keep);

    [Fact]
    public async Task Fail_FirstFault_FailsTheShardAndNamesIt()
    {
        CurationRunException error =
            await Assert.ThrowsAsync<CurationRunException>(() => RunFolder.Documents(10).Pipe(ThrowsOn(i => i == 4)).WriteJsonlAsync("out", folder.Run()));
        ShardFailedException failure = Assert.Single(error.Failures);
        Assert.Equal(0, failure.Shard);
        Assert.IsType<FormatException>(failure.InnerException);
        Assert.Contains("shard 0: document 'd4' (memory, offset 4): stage FakeFilter: FormatException: bad d4", failure.Message, StringComparison.Ordinal);
        Assert.Empty(folder.Files("out"));
        Assert.Empty(Directory.GetFiles(folder.State("out", "manifests")));
        Assert.Empty(Directory.GetFileSystemEntries(folder.State("out", "tmp")));
    }

    [Fact]
    public async Task Fail_OneShardOfSeveral_KeepsTheOthers()
    {
        await Assert.ThrowsAsync<CurationRunException>(() => RunFolder.Documents(3_000).Pipe(ThrowsOn(i => i == 1_500)).WriteJsonlAsync("out", folder.Run()));
        Assert.Equal(["part-00000.jsonl", "part-00002.jsonl"], folder.Files("out"));
        Assert.Equal(3_000 - 1_024, folder.Report("out").Kept);
    }

    [Theory]
    [InlineData(10, true)]
    [InlineData(11, false)]
    public async Task Quarantine_AtTheShardsEnd_AllowsExactlyTheRatio(int faults, bool allowed)
    {
        CurationRun run = folder.Run(options => options with { Faults = FaultPolicy.Quarantine(0.1) });
        Corpus corpus = RunFolder.Documents(100).Pipe(ThrowsOn(i => i < faults));
        if (allowed)
        {
            await corpus.WriteJsonlAsync("out", run);
            Assert.Equal(faults, folder.Report("out").Faulted);
            return;
        }
        CurationRunException error = await Assert.ThrowsAsync<CurationRunException>(() => corpus.WriteJsonlAsync("out", run));
        Assert.Contains("11 faults in 100 documents are more than the 10", error.Message, StringComparison.Ordinal);
        Assert.Contains("allows: 11 x FakeFilter: FormatException. The first: document 'd0' (memory, offset 0): stage FakeFilter: FormatException: bad d0.",
            error.Message, StringComparison.Ordinal);
        Assert.Equal(11, File.ReadAllLines(folder.State("out", "quarantine/part-00000.failed.jsonl")).Length);
        Assert.Empty(folder.Files("out"));
    }

    [Fact]
    public async Task Quarantine_WithinTheShard_EndsItAtTheNextBoundary()
    {
        // A ratio that is exceeded from the first document is judged once there are enough documents, not only at the end.
        FakeFilter stage = ThrowsOn(i => i % 2 == 0);
        string input = folder.Inputs.Write("in.jsonl", string.Concat(Enumerable.Range(0, 5_000).Select(i => $"{{\"id\":\"d{i}\",\"text\":\"t\"}}\n")));
        CurationRun run = folder.Run(options => options with { Faults = FaultPolicy.Quarantine(0.1), BatchDocuments = 100 });
        CurationRunException error = await Assert.ThrowsAsync<CurationRunException>(() => Corpus.FromJsonl(input).Pipe(stage).WriteJsonlAsync("out", run));
        // The verdict is on the first 1,024 records for any batch size; the batch that holds the last of them is finished first.
        Assert.Contains("512 faults in 1024 documents", error.Message, StringComparison.Ordinal);
        Assert.Equal(1_100, stage.Calls);
    }

    [Fact]
    public async Task Quarantine_ExceededByAWrongField_NamesTheReasonsAndTheFieldsThatAreThere()
    {
        // The mistake of everyone's first run: the text is in another field.
        string input = folder.Inputs.Write("in.jsonl", string.Concat(Enumerable.Range(0, 53)
            .Select(i => i % 20 == 0 ? "{\"id\": broken}\n" : $"{{\"id\":\"d{i}\",\"content\":\"t\",\"n\":{i}}}\n")));
        CurationRun run = folder.Run(options => options with { Faults = FaultPolicy.Quarantine(0.1) });
        CurationRunException error = await Assert.ThrowsAsync<CurationRunException>(() => Corpus.FromJsonl(input).WriteJsonlAsync("out", run));
        Assert.Contains("53 faults in 53 documents are more than the 10", error.Message, StringComparison.Ordinal);
        Assert.Contains("allows: 50 x missing_text, 3 x invalid_json. The first: record 1 of the shard, in.jsonl, offset 0: invalid_json:", error.Message,
            StringComparison.Ordinal);
        CurationRunException first = await Assert.ThrowsAsync<CurationRunException>(() => Corpus.FromJsonl(folder.Inputs.Write("other.jsonl",
            "{\"id\":\"a\",\"content\":\"t\",\"n\":1}\n")).WriteJsonlAsync("second", run));
        Assert.Contains("1 x missing_text. The first: record 1 of the shard, other.jsonl, offset 0: missing_text: the record has no field 'text'; "
            + "fields here: id, content, n; set TextField to the field with the text", first.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Quarantine_ThrowingDocument_IsKeptWithStageAndException()
    {
        CurationRun run = folder.Run(options => options with { Faults = FaultPolicy.Quarantine(0.5) });
        await RunFolder.Documents(4).Pipe(ThrowsOn(i => i == 2)).WriteJsonlAsync("out", run);
        using JsonDocument line = JsonDocument.Parse(Assert.Single(File.ReadAllLines(folder.State("out", "quarantine/part-00000.jsonl"))));
        Assert.Equal(
            ("document", "FakeFilter", "System.FormatException", "bad d2", "d2", "text of d2", 2),
            (Text("kind"), Text("stage"), Text("error"), Text("message"), Text("id"), Text("text"), line.RootElement.GetProperty("offset").GetInt64()));
        // The quarantine is an output like the others: a run that finds it missing repeats the shard.
        Assert.Contains(folder.Report("out").Shards[0].Outputs, file => file.Name == ".curation/quarantine/part-00000.jsonl");

        string? Text(string name) => line.RootElement.GetProperty(name).GetString();
    }

    [Fact]
    public async Task MaxDocumentChars_LongerDocument_IsARecordFault()
    {
        CurationRun run = folder.Run(options => options with { Faults = FaultPolicy.Quarantine(0.5), MaxDocumentChars = 4 });
        // Four characters may take twelve bytes. Five are too many, however few bytes they have.
        await Corpus.FromDocuments([new Document("a", "€€€€"), new Document("b", "12345"), new Document("c", "1234")]).WriteJsonlAsync("out", run);
        Assert.Equal(["a", "c"], folder.Lines("out").Select(line => line.Split('"')[3]));
        RunReport report = folder.Report("out");
        Assert.Equal((3, 2, 1), (report.Records, report.Kept, report.Faulted));
        Assert.Contains("document_too_long", File.ReadAllText(folder.State("out", "quarantine/part-00000.jsonl")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_SinkThrowsAndItsDisposalToo_ReportsTheFirst()
    {
        CurationRunException error =
            await Assert.ThrowsAsync<CurationRunException>(() => RunFolder.Documents(3).WriteAsync("out", new BrokenSink(), folder.Run()));
        Assert.Contains("the write failed", Assert.Single(error.Failures).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Write_TimeOutOfAService_IsAFaultAndNotTheRunsCancellation()
    {
        CurationRun run = folder.Run(options => options with { Faults = FaultPolicy.Quarantine(0.5) });
        var stage = new FakeAsyncTransform((document, _) => document.Id == "d1" ? throw new TaskCanceledException("the service took too long")
            : ValueTask.FromResult(StageResult.Keep));
        await RunFolder.Documents(4).Pipe(stage).WriteJsonlAsync("out", run);
        Assert.Equal(1, folder.Report("out").Faulted);
    }

    [Theory]
    [InlineData("filter")]
    [InlineData("async")]
    [InlineData("batch")]
    [InlineData("expander")]
    public async Task Write_CancelledAndTheStageThrowsSomethingElse_IsCancelledAndHoldsNoFault(string shape)
    {
        // Clients may throw any exception when their connection closes: it says nothing about the document.
        using var cancellation = new CancellationTokenSource();
        StageResult Cancel(Document document)
        {
            if (document.Id != "d2") return StageResult.Keep;
            cancellation.Cancel();
            throw new IOException("connection closed");
        }
        Stage stage = shape switch
        {
            "filter" => new FakeFilter(Cancel),
            "async" => new FakeAsyncTransform((document, _) => ValueTask.FromResult(Cancel(document))),
            "batch" => new FakeBatchTransform(Cancel),
            _ => new FakeExpander(document => Cancel(document).IsKeep ? [document] : []),
        };
        CurationRun run = folder.Run(options => options with { Faults = FaultPolicy.Quarantine(1) });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunFolder.Documents(4).Pipe(stage)
            .WriteJsonlAsync("out", run, cancellationToken: cancellation.Token));
        Assert.Empty(folder.Files("out"));
        Assert.Empty(Directory.GetFiles(folder.State("out", "manifests")));
    }

    private sealed class BrokenSink : IDocumentSink
    {
        public void Describe(FingerprintWriter writer) => writer.Add("kind", "broken");

        public IShardWriter Open(ShardOutput output) => new Writer();

        private sealed class Writer : IShardWriter
        {
            public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken) =>
                throw new InvalidOperationException("the write failed");

            public ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

            public ValueTask DisposeAsync() => throw new InvalidOperationException("and so did the end");
        }
    }
}
