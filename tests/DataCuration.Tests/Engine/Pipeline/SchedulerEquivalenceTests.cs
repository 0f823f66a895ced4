using System.IO.Hashing;
using DataCuration.TestKit;

namespace DataCuration.Tests.Engine.Pipeline;

/// <summary>The bytes of output, drops and quarantine are the same for any window, batch, number of workers and number of ranks.</summary>
public sealed class SchedulerEquivalenceTests : IDisposable
{
    private readonly RunFolder folder = new();
    private readonly string[] inputs;

    public SchedulerEquivalenceTests() => inputs =
    [
        .. Enumerable.Range(0, 3).Select(f => folder.Inputs.Write($"in/{f}.jsonl",
            string.Concat(Enumerable.Range(0, 90).Select(i => i == 40 ? "{broken\n" : $"{{\"id\":\"d{f}-{i}\",\"text\":\"text {i}\"}}\n")))),
    ];

    public void Dispose() => folder.Dispose();

    /// <summary>A recipe with every kind of asynchronous stage, whose calls end out of order, drop, replace, throw and expand.</summary>
    private Corpus Recipe(int window)
    {
        return Corpus.FromJsonl(new JsonlReadOptions { ShardPlan = new ShardPlanOptions { CoalesceBytes = 0 } }, inputs)
            .Pipe(
                new FakeFilter(document => Draw(document, 0) % 5 == 0 ? StageResult.Drop("first") : StageResult.Keep),
                new FakeAsyncTransform(async (document, _) => await Decide(document, 1), maxConcurrency: 7, window: window),
                new FakeFilter(document => Draw(document, 2) % 9 == 0 ? StageResult.Drop("between") : StageResult.Keep, version: "2"),
                new FakeBatchTransform(document => Draw(document, 3) % 11 == 0 ? throw new FormatException("batch")
                    : StageResult.Replace(document.WithText(document.Text + "b")), batchSize: 1 + (window % 13)),
                new ConcurrentExpander(document => Enumerable.Range(0, (int)(Draw(document, 4) % 4)), async (document, item, _) =>
                {
                    await Wait(document, 5 + item);
                    return Draw(document, 5) % 13 == 0 && item == 1 ? throw new FormatException("child") : new Document(null, $"{document.Text}/{item}");
                }, maxConcurrency: 5, window: window),
                new FakeAsyncTransform(async (document, _) => await Decide(document, 9), maxConcurrency: 3, window: window, version: "3"))
            .DropsTo("drops");
    }

    private static ulong Draw(Document document, int what) => SeededRandom.Create((ulong)what, "equivalence", document.Id).NextUInt64();

    private static async Task Wait(Document document, int what)
    {
        switch (Draw(document, 100 + what) % 4)
        {
            case 0: await Task.Delay(1 + (int)(Draw(document, 200 + what) % 4), CancellationToken.None); break;
            case 1: await Task.Yield(); break;
        }
    }

    private static async ValueTask<StageResult> Decide(Document document, int what)
    {
        await Wait(document, what);
        return (Draw(document, what) % 8) switch
        {
            0 => StageResult.Drop("low"),
            1 => throw new FormatException("the stage said so"),
            2 or 3 => StageResult.Replace(document.WithText(document.Text + "!")),
            _ => StageResult.Keep,
        };
    }

    /// <summary>Hashes of all files of an output, and the counts of its stages.</summary>
    private string Snapshot(string output)
    {
        string path = Path.Combine(folder.Work, output);
        IEnumerable<string> files = Directory.GetFiles(path, "*", SearchOption.AllDirectories)
            .Where(file => !file.Contains("/manifests/", StringComparison.Ordinal) && !file.Contains("/ranks/", StringComparison.Ordinal)
                && !file.EndsWith("recipe.json", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal).Select(file => $"{Path.GetRelativePath(path, file)} {Convert.ToHexString(XxHash128.Hash(File.ReadAllBytes(file)))}");
        RunReport report = folder.Report(output);
        IEnumerable<string> counts = report.Stages.Select(
            stage => $"{stage.Name} {stage.In} {stage.Kept} {stage.Replaced} {stage.Faulted} {stage.Emitted} {string.Join(' ', stage.DroppedByReason)}");
        return string.Join('\n', files.Concat(counts));
    }

    [Fact]
    public async Task Write_AnyWindowBatchWorkersAndRanks_GivesTheSameBytes()
    {
        string? expected = null;
        int number = 0;
        foreach (int window in (int[])[1, 2, 32, 1_000])
        {
            foreach (int batch in (int[])[1, 64, 256])
            {
                foreach ((int workers, int ranks) in ((int, int)[])[(1, 1), (2, 1), (5, 1), (2, 3)])
                {
                    string output = $"out{number++}";
                    Task[] runs = [.. Enumerable.Range(0, ranks)
                        .Select(rank => Task.Run(() => Recipe(window).WriteJsonlAsync(output, folder.Run(options => options with
                    {
                        MaxParallelShards = workers, BatchDocuments = batch, Rank = rank, WorldSize = ranks, Faults = FaultPolicy.Quarantine(0.6),
                    }))))];
                    await Task.WhenAll(runs);
                    string actual = Snapshot(output);
                    if (expected is null)
                    {
                        expected = actual;
                        RunReport report = folder.Report(output);
                        Assert.True(report.Kept > 50 && report.Faulted > 20 && report.Dropped > 50 && report.Emitted > 50, report.ToString());
                        continue;
                    }
                    Assert.True(expected == actual, $"window {window}, batch {batch}, {workers} workers, {ranks} ranks:\n{actual}\n\nexpected:\n{expected}");
                }
            }
        }
    }
}
