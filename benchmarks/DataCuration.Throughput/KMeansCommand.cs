using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;

namespace DataCuration.Throughput;

/// <summary>Clusters vectors by <see cref="KMeans"/>: groups around random centres, in memory.</summary>
internal static class KMeansCommand
{
    public static Command Create()
    {
        var count = new Option<int>("--vectors") { Description = "The number of vectors.", DefaultValueFactory = _ => 1_000_000 };
        var dimension = new Option<int>("--dimension") { Description = "The length of a vector.", DefaultValueFactory = _ => 128 };
        var clusters = new Option<int>("--clusters") { Description = "The number of clusters.", DefaultValueFactory = _ => 1_000 };
        var iterations = new Option<int>("--iterations") { Description = "The maximum number of passes.", DefaultValueFactory = _ => 300 };
        var groups = new Option<int>("--groups") { Description = "The number of groups that vectors are drawn from.", DefaultValueFactory = _ => 1_000 };
        var noise = new Option<double>("--noise") { Description = "The spread of a group.", DefaultValueFactory = _ => 0.5 };
        var threads = new Option<int>("--threads") { Description = "The number of threads.", DefaultValueFactory = _ => Environment.ProcessorCount };
        var command = new Command("kmeans", "Clusters random vectors by k-means. Prints a line of JSON.")
        {
            count, dimension, clusters, iterations, groups, noise, threads,
        };
        command.SetAction(parsed => Run(parsed.GetValue(count), parsed.GetValue(dimension), parsed.GetValue(groups), parsed.GetValue(noise), new()
        {
            Clusters = parsed.GetValue(clusters),
            MaxIterations = parsed.GetValue(iterations),
            Threads = parsed.GetValue(threads),
        }));
        return command;
    }

    private static void Run(int count, int dimension, int groups, double noise, KMeansOptions options)
    {
        VectorSet vectors = VectorSet.FromMemory(Make(count, dimension, groups, noise), dimension);
        long begin = Stopwatch.GetTimestamp();
        KMeansModel model = KMeans.Fit(vectors, options);
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds;
        using var process = Process.GetCurrentProcess();
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            verb = "kmeans",
            vectors = count,
            dimension,
            clusters = model.Clusters,
            threads = options.Threads,
            iterations = model.Iterations,
            seconds = Math.Round(seconds, 2),
            seconds_per_pass = Math.Round(seconds / model.Iterations, 3),
            cpu_seconds = Math.Round(process.TotalProcessorTime.TotalSeconds, 2),
            peak_mb = Math.Round(process.PeakWorkingSet64 / 1e6),
            inertia = model.Inertia,
        }));
    }

    private static float[] Make(int count, int dimension, int groups, double noise)
    {
        var random = new SeededRandom(1);
        var centres = new float[groups * dimension];
        foreach (ref float value in centres.AsSpan()) value = Number(ref random);
        var values = new float[count * dimension];
        for (int i = 0; i < count; i++)
        {
            int group = (int)random.NextInt64(groups) * dimension;
            for (int j = 0; j < dimension; j++) values[(i * dimension) + j] = centres[group + j] + (float)(noise * Number(ref random));
        }
        return values;
    }

    // The sum of three numbers is near enough to a normal variate.
    private static float Number(ref SeededRandom random) => (float)(2 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5));
}
