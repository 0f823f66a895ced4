namespace DataCuration.Selection;

/// <summary>
/// Reports how numeric annotations (ratings, scores, perplexities) are distributed over a corpus and its sources or domains, and how they correlate. Memory does not grow with the corpus: moments and histograms are exact
/// over all documents; rank correlations are computed on a sample keyed by id, which is all documents where there are no more than <see cref="SampleDocuments"/>.
/// </summary>
/// <param name="fields">The annotations or fields; at least one. A Boolean counts 1 or 0.</param>
public sealed class AnnotationReportFit(IReadOnlyList<string> fields) : CorpusFit<AnnotationReport>
{
    private const string FileName = "annotations.json";
    private readonly IReadOnlyList<string> fields = SelectionChecks.Metrics(fields);

    /// <summary>Fields by whose values distributions are given too, such as <c>source</c> and <c>domain</c>. Default: none.</summary>
    public IReadOnlyList<string> GroupFields { get; init => field = SelectionChecks.Names(value, nameof(value)); } = [];

    /// <summary>How many bars a histogram has, if a field has more different values than this: bars of equal width between the smallest and the largest value. With fewer values each has a bar of its own. 1 to 1,000. Default: 20.</summary>
    public int Bins { get; init => field = value is >= 1 and <= 1_000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A histogram has 1 to 1,000 bars."); } = 20;

    /// <summary>How many groups of a field are shown by themselves, those with most documents; the others together. 1 to 10,000. Default: 100.</summary>
    public int MaxGroups { get; init => field = value is >= 1 and <= 10_000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "1 to 10,000 groups can be shown."); } = 100;

    /// <summary>On how many documents rank correlations are computed. 2 or more. Default: 262,144 (a standard error of at most 0.002).</summary>
    public int SampleDocuments { get; init => field = value >= 2 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A correlation takes two documents."); } = 1 << 18;

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
        AnnotationTable table = await scope.FitAsync(scope.Corpus, new AnnotationTableFit(fields, GroupFields, DocumentMeasure.Documents), cancellationToken).ConfigureAwait(false);
        PhaseFiles files = await scope.FinishAsync("report", (output, token) =>
        {
            var builder = new AnnotationReportBuilder(table, fields, GroupFields, Bins, MaxGroups, SampleDocuments);
            builder.Build(token).WriteJson(output.CreateFile(FileName));
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return AnnotationReport.Load(Path.Combine(files.Folder, FileName));
    }
}
