namespace DataCuration.Mixing.LightGbm;

/// <summary>Rounds weights to the precision that LightGBM saw before the trees compare them with its thresholds.</summary>
internal sealed class SinglePrecisionTrees(IMixturePredictor trees) : IMixturePredictor
{
    public void Predict(ReadOnlySpan<double> weights, Span<double> scores)
    {
        var rounded = new double[weights.Length];
        for (int i = 0; i < weights.Length; i++) rounded[i] = (float)weights[i];
        trees.Predict(rounded, scores);
    }
}
