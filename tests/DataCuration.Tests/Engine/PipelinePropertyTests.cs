using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Tests.Engine;

/// <summary>Any pipeline gives the result of a plain interpreter that passes one document at a time through all stages.</summary>
public sealed class PipelinePropertyTests : IDisposable
{
    private readonly RunFolder folder = new();
    private int number;

    public void Dispose() => folder.Dispose();

    /// <summary>A stage for the interpreter: its kind (0 filter, 1 transform, 2 async, 3 batch, 4 expander) and its parameters.</summary>
    private sealed record Step(int Shape, ulong Seed, bool KeepsParent, int Size)
    {
        private ulong Draw(Document document) => SeededRandom.Create(Seed, "step", document.Id + "|" + document.Text).NextUInt64();

        public StageResult Judge(Document document) => (Draw(document) % 8) switch
        {
            0 => StageResult.Drop("low"),
            1 => StageResult.Drop("high"),
            2 => throw new FormatException("the step said so"),
            3 or 4 => StageResult.Replace(document.WithText(document.Text + Seed % 10)),
            _ => StageResult.Keep,
        };

        public IEnumerable<Document> Expand(Document document)
        {
            ulong draw = Draw(document);
            for (ulong i = 0; i < draw % 4; i++)
            {
                yield return new Document(null, $"{document.Text}/{i}");
                if (draw % 11 == i) throw new FormatException("in the middle");
            }
        }

        public Stage ToStage() => Shape switch
        {
            0 => new FakeFilter(Judge),
            1 => new FakeTransform((document, _) => Judge(document)),
            2 => new FakeAsyncTransform(async (document, _) =>
            {
                if (Draw(document) % 2 == 0) await Task.Yield();
                return Judge(document);
            }, Size),
            3 => new FakeBatchTransform(Judge, Size),
            _ => new FakeExpander(Expand, KeepsParent),
        };

        public void Apply(Document document, Counts counts, List<Document> output)
        {
            counts.In++;
            if (Shape < 4)
            {
                try
                {
                    StageResult result = Judge(document);
                    if (result.IsDrop) { counts.Dropped++; return; }
                    counts.Kept++;
                    output.Add(result.Document ?? document);
                }
                catch (FormatException)
                {
                    counts.Faulted++;
                }
                return;
            }
            try
            {
                List<Document> children = [.. Expand(document).Select((child, i) => new Document($"{document.Id}#{i + 1}", child.Text))];
                counts.Emitted += children.Count;
                counts.Kept += children.Count + (KeepsParent ? 1 : 0);
                if (KeepsParent) output.Add(document);
                else counts.Dropped++;
                output.AddRange(children);
            }
            catch (FormatException)
            {
                counts.Faulted++;
            }
        }
    }

    private sealed record Counts
    {
        public long In { get; set; }

        public long Kept { get; set; }

        public long Dropped { get; set; }

        public long Faulted { get; set; }

        public long Emitted { get; set; }
    }

    [Fact]
    public async Task Write_AnyPipeline_GivesWhatAnInterpreterGivesAndLosesNoCount()
    {
        Gen<Step> step = Gen.Select(Gen.Int[0, 4], Gen.ULong[1, 1_000_000], Gen.Bool, Gen.Int[1, 9],
            (shape, seed, keeps, size) => new Step(shape, seed, keeps, size));
        Gen<(Step[], int, int)> pipelines = Gen.Select(step.Array[0, 6], Gen.Int[0, 60], Gen.Int[1, 13]);
        await pipelines.SampleAsync(async pipeline =>
        {
            (Step[] steps, int count, int batch) = pipeline;
            var expected = new List<Document>(Enumerable.Range(0, count).Select(i => new Document($"d{i}", $"text {i}")));
            Corpus corpus = Corpus.FromDocuments(expected).Pipe([.. steps.Select(one => one.ToStage())]);
            var counts = new Counts[steps.Length];
            for (int s = 0; s < steps.Length; s++)
            {
                counts[s] = new Counts();
                var next = new List<Document>();
                foreach (Document document in expected) steps[s].Apply(document, counts[s], next);
                expected = next;
            }
            string output = $"out{Interlocked.Increment(ref number)}";
            using var run = new CurationRun(
                new RunOptions { WorkDirectory = folder.Work, MaxParallelShards = 1, Faults = FaultPolicy.Quarantine(1), BatchDocuments = batch });
            await corpus.DropsTo("drops").WriteJsonlAsync(output, run);

            Assert.Equal(expected.Select(document => $"{{\"id\":\"{document.Id}\",\"text\":\"{document.Text}\"}}"),
                folder.Lines(output).Where(line => !line.Contains("drop_reason", StringComparison.Ordinal)));
            RunReport report = folder.Report(output);
            Assert.Equal(counts.Sum(one => one.Dropped), folder.Lines(output).Count(line => line.Contains("drop_reason", StringComparison.Ordinal)));
            Assert.Equal(count, report.Records);
            Assert.Equal(expected.Count, report.Kept);
            Assert.Equal(report.Records + report.Emitted, report.Kept + report.Dropped + report.Faulted);
            if (count > 0) // without documents there is no shard, and so no stage report
                Assert.Equal(counts, report.Stages.Skip(1).Select(
                    stage => new Counts { In = stage.In, Kept = stage.Kept, Dropped = stage.Dropped, Faulted = stage.Faulted, Emitted = stage.Emitted }));
        }, iter: 60, threads: 1);
    }
}
