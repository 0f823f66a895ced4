namespace DataCuration.Synthesis;

/// <summary>
/// Enumerates pairs and triples of n entities without listing them: 200 entities have 1.3 million triples. The order depends on the number of entities and
/// the key only.
/// </summary>
internal static class EntityTuples
{
    /// <summary>Returns the number of pairs of n entities.</summary>
    public static long PairCount(int n) => (long)n * (n - 1) / 2;

    /// <summary>Returns the number of triples of n entities. It fits for up to 3 million entities.</summary>
    public static long TripleCount(int n) => n < 3 ? 0 : (long)((Int128)n * (n - 1) * (n - 2) / 6);

    /// <summary>Enumerates all pairs in the order of the list: (0,1), (0,2), …, (1,2), …</summary>
    public static IEnumerable<EntityTuple> Pairs(int n)
    {
        for (int i = 0; i < n; i++)
            for (int j = i + 1; j < n; j++) yield return new(i, j);
    }

    /// <summary>Enumerates all triples in an order that the key decides.</summary>
    /// <param name="n">The number of entities.</param>
    /// <param name="key">The key.</param>
    public static IEnumerable<EntityTuple> Triples(int n, ulong key)
    {
        var order = new KeyedPermutation(TripleCount(n), key);
        for (long i = 0; i < order.Count; i++) yield return TripleAt(n, order[i]);
    }

    /// <summary>Returns the triple with an index in the order (0,1,2), (0,1,3), …, (0,2,3), …, (1,2,3), …</summary>
    internal static EntityTuple TripleAt(int n, long index)
    {
        int first = 0;
        for (; index >= PairCount(n - 1 - first); first++) index -= PairCount(n - 1 - first);
        int second = first + 1;
        for (; index >= n - 1 - second; second++) index -= n - 1 - second;
        return new(first, second, second + 1 + (int)index);
    }
}
