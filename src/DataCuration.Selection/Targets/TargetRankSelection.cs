namespace DataCuration.Selection;

/// <summary>
/// Selects the training examples of a classifier that finds texts like those of target tasks: BETR, "benchmark-targeted ranking" (Mizrahi and others 2025,
/// arXiv 2507.12466). A sample of the corpus is ranked by its similarity to each target example, and scored by the ranks. The best tenth are positive examples,
/// and the rest are negative ones.
/// </summary>
/// <remarks>
/// <para>
/// <see cref="Label"/> joins both sides to a labelled corpus for <see cref="ClassifierTraining"/>, which balances the labels. The classifier rates the whole
/// corpus, and <see cref="QuantileSelection"/> keeps the best part. The paper trains a fastText classifier and keeps the best 10 % of the tokens.
/// </para>
/// <para>
/// Use the training sets of benchmarks, never their test sets. Equal numbers of examples from each (<see cref="ExamplesPerTarget"/>) prevent a large benchmark
/// from deciding alone.
/// </para>
/// <para>
/// The list's table <c>target_score</c> has the score of each document of the sample; NaN for others. Documents with equal scores are drawn by seed and id.
/// Memory: the sample's vectors and those of the examples; for each thread 28 bytes for each document of the sample, and 400 bytes for each of them.
/// </para>
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Selection;
///
/// using var run = new CurationRun();
/// var vectors = new EmbeddingFit(new EmbeddingField("embedding", dimension: 384));
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl"), questions = Corpus.FromJsonl("arc-train.jsonl");
/// KeepList top = await pool.FitAsync(new TargetRankSelection(vectors, [questions]), run);
/// KeepList rest = await pool.FitAsync(new TargetRankSelection(vectors, [questions]) { Side = TargetRankSide.Rest }, run);
/// Corpus examples = TargetRankSelection.Label(pool, top, rest);
/// TrainedClassifier classifier = await examples.FitAsync(new ClassifierTraining(TargetRankSelection.LabelKey.Name), run);
/// </code>
/// </example>
/// <param name="embedding">Makes the vectors of all corpora. The paper uses Arctic-Embed L 2.0.</param>
/// <param name="targets">The examples of the target tasks, a corpus for each task; at least one.</param>
public sealed class TargetRankSelection(EmbeddingFit embedding, IReadOnlyList<Corpus> targets) : CorpusFit<KeepList>
{
    private const string ScoreName = "target_score";

    private readonly IReadOnlyList<Corpus> targets =
        targets is { Count: > 0 } ? [.. targets] : throw new ArgumentException("Pass at least one target.", nameof(targets));

    /// <summary>The annotation that <see cref="Label"/> writes: <c>target</c> or <c>other</c>.</summary>
    public static readonly AnnotationKey<string> LabelKey = new("target_label");

