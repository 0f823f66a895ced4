using System.Globalization;
using static DataCuration.Mixing.LawExpression;

namespace DataCuration.Mixing;

/// <summary>
/// Ready laws. Model sizes (<c>N</c>) are parameters of the model, data sizes (<c>D</c>) are training tokens, ratios (<c>r</c>, <c>R</c>) are from 0 to 1.
/// The ranges of starts are our choice: they cover losses in nats per token of models from 10 million parameters.
/// </summary>
public static class ScalingLaws
{
    /// <summary>The input for the model size: the number of parameters.</summary>
    public const string ModelSize = "N";

    /// <summary>The input for the data size: the number of training tokens.</summary>
    public const string Tokens = "D";

    /// <summary>The input for the share of the corpus whose validation loss is modelled; 0 to 1.</summary>
    public const string Ratio = "r";

    /// <summary>The input for the learnability of a domain (<see cref="CrossDomainDcpt"/>).</summary>
    public const string Learnability = "K";

    /// <summary>
    /// L(N, D) = E + A/N^alpha + B/D^beta: loss by model size and tokens (Hoffmann et al. 2022, "Training compute-optimal large language models",
    /// approach 3).
    /// </summary>
    public static ParametricLaw Chinchilla { get; } = new("Chinchilla", [ModelSize, Tokens],
        [Positive("E", 0.3, 3), Positive("A", 1, 1e4), Positive("B", 1, 1e5), Positive("alpha", 0.1, 1), Positive("beta", 0.1, 1)],
        v => v["E"] + v["A"] / Pow(v[ModelSize], v["alpha"]) + v["B"] / Pow(v[Tokens], v["beta"]));

    /// <summary>
    /// L(N, D, r) = E + A/N^alpha + B*r^eta/D^beta + C/(r + epsilon)^gamma: the D-CPT law for continued pre-training on a domain (arXiv 2406.01375). Fit it
    /// twice: to the domain's loss with r = the domain's share, and to the general loss with r = 1 - the domain's share.
    /// </summary>
    public static ParametricLaw Dcpt { get; } = new("D-CPT", [ModelSize, Tokens, Ratio], DcptParameters, DcptFormula);

    /// <summary>
    /// The D-CPT law with a term for the learnability K of a domain, F/K^mu (arXiv 2406.01375). One fit covers several domains; a new domain needs only its
    /// K, about 1 % of the cost. See <see cref="DomainLearnability(double, double, double, double)"/>.
    /// </summary>
    public static ParametricLaw CrossDomainDcpt { get; } = new("cross-domain D-CPT", [ModelSize, Tokens, Ratio, Learnability],
        [.. DcptParameters, Positive("F", 0.01, 10), Positive("mu", 0.1, 2)], v => DcptFormula(v) + v["F"] / Pow(v[Learnability], v["mu"]));

    /// <summary>
    /// L(R) = alpha*R^s + beta: loss by mixture ratio (CMR, arXiv 2407.17467). Both signs of s and alpha occur: the published fits have s above 0 and alpha
    /// below 0. Fit it with <see cref="LawResidual.Plain"/> or the default.
    /// </summary>
    public static ParametricLaw LossAgainstRatio { get; } = new("loss against ratio", ["R"],
        [Free("alpha", -2, 2), Free("s", -1, 1), Free("beta", 0, 4)], v => v["alpha"] * Pow(v["R"], v["s"]) + v["beta"]);

    /// <summary>
    /// R*(T) = a*T^s + b: the critical mixture ratio by training budget (CMR, arXiv 2407.17467). The paper's T counts units of 0.2 billion tokens.
    /// </summary>
    public static ParametricLaw CriticalRatio { get; } = new("critical mixture ratio", ["T"],
        [Free("a", -3, 3), Free("s", -1, 1), Free("b", -2, 2)], v => v["a"] * Pow(v["T"], v["s"]) + v["b"]);

    /// <summary>
    /// y(x) = C - the sum of a_i * exp(-k_i * x): a value that approaches a ceiling, as accuracy does with synthetic tokens (EntiGraph, arXiv 2409.07431).
    /// <c>ScalingCurveFit</c> of the package DataCuration.Synthesis is a fit of this form alone, with an exhaustive search.
    /// </summary>
    /// <param name="terms">The number of terms, 1 to 4. Default: 3 (paper).</param>
    public static ParametricLaw Saturating(int terms = 3)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(terms, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(terms, 4);
        var parameters = new List<LawParameter> { Positive("C", 0.5, 100) };
        for (int i = 1; i <= terms; i++) parameters.AddRange([Positive(Name("a", i), 0.1, 30), Positive(Name("k", i), 1e-4, 10)]);
        return new(string.Create(CultureInfo.InvariantCulture, $"saturating, {terms} terms"), ["x"], parameters, v =>
        {
            LawExpression value = v["C"];
            for (int i = 1; i <= terms; i++) value -= v[Name("a", i)] * Exp(-v[Name("k", i)] * v["x"]);
            return value;
        });

        static string Name(string letter, int number) => string.Create(CultureInfo.InvariantCulture, $"{letter}{number}");
    }

    /// <summary>
    /// K = w1/k1 + w2*k2: the learnability of a domain for <see cref="CrossDomainDcpt"/> (arXiv 2406.01375).
    /// </summary>
    /// <param name="initialLoss">k1: the validation loss of the domain before training; positive.</param>
    /// <param name="lossRate">k2: the rate at which that loss falls at the start of training; not negative.</param>
    /// <param name="lossWeight">w1; not negative. Default: 1 (our choice).</param>
    /// <param name="rateWeight">w2; not negative. Default: 1 (our choice).</param>
    public static double DomainLearnability(double initialLoss, double lossRate, double lossWeight = 1, double rateWeight = 1)
    {
        if (!(initialLoss > 0 && double.IsFinite(initialLoss)))
            throw new ArgumentOutOfRangeException(nameof(initialLoss), initialLoss, "The loss must be positive and finite.");
        Check(lossRate, nameof(lossRate));
        Check(lossWeight, nameof(lossWeight));
        Check(rateWeight, nameof(rateWeight));
        return lossWeight / initialLoss + rateWeight * lossRate;

        static void Check(double value, string name)
        {
            if (!(value >= 0 && double.IsFinite(value))) throw new ArgumentOutOfRangeException(name, value, "Must be finite and not negative.");
        }
    }

    private static IReadOnlyList<LawParameter> DcptParameters =>
    [
        Positive("E", 0.3, 3), Positive("A", 1, 1e4), Positive("B", 1, 1e5), Positive("C", 0.001, 1), Positive("alpha", 0.1, 1), Positive("beta", 0.1, 1),
        Positive("gamma", 0.05, 2), Positive("eta", 0.05, 2), Positive("epsilon", 0.001, 1),
    ];

    private static LawExpression DcptFormula(LawVariables v) => v["E"] + v["A"] / Pow(v[ModelSize], v["alpha"])
        + v["B"] * Pow(v[Ratio], v["eta"]) / Pow(v[Tokens], v["beta"]) + v["C"] / Pow(v[Ratio] + v["epsilon"], v["gamma"]);

    private static LawParameter Positive(string name, double low, double high) => LawParameter.Positive(name, low, high);

    private static LawParameter Free(string name, double low, double high) => LawParameter.Free(name, low, high);
}
