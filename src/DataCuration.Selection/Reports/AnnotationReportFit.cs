namespace DataCuration.Selection;

/// <summary>
/// Reports the distribution of numeric annotations (ratings, scores, perplexities) over a corpus and its sources or domains, and their correlations.
/// </summary>
/// <remarks>
/// Moments and histograms are exact over all documents. Rank correlations are computed on a sample keyed by id, which contains all documents if there are
/// at most <see cref="SampleDocuments"/>. Memory does not grow with the corpus.
/// </remarks>
/// <param name="fields">The annotations or fields; at least one. A Boolean counts as 1 or 0.</param>
public sealed class AnnotationReportFit(IReadOnlyList<string> fields) : CorpusFit<AnnotationReport>
{
    private const string FileName = "annotations.json";
    private readonly IReadOnlyList<string> fields = SelectionChecks.Metrics(fields);

    /// <summary>The fields to group distributions by, such as <c>source</c> and <c>domain</c>. Default: none.</summary>
    public IReadOnlyList<string> GroupFields { get; init => field = SelectionChecks.Names(value, nameof(value)); } = [];

    /// <summary>
    /// The number of bars of a histogram; 1 to 1,000. A field with at most this number of distinct values has one bar for each value. Otherwise the bars
    /// have equal width between the smallest and the largest value. Default: 20.
    /// </summary>
    public int Bins
    {
        get;
        init => field = value is >= 1 and <= 1_000 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A histogram must have 1 to 1,000 bars.");
    } = 20;

    /// <summary>
    /// The maximum number of groups of a field with their own histogram: the ones with the most documents. All others are combined. 1 to 10,000. Default:
    /// 100.
    /// </summary>
    public int MaxGroups
    {
        get;
        init => field = value is >= 1 and <= 10_000 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of groups must be from 1 to 10,000.");
    } = 100;

    /// <summary>
    /// The maximum number of documents in the sample for rank correlations; 2 or more. Default: 262,144 (a standard error of at most 0.002).
    /// </summary>
    public int SampleDocuments
    {
        get;
        init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A correlation needs at least two documents.");
    } = 1 << 18;

    /// <inheritdoc/>
    public override string Name => "annotation-report";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        SelectionChecks.Describe(writer, "fields", fields);
        SelectionChecks.Describe(writer, nameof(GroupFields), GroupFields);
        writer.Add(nameof(Bins), Bins);
        writer.Add(nameof(MaxGroups), MaxGroups);
        writer.Add(nameof(SampleDocuments), SampleDocuments);
    }

    /// <inheritdoc/>
    protected override async Task<AnnotationReport> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        AnnotationTable table = await scope.FitAsync(scope.Corpus, new AnnotationTableFit(fields, GroupFields, DocumentMeasure.Documents), cancellationToken)
            .ConfigureAwait(false);
        PhaseFiles files = await scope.FinishAsync("report", (output, token) =>
        {
            var builder = new AnnotationReportBuilder(table, fields, GroupFields, Bins, MaxGroups, SampleDocuments);
            AnnotationReport report = builder.Build(token);
            report.WriteJson(output.CreateFile(FileName));
            foreach (FieldSummary missing in report.Fields.Where(field => field.Count == 0 && table.RowCount > 0))
                output.Warn($"No document has a finite number in '{missing.Field}'. {table.Fields.Describe([missing.Field])}");
            for (int g = 0; g < GroupFields.Count; g++)
                if (table.GroupNames[g] is [""]) output.Warn($"No document has a value in '{GroupFields[g]}'. {table.Fields.Describe([GroupFields[g]])}");
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return AnnotationReport.Load(Path.Combine(files.Folder, FileName), files.Files);
    }
}
