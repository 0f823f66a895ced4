namespace DataCuration.Selection;

/// <summary>
/// Keeps a document if a number drawn from a Pareto distribution exceeds 1 − score. Good documents are nearly always kept, and bad ones sometimes. The rule
/// is GPT-3's (arXiv 2005.14165, appendix A: <c>np.random.pareto(α) &gt; 1 − score</c> with α = 9); NeMo Curator's fastText quality filter uses α = 3. The
/// number is a function of the run's seed and the document's id. Drop reasons: <c>pareto</c> and <c>no_score</c>.
/// </summary>
/// <remarks>
/// The distribution is NumPy's, the Lomax form that starts at 0: P(X &gt; x) = (1 + x)^−α. A document of score s ≤ 1 is kept with probability (2 − s)^−α.
/// At α = 9 that is 2.6 % for a score of 0.5, and 42 % for 0.9.
/// </remarks>
/// <param name="score">The annotation or field that holds the score, usually a probability.</param>
public sealed class ParetoSampling(string score) : DocumentFilter, IPhaseCheck
{
    private readonly AnnotationKey<double> score = new(score);

    /// <summary>Creates a filter by an annotation that a rater writes.</summary>
    /// <param name="score">The annotation.</param>
    public ParetoSampling(AnnotationKey<double> score)
        : this(score.Name)
    {
    }

    /// <summary>The shape α of the distribution; above 0. A larger value keeps fewer documents. Default: 9 (GPT-3).</summary>
    public double Alpha
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The shape must be above 0.");
    } = 9;

    /// <summary>A seed in addition to the run's, so that one recipe can draw several samples. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    protected override StageResult Evaluate(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        if (!document.TryGet(score, out double value) || double.IsNaN(value))
        {
            MissingScores.Warn(context, document, score.Name);
            return StageResult.Drop("no_score");
        }
        return Draw(GumbelNoise.Uniform(SeededRandom.Mix(context.Seed) ^ Seed, document.IdHash, 0), Alpha) > 1 - value
            ? StageResult.Keep : StageResult.Drop("pareto");
    }

    /// <inheritdoc/>
    void IPhaseCheck.Check(StageReport counts, RunReport report)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(report);
        MissingScores.Require(counts, report, "no_score", score.Name);
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("score", score.Name);
        writer.Add(nameof(Alpha), Alpha);
        writer.Add(nameof(Seed), Seed);
    }

    /// <summary>Converts a uniform number between 0 and 1 to a Pareto number, by inversion: u^(−1/α) − 1.</summary>
    internal static double Draw(double uniform, double alpha) => DeterministicMath.Exp(-DeterministicMath.Log(uniform) / alpha) - 1;
}
