using System.Diagnostics;
using System.Text.Json;
using DataCuration.Extraction;
using DataCuration.TestKit.Fuzzing;

namespace DataCuration.Throughput;

/// <summary>Searches random repeated patterns for pages that take long for their size.</summary>
internal static class SlowPatterns
{
    private const int SmallBytes = 64 << 10;
    private const int LargeBytes = 1 << 20;
    private const int Reported = 25;

    /// <summary>Extracts small pages, and then the slowest of them at a size at which growth becomes visible.</summary>
    public static void Search(HtmlExtractor extractor, int seed, int count, CancellationToken cancellationToken)
    {
        // Warm-up: compiles the code and grows the buffers before anything is measured.
        for (int i = 0; i < 500; i++) extractor.Extract(RepeatedPatterns.Make(seed + i, SmallBytes, out _), url: "https://example.org/");
        var slowest = new PriorityQueue<int, double>();
        var all = new List<double>();
        for (int i = seed; i < seed + count && !cancellationToken.IsCancellationRequested; i++)
        {
            double cost = Measure(extractor, RepeatedPatterns.Make(i, SmallBytes, out _), 1);
            all.Add(cost);
            slowest.Enqueue(i, cost);
            if (slowest.Count > Reported * 4) slowest.Dequeue();
        }
        var results = new List<(string Pattern, int Seed, double Small, double Large, string Outcome)>();
        while (slowest.TryDequeue(out int number, out _))
        {
            double small = Measure(extractor, RepeatedPatterns.Make(number, SmallBytes, out string pattern), 5);
            byte[] page = RepeatedPatterns.Make(number, LargeBytes, out _);
            results.Add((pattern, number, small, Measure(extractor, page, 3), extractor.Extract(page, url: "https://example.org/").DropReason ?? "text"));
        }
        foreach (var (pattern, number, small, large,
            outcome) in results.OrderByDescending(static result => Math.Max(result.Small, result.Large)).Take(Reported))
            Console.WriteLine(JsonSerializer.Serialize(
                new { pattern, seed = number, ms_per_mb_at_64_kib = Math.Round(small, 1), ms_per_mb_at_1_mib = Math.Round(large, 1), result = outcome }));
        all.Sort();
        if (all.Count == 0) return;
        double worst = results.Max(static result => Math.Max(result.Small, result.Large));
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            patterns = all.Count,
            median_ms_per_mb = Math.Round(all[all.Count / 2], 1),
            at_99_percent = Math.Round(all[all.Count * 99 / 100], 1),
            worst_ms_per_mb = Math.Round(worst, 1)
        }));
    }

    /// <summary>Returns the minimum of several runs, in milliseconds per megabyte.</summary>
    private static double Measure(HtmlExtractor extractor, byte[] page, int runs)
    {
        double least = double.MaxValue;
        for (int i = 0; i < runs; i++)
        {
            long begin = Stopwatch.GetTimestamp();
            extractor.Extract(page, url: "https://example.org/");
            least = Math.Min(least, Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }
        return least / (page.Length / 1e6);
    }
}
