namespace DataCuration.FastText;

/// <summary>Reusable buffers for prediction. Each thread needs its own object, which serves any number of texts and models. Not thread-safe.</summary>
public sealed class FastTextScratch
{
    internal List<int> WordHashes { get; } = [];

    internal Stack<(int Node, float Score)> Pending { get; } = new();

    internal float[] Hidden { get; private set; } = [];

    internal float[] Output { get; private set; } = [];

    internal (float Score, int Label)[] Best { get; private set; } = [];

    internal void Reserve(int dimension, int labels, int best)
    {
        if (Hidden.Length < dimension) Hidden = new float[dimension];
        if (Output.Length < labels) Output = new float[labels];
        if (Best.Length < best + 1) Best = new (float, int)[best + 1];
    }
}
