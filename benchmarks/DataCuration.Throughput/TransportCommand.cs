using System.CommandLine;
using System.Diagnostics;
using System.Text.Json;
using DataCuration.Selection;

namespace DataCuration.Throughput;

/// <summary>Measures optimal transport between made vectors, beside Sinkhorn's iterations in plain scalars.</summary>
internal static class TransportCommand
{
    private const int Topics = 50;

    public static Command Create()
    {
        var sources = new Option<int>("--sources") { Description = "The number of source vectors.", DefaultValueFactory = _ => 20_000 };
        var targets = new Option<int>("--targets") { Description = "The number of target vectors.", DefaultValueFactory = _ => 2_000 };
        var dimension = new Option<int>("--dimension") { Description = "The length of a vector.", DefaultValueFactory = _ => 384 };
        var threads = new Option<int>("--threads") { Description = "The number of threads.", DefaultValueFactory = _ => 2 };
        var epsilon = new Option<double>("--epsilon") { Description = "The regularisation, as a share of the mean cost.", DefaultValueFactory = _ => 0.05 };
        var tolerance = new Option<double>("--tolerance") { Description = "The error from which iterations end.", DefaultValueFactory = _ => 1e-3 };
        var plain = new Option<int>("--plain") { Description = "The source vectors of the plain version; 0: without it.", DefaultValueFactory = _ => 1_000 };
        var command = new Command("transport", "Solves a transport problem, and a part of it in plain scalars. Prints a line of JSON for each.")
        {
            sources, targets, dimension, threads, epsilon, tolerance, plain,
        };
        command.SetAction(parsed => Run(parsed.GetValue(sources), parsed.GetValue(targets), parsed.GetValue(dimension), parsed.GetValue(plain),
            new TransportOptions
            {
                Threads = parsed.GetValue(threads),
                RelativeEpsilon = parsed.GetValue(epsilon),
                Tolerance = parsed.GetValue(tolerance),
            }));
        return command;
    }

    private static void Run(int sources, int targets, int dimension, int plain, TransportOptions options)
    {
        float[] x = Make(sources, dimension, 1, skew: 2), y = Make(targets, dimension, 2, skew: 1);
        VectorSet source = VectorSet.FromMemory(x, dimension), target = VectorSet.FromMemory(y, dimension);
        VectorSet few = VectorSet.FromMemory(x.AsMemory(0, Math.Min(x.Length, 100 * dimension)), dimension);
        SinkhornTransport.Solve(few, target, options with { MaxIterations = 3 });
        TimeSpan used = Environment.CpuUsage.TotalTime;
        long begin = Stopwatch.GetTimestamp();
        TransportResult result = SinkhornTransport.Solve(source, target, options);
        double seconds = Stopwatch.GetElapsedTime(begin).TotalSeconds, cpu = (Environment.CpuUsage.TotalTime - used).TotalSeconds;
        double[] gradients = SinkhornTransport.CalibrateGradients(result.SourcePotentials.Span);
        using var process = Process.GetCurrentProcess();
        double own = cpu / result.Iterations / sources / targets * 1e9;
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            verb = "transport",
            sources,
            targets,
            dimension,
            threads = options.Threads,
            epsilon = options.RelativeEpsilon,
            seconds = Math.Round(seconds, 2),
            cpu_seconds = Math.Round(cpu, 2),
            iterations = result.Iterations,
            converged = result.IsConverged,
            error = result.MarginalError,
            cost = result.Cost,
            negative_gradients = gradients.Count(gradient => gradient < 0),
            cpu_ns_per_cost = Math.Round(own, 3),
            peak_mb = Math.Round(process.PeakWorkingSet64 / 1e6),
        }));
        if (plain <= 0) return;
        float[] part = x[..(Math.Min(sources, plain) * dimension)];
        double one = Time(1), two = Time(2), nanoseconds = (two - one) / (part.Length / dimension) / targets * 1e9;
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            verb = "transport",
            form = "plain scalars",
            sources = part.Length / dimension,
            targets,
            dimension,
            cpu_ns_per_cost = Math.Round(nanoseconds, 3),
            ratio = Math.Round(nanoseconds / own, 1),
        }));

        // The second iteration is the first one that updates both sides.
        double Time(int iterations)
        {
            TimeSpan before = Environment.CpuUsage.TotalTime;
            PlainTransport.Solve(part, y, dimension, result.Epsilon, iterations);
            return (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        }
    }

    /// <summary>Makes vectors of length 1 around topics, whose frequencies fall with their number.</summary>
    internal static float[] Make(int count, int dimension, ulong seed, double skew)
    {
        var random = new SeededRandom(seed);
        var values = new float[count * dimension];
        for (int i = 0; i < count; i++)
        {
            Span<float> vector = values.AsSpan(i * dimension, dimension);
            var topic = new SeededRandom(1_000 + (ulong)(Math.Pow(random.NextDouble(), skew) * Topics));
            foreach (ref float value in vector)
                value = (float)(topic.NextDouble() - 0.5 + (0.8 * (random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5)));
            VectorKernels.Normalize(vector);
        }
        return values;
    }
}
