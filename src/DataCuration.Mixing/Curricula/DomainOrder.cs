namespace DataCuration.Mixing;

/// <summary>Orders domains that a model is trained on one after the other.</summary>
public static class DomainOrder
{
    /// <summary>Orders domains at random.</summary>
    /// <param name="domains">The names, without repeats.</param>
    /// <param name="seed">The seed. The order depends on seed and names, not on the order in the list.</param>
    public static IReadOnlyList<string> Random(IReadOnlyList<string> domains, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(domains);
        return [.. domains.OrderBy(name => SeededRandom.Create(seed, "domain-order", name).NextUInt64()).ThenBy(name => name, StringComparer.Ordinal)];
    }

    /// <summary>Orders domains such that each follows a similar one: from the start, always the most similar of those that are left.</summary>
    /// <param name="domains">The names, without repeats.</param>
    /// <param name="centres">The vector of each domain, such as the mean of its documents' embeddings. Similarity is the cosine.</param>
    /// <param name="start">The first domain; null for the one that is most similar to the mean of all.</param>
    /// <exception cref="ArgumentException">The lengths differ, a vector is 0 or not finite, or the start is not a domain.</exception>
    public static IReadOnlyList<string> BySimilarity(IReadOnlyList<string> domains, IReadOnlyList<ReadOnlyMemory<float>> centres, string? start = null)
    {
        ArgumentNullException.ThrowIfNull(domains);
        ArgumentNullException.ThrowIfNull(centres);
        if (domains.Count == 0) return [];
        if (domains.Count != centres.Count) throw new ArgumentException($"There are {domains.Count} domains and {centres.Count} vectors.", nameof(centres));
        float[][] vectors = [.. centres.Select((centre, i) => Scaled(centre, domains[i], centres[0].Length))];
        var mean = new float[vectors[0].Length];
        foreach (float[] vector in vectors)
            for (int i = 0; i < mean.Length; i++) mean[i] += vector[i];
        List<int> left = [.. Enumerable.Range(0, domains.Count)];
        int current = start is null ? Nearest(left, vectors, mean) : domains.ToList().IndexOf(start);
        if (current < 0) throw new ArgumentException($"There is no domain '{start}'.", nameof(start));
        var order = new List<string>();
        while (true)
        {
            order.Add(domains[current]);
            left.Remove(current);
            if (left.Count == 0) return order;
            current = Nearest(left, vectors, vectors[current]);
        }
    }

    private static int Nearest(List<int> left, float[][] vectors, float[] target)
    {
        int best = left[0];
        foreach (int other in left)
            if (VectorKernels.Dot(vectors[other], target) > VectorKernels.Dot(vectors[best], target)) best = other;
        return best;
    }

    private static float[] Scaled(ReadOnlyMemory<float> centre, string name, int length)
    {
        float[] vector = centre.ToArray();
        if (vector.Length != length) throw new ArgumentException($"The vector of '{name}' has {vector.Length} numbers instead of {length}.", nameof(centre));
        if (!vector.All(float.IsFinite) || vector.All(value => value == 0))
            throw new ArgumentException($"The vector of '{name}' is 0 or not finite.", nameof(centre));
        VectorKernels.Normalize(vector);
        return vector;
    }
}
