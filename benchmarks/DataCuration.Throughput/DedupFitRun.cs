using System.Diagnostics;
using DataCuration.Deduplication;

namespace DataCuration.Throughput;

/// <summary>Runs a fit over a corpus, and prints its time, the peak of the private memory, and what stays.</summary>
internal static class DedupFitRun
{
    public static async Task RunAsync(string pattern, string work, string method, int workers, CancellationToken cancellationToken)
    {
        CorpusFit<KeepList> fit = method switch
        {
            "minhash" => new MinHashDeduplication(),
            "fast" => new MinHashDeduplication { Parameters = MinHashPresets.Fast },
            "exact" => new ExactDeduplication(),
            "normalized" => new ExactDeduplication { Key = ExactKey.Normalized(TextForm.CaseAndWhiteSpace) },
            _ => throw new ArgumentException($"There is no method '{method}'.", nameof(method)),
        };
        using var run = new CurationRun(new RunOptions { WorkDirectory = work, MaxParallelShards = workers });
        long peak = 0;
        long start = Stopwatch.GetTimestamp();
        using var timer = new Timer(_ => peak = Math.Max(peak, PrivateBytes()), null, 0, 100);
        KeepList list = await Corpus.FromJsonl(pattern).FitAsync(fit, run, cancellationToken).ConfigureAwait(false);
        DedupCommand.Print(new
        {
            verb = "fit",
            method,
            workers,
            processor_seconds = Environment.CpuUsage.TotalTime.TotalSeconds,
            seconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
            records = list.RecordCount,
            kept = list.KeptCount,
            peak_private_mb = Math.Max(peak, PrivateBytes()) / 1e6,
        });
    }

    /// <summary>Anonymous memory of the process: mapped files are not private.</summary>
    private static long PrivateBytes()
    {
        foreach (string line in File.ReadLines("/proc/self/status"))
            if (line.StartsWith("RssAnon:", StringComparison.Ordinal)) return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1],
                null) * 1024;
        return 0;
    }
}
