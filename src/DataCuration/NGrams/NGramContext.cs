using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// Collects the n-grams of one context after the other, in sorted order, and computes their discounted probabilities and the context's backoff weight (Chen and
/// Goodman 1998). Memory: the words that follow one context.
/// </summary>
/// <param name="order">The highest order.</param>
/// <param name="unigrams">The discounts.</param>
/// <param name="receive">
/// Receives an n-gram with kind 0, its discounted probability and the weight of the lower order; or a context with kind 1 and its backoff weight. Ids come from
/// the first word on.
/// </param>
internal sealed class NGramContext(int order, NGramUnigrams unigrams, NGramContext.Receive receive)
{
    private readonly int[] ids = new int[order];
    private readonly List<(int Word, long Adjusted)> words = [];
    private byte[] context = [];

    /// <summary>Receives an n-gram or a context.</summary>
    internal delegate void Receive(ReadOnlySpan<int> ids, byte kind, double first, double second);

    public void Add(ReadOnlySpan<byte> record)
    {
        int n = record[0];
        ReadOnlySpan<byte> own = record[..(1 + ((n - 1) * NGramRecords.WordBytes))];
        if (!own.SequenceEqual(context))
        {
            Complete();
            context = own.ToArray();
        }
        words.Add((NGramRecords.Get(record[1..], n - 1), MemoryMarshal.Read<long>(record[(1 + (order * NGramRecords.WordBytes))..])));
    }

    /// <summary>Ends the last context.</summary>
    public void Complete()
    {
        if (words.Count == 0) return;
        int n = context[0];
        NGramDiscounts discounts = unigrams.Discounts(n);
        long sum = 0, pruned = 0;
        double mass = 0;
        foreach ((_, long adjusted) in words)
        {
            sum = checked(sum + Math.Abs(adjusted));
            if (adjusted < 0) pruned -= adjusted; // what is pruned goes to backing off as a whole
            else mass += discounts.Of(adjusted);
        }
        double backoff = (mass + pruned) / sum;
        for (int i = 0; i < n - 1; i++) ids[i] = NGramRecords.Get(context.AsSpan(1), i);
        bool isContext = false;
        foreach ((int word, long adjusted) in words)
        {
            if (adjusted < 0) continue;
            isContext = true;
            ids[n - 1] = word;
            receive(ids.AsSpan(0, n), 0, (adjusted - discounts.Of(adjusted)) / sum, backoff);
        }
        if (isContext) receive(ids.AsSpan(0, n - 1), 1, backoff, 0);
        words.Clear();
    }
}
