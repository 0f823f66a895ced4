using System.Diagnostics;
using System.Globalization;
using System.Text.Json;

namespace DataCuration.Throughput;

/// <summary>The time, work and memory of a stage.</summary>
internal sealed record StageTiming(string Stage, int Workers, string Hash)
{
    private long start;
    private TimeSpan cpuStart;
    private PhaseThreads? threads;

    public double WallSeconds { get; private init; }

    /// <summary>The processor time of all threads, including those of the garbage collector and the compiler.</summary>
    public double CpuSeconds { get; private init; }

    /// <summary>
    /// The processor time of the busiest thread in each phase. It is about the wall time on a machine with a free core for each worker.
    /// </summary>
    public double BusiestThreadSeconds { get; private init; }

    /// <summary>The time that those threads waited for a processor.</summary>
    public double QueuedSeconds { get; private init; }

    public long Documents { get; private init; }

    public long Bytes { get; private init; }

    /// <summary>The peak memory of the process so far. With several numbers of workers in a run it says nothing about one of them.</summary>
    public double PeakMegabytes { get; private init; }

    public double MegabytesPerSecond => Bytes / 1e6 / WallSeconds;

    public double MegabytesPerCpuSecond => Bytes / 1e6 / CpuSeconds;

    public static StageTiming Start(string stage, int workers, string hash, PhaseThreads threads)
    {
        threads.Take();
        return new(stage, workers, hash) { start = Stopwatch.GetTimestamp(), cpuStart = CpuTime(), threads = threads };
    }

    public StageTiming Stop(long documents, long bytes)
    {
        double wall = Stopwatch.GetElapsedTime(start).TotalSeconds;
        (double busiest, double queued) = threads!.Take();
        return this with
        {
            WallSeconds = wall,
            CpuSeconds = (CpuTime() - cpuStart).TotalSeconds,
            BusiestThreadSeconds = busiest,
            QueuedSeconds = queued,
            Documents = documents,
            Bytes = bytes,
            PeakMegabytes = PeakMemory() / 1e6
        };
    }

    /// <summary>Returns the medians of several timings of one stage.</summary>
    public static StageTiming Median(IEnumerable<StageTiming> timings)
    {
        StageTiming[] all = [.. timings];
        return all[0] with
        {
            WallSeconds = Middle(all, timing => timing.WallSeconds),
            CpuSeconds = Middle(all, timing => timing.CpuSeconds),
            BusiestThreadSeconds = Middle(all, timing => timing.BusiestThreadSeconds),
            QueuedSeconds = Middle(all, timing => timing.QueuedSeconds),
            PeakMegabytes = all.Max(timing => timing.PeakMegabytes),
        };
    }

    public string ToJson(string repetition) => JsonSerializer.Serialize(new
    {
        stage = Stage,
        repetition,
        workers = Workers,
        hash = Hash,
        wall_s = Math.Round(WallSeconds, 3),
        cpu_s = Math.Round(CpuSeconds, 3),
        busiest_thread_s = Math.Round(BusiestThreadSeconds, 3),
        busiest_thread_queued_s = Math.Round(QueuedSeconds, 3),
        docs = Documents,
        docs_per_s = Math.Round(Documents / WallSeconds),
        mb_per_s = Math.Round(MegabytesPerSecond, 2),
        mb_per_cpu_s = Math.Round(MegabytesPerCpuSecond, 2),
        peak_rss_mb = Math.Round(PeakMegabytes, 1),
    });

    private static double Middle(StageTiming[] timings, Func<StageTiming, double> value)
    {
        double[] sorted = [.. timings.Select(value).Order()];
        return (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    private static TimeSpan CpuTime()
    {
        using Process process = Process.GetCurrentProcess();
        return process.TotalProcessorTime;
    }

    private static double PeakMemory()
    {
        const string Status = "/proc/self/status";
        string? line = File.Exists(Status) ? File.ReadLines(Status).FirstOrDefault(text => text.StartsWith("VmHWM:", StringComparison.Ordinal)) : null;
        if (line is not null) return double.Parse(line.AsSpan(6, line.Length - 8), CultureInfo.InvariantCulture) * 1024;
        using Process process = Process.GetCurrentProcess();
        return process.PeakWorkingSet64;
    }
}
