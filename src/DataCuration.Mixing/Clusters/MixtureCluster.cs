using System.Collections.Immutable;

namespace DataCuration.Mixing;

/// <summary>A cluster of k-means and what became of it.</summary>
public sealed record MixtureCluster
{
    /// <summary>The number of the cluster.</summary>
    public required int Number { get; init; }

    /// <summary>The number of documents.</summary>
    public required long Documents { get; init; }

    /// <summary>The size of the documents: the sum of <see cref="MixtureClusterFit.SizeField"/>, or of the lengths of the texts in UTF-8 bytes.</summary>
    public required long Size { get; init; }

    /// <summary>The mean of each rating, over the documents that have it; NaN if none has.</summary>
    public required ImmutableSortedDictionary<string, double> Ratings { get; init; }

    /// <summary>The name of the merged cluster; null if the cluster was pruned: its ratings are too low, or it has no document.</summary>
    public required string? MergedName { get; init; }
}
