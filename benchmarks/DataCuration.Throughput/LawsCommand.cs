using System.CommandLine;
using System.Text.Json;
using DataCuration.Mixing;

namespace DataCuration.Throughput;

/// <summary>Measures a fit of the D-CPT law to 540 points (3 sizes, 20 numbers of tokens, 9 ratios, noise of 1e-4).</summary>
internal static class LawsCommand
{
    public static Command Create()
    {
        var starts = new Option<int>("--starts") { Description = "The number of starts.", DefaultValueFactory = _ => 64 };
        var bootstrap = new Option<int>("--bootstrap") { Description = "The number of bootstrap samples.", DefaultValueFactory = _ => 200 };
        var command = new Command("laws", "Fits the D-CPT law to 540 points on one thread. Prints a line of JSON for each fit.") { starts, bootstrap };
        command.SetAction(parsed => Run(Math.Clamp(parsed.GetValue(starts), 1, 100_000), Math.Clamp(parsed.GetValue(bootstrap), 0, 100_000)));
        return command;
    }

    private static void Run(int starts, int bootstrap)
    {
        FittedLaw truth = ScalingLaws.Dcpt.With(("E", 1.2), ("A", 300), ("alpha", 0.35), ("B", 100), ("eta", 0.4), ("beta", 0.3), ("C", 0.25), ("gamma", 0.6),
            ("epsilon", 0.1));
        LawPoint[] points = [.. Points(truth)];
        for (int round = 0; round < 3; round++)
        {
            Measure("starts only", new LawFitter { Starts = starts, BootstrapSamples = 0, Seed = (ulong)round });
            if (bootstrap > 0) Measure("with bootstrap", new LawFitter { Starts = starts, BootstrapSamples = bootstrap, Seed = (ulong)round });
        }

        void Measure(string way, LawFitter fitter)
        {
            TimeSpan start = Environment.CpuUsage.TotalTime;
            LawFit fit = fitter.Fit(ScalingLaws.Dcpt, points);
            double seconds = (Environment.CpuUsage.TotalTime - start).TotalSeconds;
            double worst = 0;
            foreach (LawPoint point in points)
            {
                (string, double)[] inputs = [.. point.Inputs.Select(input => (input.Key, input.Value))];
                worst = Math.Max(worst, Math.Abs(fit.Law.Predict(inputs) / truth.Predict(inputs) - 1));
            }
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                verb = "laws",
                way,
                points = points.Length,
                starts,
                bootstrap = fit.BootstrapSamples,
                cpu_seconds = Math.Round(seconds, 3),
                agreeing = fit.AgreeingStarts,
                finished = fit.PolishedStarts,
                r_squared = fit.RSquared,
                largest_error = worst,
            }));
        }
    }

    private static IEnumerable<LawPoint> Points(FittedLaw truth)
    {
        var random = new SeededRandom(11);
        foreach (double n in new[] { 5e8, 1.8e9, 4e9 })
            for (int step = 1; step <= 20; step++)
                foreach (double r in new[] { 0, 0.1, 0.2, 0.33, 0.5, 0.67, 0.8, 0.9, 1 })
                {
                    double noise = Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
                    (string, double)[] inputs = [("N", n), ("D", step * 1e9), ("r", r)];
                    yield return LawPoint.Create(FormattableString.Invariant($"{n} {step} {r}"), truth.Predict(inputs) + 1e-4 * noise, inputs);
                }
    }
}
