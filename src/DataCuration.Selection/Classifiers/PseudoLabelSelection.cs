using System.Globalization;

namespace DataCuration.Selection;

/// <summary>
/// Selects the documents whose pseudo-label is confident enough to be a training example. Each label can be limited to a number, or to a multiple of the rarest
/// label; the most confident documents are taken, and a draw by seed and id decides between equal confidences. The report beside the list has the numbers of
/// each label, as strata (<see cref="SelectionStratum.Domain"/> is the label).
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.FastText;
/// using DataCuration.Selection;
///
/// using var run = new CurationRun();
/// Corpus gold = Corpus.FromJsonl("gold/*.jsonl"), pool = Corpus.FromJsonl("pool/*.jsonl");
/// TrainedClassifier first = await gold.FitAsync(new ClassifierTraining("label"), run);
/// Corpus labelled = await pool.Pipe(new PseudoLabeler(new FastTextScorer(first.LoadModel()))).WriteJsonlAsync("labelled", run);
/// KeepList confident = await labelled.FitAsync(new PseudoLabelSelection { BalanceRatio = 2 }, run);
/// Console.WriteLine(SelectionReport.Load(confident));
///
/// TrainedClassifier second = await Corpus.Concat(gold, labelled.Keep(confident)).FitAsync(
///     new ClassifierTraining("label") { SourceField = PseudoLabels.SourceOf(), TrainOnlySources = [PseudoLabels.Source] }, run);
/// Console.WriteLine(second.Evaluation);
/// </code>
/// </example>
/// <param name="label">The field of labels. Documents whose <see cref="PseudoLabels.ConfidenceOf"/> is missing, such as gold ones, are not selected.</param>
public sealed class PseudoLabelSelection(string label = PseudoLabels.Label) : CorpusFit<KeepList>
{
    private readonly string label = OptionChecks.NotEmpty(label);

    /// <summary>The minimum confidence, from 0 to 1. Default: 0.95 (FixMatch, Sohn and others 2020, arXiv 2001.07685).</summary>
    public double MinConfidence
    {
        get;
        init => field = value is >= 0 and <= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A confidence is between 0 and 1.");
    } = 0.95;

    /// <summary>The maximum number of documents of each label; null for no limit. Default: null.</summary>
    public long? MaxPerLabel
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one document must be allowed.");
    }

    /// <summary>
    /// The maximum ratio of a label's documents to those of the rarest label that has confident ones, 1 or more; null for no balance. Default: null.
    /// </summary>
    public double? BalanceRatio
    {
        get;
        init => field = value is null || (value >= 1 && double.IsFinite(value.Value)) ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "A ratio must be 1 or more.");
    }

    /// <summary>The seed of the draw among equal confidences. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    public override string Name => "pseudo-label-selection";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("label", label);
        writer.Add(nameof(MinConfidence), MinConfidence);
        writer.Add(nameof(MaxPerLabel), MaxPerLabel?.ToString(CultureInfo.InvariantCulture));
        writer.Add(nameof(BalanceRatio), BalanceRatio?.ToString("R", CultureInfo.InvariantCulture));
        writer.Add(nameof(Seed), Seed);
    }

    /// <inheritdoc/>
    protected override async Task<KeepList> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        scope.RequireKeepList();
        string confidence = PseudoLabels.ConfidenceOf(label);
        AnnotationTable table = await scope.FitAsync(scope.Corpus, new AnnotationTableFit([confidence], [label], DocumentMeasure.Documents), cancellationToken)
            .ConfigureAwait(false);
        int unlabelled = table.GroupNames[0].IndexOf("");
        var program = new SelectionProgram
        {
            Table = table,
            Scores = [confidence],
            CandidateFactory = _ => row => double.IsNaN(row.Values[0]) || row.Groups[0] == unlabelled ? Candidate.Unrated
                : row.Values[0] < MinConfidence ? Candidate.Excluded
                : Candidate.Of(0, row.Groups[0], row.Values[0], Seed, row.IdHash),
            Share = Quotas,
            Unit = DocumentMeasure.Documents.Unit,
            Groups = [label],
            SecondGroup = 0,
            Filters = nameof(MinConfidence),
        };
        return await program.RunAsync(scope, cancellationToken).ConfigureAwait(false);
    }

    private long[] Quotas(IReadOnlyList<Stratum> labels)
    {
        long cap = MaxPerLabel ?? long.MaxValue;
        if (BalanceRatio is { } ratio) cap = (long)Math.Min(cap, Math.Ceiling(labels.Min(one => one.Documents) * ratio));
        return [.. labels.Select(one => Math.Min(one.Documents, cap))];
    }
}
