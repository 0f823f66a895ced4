namespace DataCuration.Selection;

/// <summary>
/// Finds the score that keeps the best share of a corpus, exactly. The rule is PreSelect's (<c>find_threshold.py</c>). Documents are sorted by score, best
/// first. The threshold is the score of the first document at which the characters so far exceed the share of all characters. Everything with at least this
/// score is kept.
/// </summary>
/// <remarks>
/// The paper finds the threshold on the first 3 of 100 files: fit it on a corpus of those files, or set <see cref="SampleShare"/>, and apply
/// <see cref="ScoreThreshold.ToFilter"/> to all files. To select from the fitted corpus itself, use <see cref="QuantileSelection"/>.
/// <para>Memory: about 100 MB. Scores are streamed from files.</para>
/// </remarks>
/// <param name="score">The annotation that holds the score.</param>
public sealed class ScoreThresholdFit(string score) : CorpusFit<ScoreThreshold>
{
    private const string FileName = "threshold.json";
    private readonly string score = OptionChecks.NotEmpty(score);

    /// <summary>The share to keep; above 0, at most 1. Default: 0.1 (PreSelect keeps 10 %).</summary>
    public double Share { get; init => field = SelectionChecks.Share(value); } = 0.1;

    /// <summary>The measure of shares. Default: <see cref="DocumentMeasure.Characters"/> (PreSelect).</summary>
    public DocumentMeasure Measure { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = DocumentMeasure.Characters;

    /// <summary>The share of documents in the sample, drawn by seed and id; above 0, at most 1. Default: 1, all.</summary>
    public double SampleShare { get; init => field = SelectionChecks.Share(value); } = 1;

    /// <summary>The seed of the sample. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public override string Name => "score-threshold";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("score", score);
        writer.Add(nameof(Share), Share);
        Measure.Describe(writer);
        writer.Add(nameof(SampleShare), SampleShare);
        writer.Add(nameof(Seed), Seed);
    }

    /// <inheritdoc/>
    protected override async Task<ScoreThreshold> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        AnnotationTable table = await scope.FitAsync(scope.Corpus, new AnnotationTableFit([score], [], Measure), cancellationToken).ConfigureAwait(false);
        PhaseFiles files = await scope.FinishAsync("threshold", (output, token) =>
        {
            var selector = new StratifiedSelector(table,
                row => QuantileSelection.ToCandidate(row, -1, row => SampleShare >= 1 || GumbelNoise.Uniform(Seed, row.IdHash, 0) < SampleShare));
            selector.Survey(token);
            if (selector.Strata.Count == 0)
                throw SelectionChecks.NoCandidates(table, selector.Unrated, selector.Excluded, [score], Measure.Unit, $"Options (here {nameof(SampleShare)})");
            selector.Select([.. selector.Strata.Select(stratum => QuantileSelection.QuotaOf(stratum.Available, Share))], token);
            Stratum all = selector.Strata[0];
            UInt128 lowest = all.LowestSelected;
            selector.SelectFrom([lowest], token);
            new ScoreThreshold
            {
                Value = Candidate.ScoreOf(lowest),
                Unit = Measure.Unit,
                Documents = all.Documents,
                Total = all.Available,
                Quota = QuantileSelection.QuotaOf(all.Available, Share),
                KeptDocuments = all.SelectedDocuments,
                Kept = all.Selected,
                Unrated = selector.Unrated,
                Excluded = selector.Excluded,
            }.Write(output.CreateFile(FileName));
            if (selector.Unrated > 0) output.Warn(SelectionChecks.UnratedWarning(selector.Unrated, table.RowCount, [score], Measure.Unit));
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return ScoreThreshold.Read(Path.Combine(files.Folder, FileName), files.Files);
    }
}
