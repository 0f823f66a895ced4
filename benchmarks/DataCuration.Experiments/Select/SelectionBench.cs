using System.Globalization;
using System.Text;
using DataCuration.Training;
using DataCuration.Training.TorchSharp;

namespace DataCuration.Experiments.Select;

/// <summary>Trains the same small model on the selections of several methods, for several targets and seeds, and writes one table.</summary>
internal sealed class SelectionBench(Corpus corpus, ITokenEncoder encoder, string work)
{
    private const string Control = "control";

    public ITokenEncoder Encoder => encoder;

    public IPretrainingBackend Backend { get; init; } = new TorchSharpBackend();

    /// <summary>The dimensions of the model.</summary>
    public required DecoderOptions Model { get; init; }

    /// <summary>The options of the trainings.</summary>
    public required TrainingOptions Training { get; init; }

    /// <summary>The bytes of text of a selection.</summary>
    public required long Bytes { get; init; }

    /// <summary>The bytes of text that the models are evaluated on.</summary>
    public required long HeldOutBytes { get; init; }

    public required IReadOnlyList<ulong> Seeds { get; init; }

    public required int ParallelRuns { get; init; }

    /// <summary>Compares the methods on all targets.</summary>
    /// <returns>The table in Markdown. It is written to <c>report.md</c> too, after each target.</returns>
    public async Task<string> RunAsync(IReadOnlyList<BenchTarget> targets, IReadOnlyList<BenchMethod> methods, IProgress<string> progress,
        CancellationToken cancellationToken)
    {
        var table = new StringBuilder("| target | selection | bits/byte | against random | 95 % interval | lowest and highest seed | overlap |\n"
            + "|---|---|--:|--:|---|---|--:|\n");
        foreach (BenchTarget target in targets)
        {
            progress.Report($"{target.Name}: texts");
            table.Append(await RunAsync(target, methods, progress, cancellationToken).ConfigureAwait(false));
            await File.WriteAllTextAsync(Path.Combine(work, "report.md"), table.ToString(), cancellationToken).ConfigureAwait(false);
        }
        return table.ToString();
    }

    private async Task<string> RunAsync(BenchTarget target, IReadOnlyList<BenchMethod> methods, IProgress<string> progress, CancellationToken cancellationToken)
    {
        string folder = Path.Combine(work, target.Name);
        BenchData data = await BenchData.MakeAsync(corpus, target, folder, this, cancellationToken).ConfigureAwait(false);
        using CurationRun run = data.Run;
        var overlaps = new Dictionary<string, double>(StringComparer.Ordinal);
        Corpus withoutSource = data.Pool.Where(document => !target.Has(document), version: $"without {target}");
        var experiment = new SelectionExperiment(Backend)
        {
            Folder = Path.Combine(folder, "models"),
            Model = Model,
            Training = Training,
            Seeds = Seeds,
            ParallelRuns = ParallelRuns,
            MaxPasses = double.MaxValue, // a rare kind of text is read again, which the report says
            WhenChanged = WhenChanged.Remake,
        };
        BenchMethod control = methods.FirstOrDefault(method => method.Name == "dsir-chunked") ?? methods[^1];
        SelectionExperimentReport report = await experiment.RunAsync(
            [.. methods.Select(method => Selection(method.Name, method, data.Pool)), Selection(Control, control, withoutSource)],
            EvaluationSet.FromDocuments(data.Evaluation, encoder), new Shown(target, progress), cancellationToken).ConfigureAwait(false);
        foreach (string warning in report.Warnings) progress.Report($"{target.Name}: {warning}");
        return Rows(target, report, overlaps);

        ExperimentSelection Selection(string name, BenchMethod method, Corpus pool) => new(name, async (seed, stop) =>
        {
            KeepList chosen = await method.Select(data, pool, seed, stop).ConfigureAwait(false);
            Corpus selected = pool.Keep(chosen);
            double overlap = await OverlapAsync(selected, data, stop).ConfigureAwait(false);
            lock (overlaps) overlaps[$"{name}-{seed}"] = overlap;
            return await selected.WriteTokenShardsAsync($"tokens/{name}-{seed}", encoder, data.Run, stop).ConfigureAwait(false);
        });
    }

    // The share of the evaluation text that lies inside matches of 50 bytes with the selection.
    private static async Task<double> OverlapAsync(Corpus selected, BenchData data, CancellationToken cancellationToken)
    {
        var text = new VerbatimIndex();
        await foreach (Document document in selected.AsAsyncEnumerable(data.Run, cancellationToken).ConfigureAwait(false)) text.Add(document.Utf8Text.Span);
        return (double)data.Evaluation.Sum(document => text.CountMatchedBytes(document.Utf8Text.Span))
            / data.Evaluation.Sum(document => (long)document.Utf8Text.Length);
    }

    private static string Rows(BenchTarget target, SelectionExperimentReport report, Dictionary<string, double> overlaps)
    {
        string baseline = report.Selections[0];
        var rows = new StringBuilder();
        foreach (string selection in report.Selections)
        {
            ExperimentRun[] runs = [.. report.Runs.Where(made => made.Selection == selection)];
            double[] bits = [.. runs.Select(made => made.Evaluations[EvaluationSets.SingleName].BitsPerByte)];
            string difference = "| | ";
            if (selection != baseline)
            {
                BitsPerByteDifference compared = report.Compare(selection, baseline).Difference;
                difference = string.Create(CultureInfo.InvariantCulture, $"| {compared.Mean:+0.000;-0.000} | [{compared.Low:F3}, {compared.High:F3}] ");
            }
            double[] shares = [.. runs.Where(made => overlaps.ContainsKey(made.Name)).Select(made => overlaps[made.Name])];
            rows.Append(CultureInfo.InvariantCulture, $"| {target.Name} | {selection} | {bits.Average():F3} {difference}| {bits.Min():F3}, {bits.Max():F3} | ")
                .Append(shares.Length == 0 ? "" : shares.Average().ToString("P1", CultureInfo.InvariantCulture)).Append(" |\n");
        }
        return rows.ToString();
    }

    private sealed class Shown(BenchTarget target, IProgress<string> lines) : IProgress<ExperimentProgress>
    {
        public void Report(ExperimentProgress value)
        {
            if (value.Result is { } made)
                lines.Report(string.Create(CultureInfo.InvariantCulture, $"{target.Name}: {value.Run} {value.FinishedRuns} of {value.TotalRuns}: "
                    + $"{made.Evaluations[EvaluationSets.SingleName].BitsPerByte:F3} bits/byte in {made.Seconds:F0} s"));
        }
    }
}
