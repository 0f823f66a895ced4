namespace DataCuration.Mixing;

/// <summary>
/// Draws from Dirichlet distributions. Gamma variates are drawn by Marsaglia and Tsang, "A simple method for generating gamma variables" (2000), and are kept
/// as logarithms: with a small parameter they would otherwise all round to 0. The draws have the same bits on every machine.
/// </summary>
internal static class DirichletDraws
{
    /// <summary>Draws weights.</summary>
    /// <param name="parameters">The parameters, positive.</param>
    /// <param name="random">The random numbers.</param>
    /// <param name="weights">Receives the weights.</param>
    public static void Draw(ReadOnlySpan<double> parameters, ref SeededRandom random, Span<double> weights)
    {
        double largest = double.NegativeInfinity;
        for (int i = 0; i < parameters.Length; i++)
        {
            weights[i] = LogGamma(parameters[i], ref random);
            largest = Math.Max(largest, weights[i]);
        }
        double sum = 0;
        foreach (ref double weight in weights)
        {
            weight = DeterministicMath.Exp(weight - largest);
            sum += weight;
        }
        foreach (ref double weight in weights) weight /= sum;
    }

    /// <summary>Returns the logarithm of a gamma variate of scale 1.</summary>
    internal static double LogGamma(double shape, ref SeededRandom random)
    {
        // A variate of shape a is one of shape a + 1 times U^(1/a).
        double boost = 0;
        if (shape < 1)
        {
            boost = DeterministicMath.Log(Open(ref random)) / shape;
            shape += 1;
        }
        double d = shape - (1.0 / 3), c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            double normal = NormalDraws.Next(ref random), root = 1 + (c * normal);
            if (root <= 0) continue;
            double cube = root * root * root, logCube = 3 * DeterministicMath.Log(root);
            if (DeterministicMath.Log(Open(ref random)) < (0.5 * normal * normal) + d - (d * cube) + (d * logCube))
                return DeterministicMath.Log(d) + logCube + boost;
        }
    }

    private static double Open(ref SeededRandom random) => random.NextDouble() is > 0 and var value ? value : double.Epsilon;
}
