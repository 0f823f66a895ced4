namespace DataCuration.Mixing.Tests.Search;

/// <summary>Synthetic evaluators with a known best mixture.</summary>
internal static class Targets
{
    public static readonly MixtureSource[] Sources =
        [new("a", 500), new("b", 400), new("c", 300), new("d", 200), new("e", 100)];

    /// <summary>Returns a best mixture from the uniform distribution.</summary>
    public static double[] Best(ulong seed)
    {
        var random = SeededRandom.Create(seed, "target", "");
        var weights = new double[Sources.Length];
        DirichletDraws.Draw([1, 1, 1, 1, 1], ref random, weights);
        return weights;
    }

    /// <summary>Returns minus the squared distance to the best mixture.</summary>
    public static double Score(MixtureWeights weights, double[] best) => -weights.Weights.Zip(best, (own, other) => (own - other) * (own - other)).Sum();

    public static DelegateMixtureEvaluator Evaluator(double[] best) => new("distance", weights => Score(weights, best));
}
