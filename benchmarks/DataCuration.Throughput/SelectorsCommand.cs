using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DataCuration.Selection;

namespace DataCuration.Throughput;

/// <summary>Measures the selections by trajectories, ranks and corpora on made documents with vectors.</summary>
internal static class SelectorsCommand
{
    public static Command Create()
    {
        var documents = new Option<int>("--documents") { Description = "The number of documents.", DefaultValueFactory = _ => 50_000 };
        var threads = new Option<int>("--threads") { Description = "The number of threads.", DefaultValueFactory = _ => 2 };
        var command = new Command("selectors", "Runs the selections of docs/selectors.md on made documents. Prints a line of JSON for each.")
        {
            documents, threads,
        };
        command.SetAction((parsed, token) => RunAsync(parsed.GetValue(documents), parsed.GetValue(threads), token));
        return command;
    }

    private static async Task RunAsync(int count, int threads, CancellationToken cancellationToken)
    {
        const int Dimension = 64, Checkpoints = 30, Targets = 1_000;
        string folder = Directory.CreateTempSubdirectory("selectors-").FullName;
        try
        {
            string pool = Write(folder, "pool", count, Dimension, Checkpoints, 2), target = Write(folder, "target", Targets, Dimension, Checkpoints, 1);
            using var run = new CurationRun(new RunOptions { WorkDirectory = Path.Combine(folder, "work"), MaxParallelShards = threads });
            Corpus corpus = Corpus.FromJsonl(pool), targets = Corpus.FromJsonl(target);
            var embedding = new EmbeddingFit(new EmbeddingField("embedding", Dimension));
            await TimeAsync("embeddings", () => corpus.FitAsync(embedding, run, cancellationToken)).ConfigureAwait(false);
            await TimeAsync("trajectory-selection", () => corpus.FitAsync(new TrajectorySelection(new EmbeddingField("losses", Checkpoints))
            {
                Documents = count / 2,
                SourceField = "source",
                KMeans = new() { Clusters = 100, MaxIterations = 20, Tolerance = 0, Distance = VectorDistance.Euclidean, Threads = threads },
            }, run, cancellationToken)).ConfigureAwait(false);
            await TimeAsync("cluster-balanced-selection", () => corpus.FitAsync(new ClusterBalancedSelection("topic")
            { Documents = count / 2, SourceField = "source" }, run, cancellationToken)).ConfigureAwait(false);
            await TimeAsync("transport-selection", () => corpus.FitAsync(new TransportSelection(embedding, targets)
            { Documents = count / 10, Transport = new() { Threads = threads } }, run, cancellationToken)).ConfigureAwait(false);
            await TimeAsync("target-rank-selection", () => corpus.FitAsync(new TargetRankSelection(embedding, [targets])
            { SampleDocuments = count, Threads = threads }, run, cancellationToken)).ConfigureAwait(false);
            await TimeAsync("domain-shift", () => corpus.FitAsync(new DomainShiftFit(targets, embedding)
            { Transport = new() { Threads = threads } }, run, cancellationToken)).ConfigureAwait(false);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }

        async Task TimeAsync<T>(string fit, Func<Task<T>> work)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            long begin = Stopwatch.GetTimestamp();
            T made = await work().ConfigureAwait(false);
            (made as IDisposable)?.Dispose();
            double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                verb = "selectors",
                fit,
                documents = count,
                seconds = Math.Round(seconds, 2),
                cpu_seconds = Math.Round((Environment.CpuUsage.TotalTime - before).TotalSeconds, 2),
                documents_per_second = Math.Round(count / seconds),
            }));
        }
    }

    private static string Write(string folder, string name, int count, int dimension, int checkpoints, double skew)
    {
        float[] vectors = TransportCommand.Make(count, dimension, (ulong)name.Length, skew);
        string path = Path.Combine(folder, name + ".jsonl");
        using var lines = new StreamWriter(path);
        var random = new SeededRandom(3);
        for (int i = 0; i < count; i++)
        {
            double level = 1 + random.NextDouble(), pace = random.NextDouble();
            lines.Write(string.Create(CultureInfo.InvariantCulture, $"{{\"id\":\"{name}-{i}\",\"text\":\"document {i} of {name} about topic {i % 50}\","));
            lines.Write(string.Create(CultureInfo.InvariantCulture, $"\"source\":\"s{random.NextInt64(5)}\",\"topic\":\"t{i % 300}\","));
            lines.Write("\"losses\":[");
            for (int k = 0; k < checkpoints; k++)
                lines.Write(string.Create(CultureInfo.InvariantCulture, $"{(k == 0 ? "" : ",")}{level * Math.Exp(-pace * k / 10):F4}"));
            lines.Write("],\"embedding\":[");
            for (int k = 0; k < dimension; k++)
                lines.Write(string.Create(CultureInfo.InvariantCulture, $"{(k == 0 ? "" : ",")}{vectors[(i * dimension) + k]:F5}"));
            lines.Write("]}\n");
        }
        return path;
    }
}