    /// <summary>The side to keep. Default: <see cref="TargetRankSide.Top"/>.</summary>
    public TargetRankSide Side
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such side.");
    }

    /// <summary>The share of the sample that is on the top side, in documents; above 0, at most 1. Default: 0.1 (the paper).</summary>
    public double TopShare { get; init => field = SelectionChecks.Share(value); } = 0.1;

    /// <summary>The score. Default: <see cref="TargetRankScore.BestRank"/> (the paper).</summary>
    public TargetRankScore Score
    {
        get;
        init => field = Enum.IsDefined(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "There is no such score.");
    }

    /// <summary>
    /// The number of documents that are sampled, 1 or more; all if there are fewer. Default: 100,000 (our choice; the paper samples 10 million).
    /// </summary>
    public long SampleDocuments
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one document is sampled.");
    } = 100_000;

    /// <summary>The maximum number of examples that are drawn from each target, 1 or more. Default: null, all.</summary>
    public long? ExamplesPerTarget
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one example is drawn.");
    }

    /// <summary>The number of threads, 1 or more. The result does not depend on it. Default: 1.</summary>
    public int Threads
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one thread is needed.");
    } = 1;

    /// <summary>The seed of the samples, and of the draw among equal scores. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public override string Name => "target-rank-selection";

    /// <inheritdoc/>
    public override IReadOnlyList<Corpus> Inputs => targets;

    internal EmbeddingFit Embedding { get; } = embedding ?? throw new ArgumentNullException(nameof(embedding));

    /// <summary>Joins both sides to a labelled corpus, with <see cref="LabelKey"/>.</summary>
    /// <param name="corpus">The corpus that was fitted on.</param>
    /// <param name="top">The list of <see cref="TargetRankSide.Top"/>.</param>
    /// <param name="rest">The list of <see cref="TargetRankSide.Rest"/>.</param>
    public static Corpus Label(Corpus corpus, KeepList top, KeepList rest)
    {
        ArgumentNullException.ThrowIfNull(corpus);
        ArgumentNullException.ThrowIfNull(top);
        ArgumentNullException.ThrowIfNull(rest);
        return Corpus.Concat(corpus.Keep(top).Pipe(new FixedLabel(LabelKey.Name, "target")), corpus.Keep(rest).Pipe(new FixedLabel(LabelKey.Name, "other")));
    }

    internal void DescribeRanks(FingerprintWriter writer)
    {
        writer.Add("version", 2);
        writer.AddScope("embedding", Embedding.AddTo);
        writer.Add(nameof(Score), Score.ToString());
        writer.Add(nameof(SampleDocuments), SampleDocuments);
        writer.Add(nameof(ExamplesPerTarget), ExamplesPerTarget?.ToString(System.Globalization.CultureInfo.InvariantCulture));
        writer.Add(nameof(Seed), Seed);
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        DescribeRanks(writer);
        writer.Add(nameof(Side), Side.ToString());
        writer.Add(nameof(TopShare), TopShare);
    }

    /// <inheritdoc/>
    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        AnnotationTable table = await scope.FitAsync(scope.Corpus, new AnnotationTableFit([], [], DocumentMeasure.Documents), cancellationToken)
            .ConfigureAwait(false);
        PhaseFiles ranked = await scope.FitAsync(scope.Corpus, new TargetRankFit(this), cancellationToken).ConfigureAwait(false);
        using var scores = new RecordTable<double>(ranked, TargetRankFit.TableName);
        using RecordTablePart<double> values = scores.OpenShard(0)!;
        long[] first = new long[table.ShardCount];
        for (int shard = 1; shard < first.Length; shard++) first[shard] = first[shard - 1] + table.RowsOf(shard - 1).LongCount();
        double ScoreOf(AnnotationRow row) => values.GetRow(first[row.Shard] + row.Number)[0];
        var program = new SelectionProgram
        {
            Table = table,
            Scores = [ScoreName],
            CandidateFactory = _ => row => ToCandidate(ScoreOf(row), row),
            Share = strata => [.. strata.Select(stratum => QuotaOf(stratum.Available))],
            Unit = DocumentMeasure.Documents.Unit,
            Filters = $"The options {nameof(SampleDocuments)} and {nameof(Side)}",
            AddProvenance = (part, shard) =>
            {
                RecordTableWriter<double> written = part.AddProvenance<double>(ScoreName);
                foreach (AnnotationRow row in table.RowsOf(shard))
                    written.Append(row.Record, ScoreOf(row) is var score && double.IsFinite(score) ? score : double.NaN);
            },
        };
        return await program.RunAsync(scope, cancellationToken).ConfigureAwait(false);
    }

    private long QuotaOf(long available)
    {
        long top = QuantileSelection.ShareOf(available, TopShare);
        return Side == TargetRankSide.Top ? top : available - top;
    }

    private Candidate ToCandidate(double score, AnnotationRow row)
    {
        if (double.IsNaN(score)) return Candidate.Unrated;
        if (double.IsPositiveInfinity(score)) return Candidate.Excluded;
        Candidate candidate = Candidate.Of(0, 0, score, Seed, row.IdHash);
        // The other order, so that both sides together are the sample, also among equal scores.
        return Side == TargetRankSide.Top ? candidate : candidate with { Key = ~candidate.Key };
    }
}
