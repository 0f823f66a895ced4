namespace DataCuration.Mixing;

/// <summary>
/// Repeats the documents of a small corpus until it has a given share of all tokens, as Wada and others did for a medical BERT (arXiv 2005.07202): a
/// tokenizer or a model then sees both corpora alike.
/// </summary>
/// <remarks>
/// All documents are read the same number of times, and some of them once more: in a random order by seed and id, as long as that comes nearer to the share.
/// The error is at most half a document of the small corpus. <c>Oversampler</c> of the package DataCuration.Selection makes copies of documents by a factor,
/// such as <see cref="Epochs"/>.
/// </remarks>
public sealed class CorpusBalance
{
    private readonly Dictionary<string, int> repeats;

    private CorpusBalance(Dictionary<string, int> repeats) => this.repeats = repeats;

    /// <summary>The tokens of the small corpus, with repeats.</summary>
    public required long Tokens { get; init; }

    /// <summary>The tokens of the large corpus.</summary>
    public required long LargeTokens { get; init; }

    /// <summary>The share of the small corpus in all tokens.</summary>
    public double Share => Tokens / ((double)Tokens + LargeTokens);

    /// <summary>The mean number of times that a token of the small corpus is read.</summary>
    public required double Epochs { get; init; }

    /// <summary>Returns the number of times that a document is read; 0 for an unknown one.</summary>
    /// <param name="id">The document's id.</param>
    public int this[string id] => repeats.GetValueOrDefault(id);

    /// <summary>Counts repeats.</summary>
    /// <param name="small">
    /// The id and the number of tokens of each document of the small corpus; with its end, as in the token shards, if the large corpus is counted so.
    /// </param>
    /// <param name="largeTokens">The number of tokens of the large corpus.</param>
    /// <param name="share">The share of the small corpus, above 0 and below 1. Default: 0.5.</param>
    /// <param name="seed">The seed of the order. Default: 0.</param>
    /// <exception cref="ArgumentException">There is no token, an id is repeated, or a document would be read more than two billion times.</exception>
    public static CorpusBalance Create(IEnumerable<(string Id, long Tokens)> small, long largeTokens, double share = 0.5, ulong seed = 0)
    {
        ArgumentNullException.ThrowIfNull(small);
        ArgumentOutOfRangeException.ThrowIfLessThan(largeTokens, 1);
        if (share is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(share), share, "Must be above 0 and below 1.");
        var repeats = new Dictionary<string, int>(StringComparer.Ordinal);
        var order = new List<(ulong Key, string Id, long Tokens)>();
        long total = 0;
        foreach ((string id, long tokens) in small)
        {
            if (tokens < 0) throw new ArgumentException($"Document '{id}' has {tokens} tokens.", nameof(small));
            if (!repeats.TryAdd(id, 0)) throw new ArgumentException($"Two documents have the id '{id}'.", nameof(small));
            order.Add((SeededRandom.Create(seed, "corpus-balance", id).NextUInt64(), id, tokens));
            if (tokens > long.MaxValue - total)
                throw new ArgumentException($"The documents up to '{id}' have more than {long.MaxValue} tokens.", nameof(small));
            total += tokens;
        }
        if (total == 0) throw new ArgumentException("The small corpus has no tokens.", nameof(small));
        double wanted = largeTokens * share / (1 - share);
        double passes = Math.Floor(wanted / total);
        if (passes >= int.MaxValue)
            throw new ArgumentException(FormattableString.Invariant($"{total} tokens would have to be read {passes:R} times."), nameof(small));
        foreach ((_, string id, _) in order) repeats[id] = (int)passes;
        double missing = wanted - (passes * total);
        long extra = 0;
        foreach ((_, string id, long tokens) in order.OrderBy(one => one.Key).ThenBy(one => one.Id, StringComparer.Ordinal))
        {
            if (Math.Abs(extra + tokens - missing) > Math.Abs(extra - missing)) continue;
            repeats[id]++;
            extra += tokens;
        }
        long all = checked(((long)passes * total) + extra);
        return new(repeats) { Tokens = all, LargeTokens = largeTokens, Epochs = (double)all / total };
    }
}
