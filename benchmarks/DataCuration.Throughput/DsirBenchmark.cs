using System.Text.Json;

namespace DataCuration.Throughput;

/// <summary>Times DSIR's stages through the public API, one after the other in one run, so that the fit fills the tables that the weights use.</summary>
internal sealed class DsirBenchmark
{
    public required FileInfo Raw { get; init; }

    public required FileInfo Target { get; init; }

    public required DirectoryInfo Work { get; init; }

    /// <summary>The numbers of workers to compare; they alternate in each repetition.</summary>
    public required int[] Workers { get; init; }

    public required ulong Seed { get; init; }

    public required long Count { get; init; }

    public required HashedNGrams Features { get; init; }

    public required double Smoothing { get; init; }

    public required long MinTokens { get; init; }

    public required DsirWeighting Weighting { get; init; }

    /// <summary>True to time reading alone first.</summary>
    public required bool ReadsFirst { get; init; }

    /// <summary>The number of the last stage to run: -1 read, 0 fit, 1 weights, 2 resample.</summary>
    public required int Last { get; init; }

    /// <summary>The number of bytes of the raw corpus that the straightforward port runs on; 0 leaves it out.</summary>
    public required long BaselineBytes { get; init; }

    public required int Repetitions { get; init; }

    /// <summary>
    /// The number of first repetitions that are not counted: in them the just-in-time compiler uses another processor, or takes a worker's.
    /// </summary>
    public required int WarmUp { get; init; }

    public async Task RunAsync(TextWriter output, CancellationToken cancellationToken)
    {
        var all = new List<StageTiming>();
        for (int repetition = -WarmUp; repetition < Repetitions; repetition++)
        {
            var timings = new List<StageTiming>();
            foreach (int workers in Workers) await RunOnceAsync(workers, timings, cancellationToken).ConfigureAwait(false);
            if (BaselineBytes > 0) Baseline(timings);
            await WriteAsync(output, repetition < 0 ? "warm-up" : repetition.ToString(System.Globalization.CultureInfo.InvariantCulture), timings)
                .ConfigureAwait(false);
            if (repetition >= 0) all.AddRange(timings);
        }
        if (Repetitions > 1)
            await WriteAsync(output, "median", [.. all.GroupBy(timing => (timing.Stage, timing.Workers)).Select(StageTiming.Median)]).ConfigureAwait(false);
    }

    private async Task RunOnceAsync(int workers, List<StageTiming> timings, CancellationToken cancellationToken)
    {
        // A new folder for each run: finished work of an earlier run would be reused and make the stages look instant.
        DirectoryInfo folder = Directory.CreateDirectory(Path.Combine(Work.FullName, $"run-{Guid.NewGuid():N}"));
        try
        {
            var threads = new PhaseThreads();
            var options = new RunOptions
            {
                WorkDirectory = folder.FullName,
                MaxParallelShards = workers,
                Faults = FaultPolicy.Quarantine(),
                Progress = threads
            };
            using var run = new CurationRun(options);
            Corpus raw = Corpus.FromJsonl(Raw.FullName);
            string hash = Features.Hash == NGramHash.Sha256 ? "sha256" : "xxh3";

            StageTiming timing;
            if (ReadsFirst)
            {
                timing = StageTiming.Start("read", workers, "none", threads);
                RunReport read = await raw.WriteAsync("nothing", new NothingSink(), run, cancellationToken).ConfigureAwait(false);
                timings.Add(timing.Stop(read.Records, Raw.Length));
                if (Last < 0) return;
            }

            long before = run.Reports.Sum(report => report.Records);
            var fit = new DsirModelFit(Corpus.FromJsonl(Target.FullName)) { Features = Features, TargetSmoothing = Smoothing };
            timing = StageTiming.Start("fit", workers, hash, threads);
            DsirModel model = await raw.FitAsync(fit, run, cancellationToken).ConfigureAwait(false);
            timings.Add(timing.Stop(run.Reports.Sum(report => report.Records) - before, Raw.Length + Target.Length));
            if (Last == 0) return;

            timing = StageTiming.Start("weights", workers, hash, threads);
            DsirWeights weights = await raw.FitAsync(new DsirWeightsFit(model) { Weighting = Weighting }, run, cancellationToken).ConfigureAwait(false);
            timings.Add(timing.Stop(weights.Report.Records, Raw.Length));
            if (Last == 1) return;

            timing = StageTiming.Start("resample", workers, hash, threads);
            var selection = new DsirSelection(model) { Size = SelectionSize.Documents(Count), MinTokens = MinTokens, Seed = Seed, Weighting = Weighting };
            KeepList list = await raw.FitAsync(selection, run, cancellationToken).ConfigureAwait(false);
            await raw.Keep(list).WriteJsonlAsync("selected", run, new JsonlWriteOptions { CopyUnmodifiedRecords = true }, cancellationToken)
                .ConfigureAwait(false);
            timings.Add(timing.Stop(weights.Report.Records, Raw.Length));
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void Baseline(List<StageTiming> timings)
    {
        string[] lines = StraightforwardBaseline.Head(Raw.FullName, BaselineBytes);
        long bytes = lines.Sum(line => (long)System.Text.Encoding.UTF8.GetByteCount(line) + 1);
        var threads = new PhaseThreads();
        var port = new StraightforwardBaseline(Features.NGrams, Features.Buckets);
        var timing = StageTiming.Start("baseline_fit", 1, "sha256", threads);
        double[] ratios = port.Fit(lines, StraightforwardBaseline.Head(Target.FullName, BaselineBytes / 20), out long documents, out long targetBytes);
        timings.Add(timing.Stop(documents, bytes + targetBytes));
        if (Last <= 0) return;
        timing = StageTiming.Start("baseline_weights", 1, "sha256", threads);
        port.Weigh(lines, ratios);
        timings.Add(timing.Stop(lines.Length, bytes));
    }

    /// <summary>
    /// Writes the timings, and for each stage its MB/s relative to the port, by wall time and by processor time (which a busy machine disturbs less).
    /// With several numbers of workers it also writes the speed relative to the first number.
    /// </summary>
    private static async Task WriteAsync(TextWriter output, string repetition, IReadOnlyList<StageTiming> timings)
    {
        foreach (StageTiming timing in timings) await output.WriteLineAsync(timing.ToJson(repetition)).ConfigureAwait(false);
        foreach (StageTiming timing in timings)
        {
            if (timings.FirstOrDefault(other => other.Stage == "baseline_" + timing.Stage) is { } baseline)
                await WriteRatioAsync(output, repetition, $"{timing.Stage}/baseline", timing, baseline).ConfigureAwait(false);
            StageTiming first = timings.First(other => other.Stage == timing.Stage);
            if (first.Workers != timing.Workers)
                await WriteRatioAsync(output, repetition, $"{timing.Stage}/{first.Workers}-worker", timing, first).ConfigureAwait(false);
        }
    }

    private static Task WriteRatioAsync(TextWriter output, string repetition, string ratio, StageTiming timing, StageTiming other) =>
        output.WriteLineAsync(JsonSerializer.Serialize(new
        {
            ratio,
            repetition,
            workers = timing.Workers,
            wall = Math.Round(timing.MegabytesPerSecond / other.MegabytesPerSecond, 2),
            cpu = Math.Round(timing.MegabytesPerCpuSecond / other.MegabytesPerCpuSecond, 2),
        }));
}
