using System.Globalization;

namespace DataCuration.Selection;

/// <summary>
/// Compares scores with known labels: reliability curve, Brier score, expected calibration error, precision and recall at thresholds, area under the ROC
/// curve.
/// </summary>
/// <remarks>
/// Memory does not grow with the corpus. The area under the curve is exact for up to <see cref="SampleDocuments"/> documents; beyond that it is computed on
/// a sample keyed by id.
/// </remarks>
/// <param name="score">The annotation that holds the score: a probability, 0 to 1.</param>
/// <param name="label">The annotation or field that holds the label.</param>
/// <param name="positive">
/// The label of positive documents; every other label is negative. Booleans are <c>true</c> and <c>false</c>, and numbers are compared as they are written.
/// </param>
public sealed class CalibrationFit(string score, string label, string positive) : CorpusFit<CalibrationReport>
{
    private const string FileName = "calibration.json";
    private readonly string score = OptionChecks.NotEmpty(score), label = OptionChecks.NotEmpty(label), positive = OptionChecks.NotEmpty(positive);

    /// <summary>The number of bins of equal width in the reliability curve; 1 to 1,000. Default: 10.</summary>
    public int Bins
    {
        get;
        init => field = value is >= 1 and <= 1_000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A curve must have 1 to 1,000 bins.");
    } = 10;

    /// <summary>The thresholds for precision and recall. Default: 0.1, 0.2, … 0.9.</summary>
    public IReadOnlyList<double> Thresholds
    {
        get;
        init => field = value is not null && !value.Any(double.IsNaN) ? [.. value.Order()]
            : throw new ArgumentException("Thresholds must be numbers.", nameof(value));
    } = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9];

    /// <summary>The maximum number of documents for the area under the curve; 2 or more. Default: 1,048,576.</summary>
    public int SampleDocuments
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A curve needs at least two documents.");
    } = 1 << 20;

    /// <inheritdoc/>
    public override string Name => "calibration";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("score", score);
        writer.Add("label", label);
        writer.Add("positive", positive);
        writer.Add(nameof(Bins), Bins);
        SelectionChecks.Describe(writer, nameof(Thresholds), Thresholds);
        writer.Add(nameof(SampleDocuments), SampleDocuments);
    }

    /// <inheritdoc/>
    protected override async Task<CalibrationReport> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        AnnotationTable table = await scope.FitAsync(scope.Corpus, new AnnotationTableFit([score], [label], DocumentMeasure.Documents), cancellationToken)
            .ConfigureAwait(false);
        PhaseFiles files = await scope.FinishAsync("report", (output, token) =>
        {
            int none = table.GroupNames[0].IndexOf(""), truth = table.GroupNames[0].IndexOf(positive);
            var calibration = new CalibrationCounts(Bins, Thresholds, SampleDocuments);
            foreach (AnnotationRow row in table.Rows(token))
            {
                if (double.IsNaN(row.Values[0]) || row.Groups[0] == none) calibration.Skip();
                else calibration.Add(row.Values[0], row.Groups[0] == truth, row, score);
            }
            CalibrationReport report = calibration.ToReport();
            report.WriteJson(output.CreateFile(FileName));
            Warn(output, report, table);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return CalibrationReport.Load(Path.Combine(files.Folder, FileName), files.Files);
    }

    private void Warn(ShardOutput output, CalibrationReport report, AnnotationTable table)
    {
        if (report is { Documents: 0, Unusable: > 0 }) output.Warn(string.Create(CultureInfo.InvariantCulture,
            $"None of {report.Unusable} documents has both a number in '{score}' and a value in '{label}'. {table.Fields.Describe([score, label])}"));
        else if (report is { Positives: 0, Documents: > 0 }) output.Warn($"No document with a score has '{positive}' in '{label}'. The values are: "
            + $"{string.Join(", ", table.GroupNames[0].Where(name => name.Length > 0).Take(20).Select(name => $"'{name}'"))}.");
    }
}
