namespace DataCuration.Mixing;

/// <summary>A sum of trees as a predictor.</summary>
internal sealed class BoostedTrees(int sources, double start, double scale, RegressionTree[] trees) : IMixturePredictor
{
    private const int Block = 1_024;

    public void Predict(ReadOnlySpan<double> weights, Span<double> scores)
    {
        RegressionChecks.CheckPrediction(sources, weights, scores);
        // A block of mixtures stays in the cache while all trees read it.
        for (int first = 0; first < scores.Length; first += Block)
        {
            int own = Math.Min(Block, scores.Length - first);
            Span<double> block = scores.Slice(first, own);
            block.Clear();
            ReadOnlySpan<double> rows = weights.Slice(first * sources, own * sources);
            foreach (RegressionTree tree in trees)
                for (int i = 0; i < own; i++) block[i] += tree.Evaluate(rows.Slice(i * sources, sources));
            for (int i = 0; i < own; i++) block[i] = start + (scale * block[i]);
        }
    }
}
