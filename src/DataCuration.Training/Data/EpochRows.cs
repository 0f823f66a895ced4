namespace DataCuration.Training;

/// <summary>The training rows of one set of token shards, epoch by epoch. Every epoch has the same number of rows. Any row can be read first.</summary>
internal abstract class EpochRows
{
    private bool[] loss = [];

    /// <summary>The number of rows of an epoch.</summary>
    public abstract long Count { get; }

    /// <summary>The number of positions of an epoch that are in use.</summary>
    public abstract long Tokens { get; }

    /// <summary>Fills a row.</summary>
    public abstract void Read(long row, int epoch, TrainingRow destination);

    /// <summary>Sets the weights of masked targets to 0.</summary>
    /// <param name="shards">The documents.</param>
    /// <param name="document">The document of the targets.</param>
    /// <param name="start">The index of the first target in the document.</param>
    /// <param name="weights">The weights of the targets.</param>
    protected void Mask(TokenShards shards, long document, int start, Span<float> weights)
    {
        if (!shards.HasMask) return;
        if (loss.Length < weights.Length) loss = new bool[weights.Length];
        Span<bool> hasLoss = loss.AsSpan(0, weights.Length);
        shards.ReadMask(document, start, hasLoss);
        for (int i = 0; i < hasLoss.Length; i++)
            if (!hasLoss[i]) weights[i] = 0;
    }
}
