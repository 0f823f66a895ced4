namespace DataCuration.Selection;

/// <summary>
/// Keeps a document if a number drawn from a Pareto distribution is more than 1 − its score: good documents nearly always, bad ones now and then (GPT-3, arXiv 2005.14165, appendix A: <c>np.random.pareto(α) &gt; 1 − score</c>
/// with α = 9; NeMo Curator's fastText quality filter with α = 3). The number is a function of the run's seed and the document's id. Drops by the reasons <c>pareto</c> and <c>no_score</c>.
/// </summary>
/// <remarks>The distribution is NumPy's, the Lomax form that begins at 0: P(X &gt; x) = (1 + x)^−α. A document of score s ≤ 1 is kept with probability (2 − s)^−α: at α = 9 one of 0.5 with 2.6 %, one of 0.9 with 42 %.</remarks>
/// <param name="score">The annotation or field that holds the score, usually a probability.</param>
public sealed class ParetoSampling(string score) : DocumentFilter
{
    private readonly AnnotationKey<double> score = new(score);

    /// <summary>Samples by an annotation that a rater writes.</summary>
    /// <param name="score">The annotation.</param>
    public ParetoSampling(AnnotationKey<double> score)
        : this(score.Name)
    {
    }

    /// <summary>The distribution's shape α, above 0: larger keeps less. Default: 9 (GPT-3).</summary>
    public double Alpha { get; init => field = value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The shape is above 0."); } = 9;

    /// <summary>A seed beside the run's, so that one recipe can draw several samples. Default: 0.</summary>
    public ulong Seed { get; init; }

    /// <inheritdoc/>
    protected override StageResult Evaluate(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        if (!document.TryGet(score, out double value) || double.IsNaN(value)) return StageResult.Drop("no_score");
        return Draw(GumbelNoise.Uniform(SeededRandom.Mix(context.Seed) ^ Seed, document.IdHash, 0), Alpha) > 1 - value ? StageResult.Keep : StageResult.Drop("pareto");
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("score", score.Name);
        writer.Add(nameof(Alpha), Alpha);
        writer.Add(nameof(Seed), Seed);
    }

    /// <summary>The Pareto number of a uniform one between 0 and 1, by inversion: u^(−1/α) − 1.</summary>
    internal static double Draw(double uniform, double alpha) => DeterministicMath.Exp(-DeterministicMath.Log(uniform) / alpha) - 1;
}
