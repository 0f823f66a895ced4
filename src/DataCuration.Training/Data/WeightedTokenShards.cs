namespace DataCuration.Training;

/// <summary>Token shards and their weight in a <see cref="TokenMixture"/>.</summary>
public sealed record WeightedTokenShards
{
    /// <summary>The token shards. They must stay open while rows are read.</summary>
    public required TokenShards Shards { get; init; }

    /// <summary>
    /// The weight: the set's part of all training tokens is this number divided by the sum of all weights. It does not depend on the size of the set: a small
    /// set with a large weight is read several times.
    /// </summary>
    /// <value>Positive and finite; <see cref="TokenMixture"/> refuses other values. Default 1.</value>
    public double Weight { get; init; } = 1;
}
