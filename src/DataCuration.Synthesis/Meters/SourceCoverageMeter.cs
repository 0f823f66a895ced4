namespace DataCuration.Synthesis;

/// <summary>
/// Measures how well generated texts cover their sources: the share of a source's content words and entities that occur in its texts, and the share of the
/// texts that repeats the source verbatim. Texts are matched to sources by <see cref="SyntheticAnnotations.Source"/>.
/// </summary>
/// <remarks>
/// Content words are runs of at least four letters or digits, compared without case: our choice, because it needs no word list and works for most scripts.
/// Sources with equal ids are one source. Memory: the words of a 64th of the sources and their texts.
/// </remarks>
/// <param name="sources">The corpus that the texts were made from.</param>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Synthesis;
///
/// using var run = new CurationRun();
/// Corpus sources = Corpus.FromJsonl("sources/*.jsonl");
/// Console.WriteLine(await Corpus.FromJsonl("synthetic/*.jsonl").FitAsync(new SourceCoverageMeter(sources), run));
/// </code>
/// </example>
public sealed class SourceCoverageMeter(Corpus sources) : CorpusFit<SourceCoverageReport>
{
    private const int PartitionCount = 64;
    private const string ReportName = "coverage.json";

    private readonly Corpus sources = sources ?? throw new ArgumentNullException(nameof(sources));

    /// <summary>The number of sources in <see cref="SourceCoverageReport.Least"/>; 0 to 10,000. Default: 20.</summary>
    public int LeastCount
    {
        get;
        init => field = value is >= 0 and <= 10_000 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of sources must be from 0 to 10,000.");
    } = 20;

    /// <inheritdoc/>
    public override string Name => "source-coverage";

    /// <inheritdoc/>
    public override IReadOnlyList<Corpus> Inputs => [sources];

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("meter", "source-coverage/1");
        writer.Add(nameof(LeastCount), LeastCount);
    }

    /// <inheritdoc/>
    protected override async Task<SourceCoverageReport> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        PhaseFiles known = await scope.MapAsync("sources", sources, new CoverageSink(false, PartitionCount), cancellationToken).ConfigureAwait(false);
        PhaseFiles texts = await scope.MapAsync("texts", scope.Corpus, new CoverageSink(true, PartitionCount), cancellationToken).ConfigureAwait(false);
        PhaseFiles parts = await scope.ReduceAsync("parts", PartitionCount, (output, token) =>
        {
            var part = new CoveragePart(LeastCount);
            part.Read(new Partitions(known, CoverageSink.RecordName), output.Index, token);
            part.Read(new Partitions(texts, CoverageSink.RecordName), output.Index, token);
            using Stream file = output.CreateFile(output.Name + "." + ReportName);
            part.Build().WriteJson(file);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles report = await scope.FinishAsync("report", (output, _) =>
        {
            IEnumerable<SourceCoverageReport> all =
                Enumerable.Range(0, PartitionCount).Select(part => SourceCoverageReport.Load(parts.Find(part, "." + ReportName)!, parts.Files));
            using Stream file = output.CreateFile(ReportName);
            CoveragePart.Join(all, LeastCount).WriteJson(file);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return SourceCoverageReport.Load(report.FindFile(ReportName)!, report.Files);
    }
}
