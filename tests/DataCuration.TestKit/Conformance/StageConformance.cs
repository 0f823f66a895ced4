using Xunit;

namespace DataCuration.TestKit;

/// <summary>Tests that every stage has to pass. Derive a test class from it.</summary>
public abstract class StageConformance : IDisposable
{
    private readonly RunFolder folder = new();

    /// <summary>Creates the stage, each time with the same options.</summary>
    protected abstract Stage Create();

    /// <summary>Creates a stage of the same type with other options; null if it has none.</summary>
    protected abstract Stage? CreateOther();

    /// <summary>Documents that show what the stage does. The stage must change, drop or expand at least one.</summary>
    protected virtual IEnumerable<Document> Documents() =>
        Enumerable.Range(0, 60).Select(i => new Document($"d{i}", string.Join(' ', Enumerable.Repeat("word", i % 13)) + (i % 4 == 0 ? "." : "")));

    [Fact]
    public void Describe_SameOptions_GivesTheSameParts()
    {
        IReadOnlyList<FingerprintPart> parts = Parts(Create());
        Assert.Equal(parts, Parts(Create()));
        if (CreateOther() is { } other) Assert.NotEqual(parts, Parts(other));
    }

    [Fact]
    public async Task Run_AnyBatches_GivesTheSameDocuments()
    {
        string[] expected = await Texts(Create(), 256);
        Assert.NotEqual(Documents().Select(Text), expected);
        foreach (int batch in new[] { 1, 7 }) Assert.Equal(expected, await Texts(Create(), batch));
        Stage shared = Create();
        Assert.Equal(expected, await Texts(shared, 256));
        Assert.Equal(expected, await Texts(shared, 5));
    }

    [Fact]
    public async Task Run_SeveralWorkers_GivesTheSameBytesAndLosesNoCount()
    {
        Corpus corpus = Corpus.FromDocuments(Enumerable.Range(0, 60).SelectMany(_ => Documents())).Pipe(Create());
        await corpus.WriteJsonlAsync("one", folder.Run(options => options with { MaxParallelShards = 1, Faults = FaultPolicy.Quarantine(1) }));
        await corpus.WriteJsonlAsync("four", folder.Run(options => options with { MaxParallelShards = 4, Faults = FaultPolicy.Quarantine(1) }));
        Assert.Equal(folder.Lines("one"), folder.Lines("four"));
        RunReport report = folder.Report("four");
        Assert.Equal(report.Records + report.Emitted, report.Kept + report.Dropped + report.Faulted);
        Assert.Equal(report.Kept, folder.Lines("four").Length);
    }

    [Fact]
    public async Task Run_OddTexts_EndsInAResultOrAFault()
    {
        string[] texts = ["", " ", "\n\n", "\0", "\U0001F600", new('x', 100_000), "a\u0301"];
        CurationRun run = folder.Run(options => options with { Faults = FaultPolicy.Quarantine(1) });
        Task odd = Corpus.FromDocuments(texts.Select((text, i) => new Document($"odd{i}", text))).Pipe(Create()).WriteJsonlAsync("odd", run);
        // A stage that reads a field may say that no document has it, once the phase is complete.
        if (Create() is IPhaseCheck) await odd.ContinueWith(static _ => { }, TaskScheduler.Default);
        else await odd;
        Assert.Equal(texts.Length, folder.Report("odd").Records);
    }

    [Fact]
    public async Task Run_Cancelled_Throws()
    {
        using var cancellation = new CancellationTokenSource();
        await cancellation.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Corpus.FromDocuments(Documents()).Pipe(Create())
            .WriteJsonlAsync("cancelled", folder.Run(), cancellationToken: cancellation.Token));
    }

    public void Dispose()
    {
        folder.Dispose();
        GC.SuppressFinalize(this);
    }

    private static List<FingerprintPart> Parts(Stage stage)
    {
        var writer = new FingerprintWriter();
        stage.Describe(writer);
        return [.. writer.Parts];
    }

    private static string Text(Document document) => $"{document.Id}: {document.Text} {string.Join(' ', document.ListFields())}";

    private async Task<string[]> Texts(Stage stage, int batch)
    {
        CurationRun run = folder.Run(options => options with { BatchDocuments = batch, Faults = FaultPolicy.Quarantine(1) });
        return [.. (await RunFolder.Read(Corpus.FromDocuments(Documents()).Pipe(stage), run)).Select(Text)];
    }
}
