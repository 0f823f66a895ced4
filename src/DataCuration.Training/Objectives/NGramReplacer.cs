namespace DataCuration.Training;

/// <summary>
/// Replaces tokens by samples from the counts of a set of token shards: by the token before it (a bigram), or by frequency alone. Far cheaper than a model, and
/// its replacements are easier to find.
/// </summary>
/// <remarks>
/// Memory: with bigrams, about 12 bytes for each pair of neighbours that occurs. Tokens after an unseen context, and first tokens, are sampled by frequency.
/// End-of-document tokens are never sampled.
/// </remarks>
public sealed class NGramReplacer : ITokenReplacer
{
    private readonly string fingerprint;
    private readonly int order;
    private readonly double power;
    private readonly int[] tokens; // by frequency alone
    private readonly double[] sums; // cumulative weights of them
    private readonly Dictionary<int, (int[] Tokens, double[] Sums)> after = [];

    private NGramReplacer(TokenShards shards, int order, double power)
    {
        this.order = order;
        this.power = power;
        fingerprint = shards.Fingerprint;
        var counts = new Dictionary<int, long>();
        var pairs = new Dictionary<(int Before, int Token), long>();
        for (long document = 0; document < shards.DocumentCount; document++)
        {
            int before = -1;
            foreach (int token in shards.GetTokens(document))
            {
                if (token == shards.EndOfDocument) continue;
                counts[token] = counts.GetValueOrDefault(token) + 1;
                if (order == 2 && before >= 0) pairs[(before, token)] = pairs.GetValueOrDefault((before, token)) + 1;
                before = token;
            }
        }
        if (counts.Count == 0) throw new ArgumentException($"'{shards.Folder}' has no tokens to sample from.", nameof(shards));
        (tokens, sums) = Table(counts);
        foreach (IGrouping<int, KeyValuePair<(int Before, int Token), long>> context in pairs.GroupBy(pair => pair.Key.Before))
            after.Add(context.Key, Table(context.ToDictionary(pair => pair.Key.Token, pair => pair.Value)));
    }

    /// <summary>Counts the tokens of a set.</summary>
    /// <param name="shards">The set. It is not needed afterwards.</param>
    /// <param name="order">1 to sample by frequency, 2 to sample by the token before.</param>
    /// <param name="power">The power of counts: 1 for frequencies as they are, 0 for all seen tokens alike.</param>
    /// <exception cref="ArgumentException">The set has no tokens.</exception>
    public static NGramReplacer Count(TokenShards shards, int order = 2, double power = 1)
    {
        ArgumentNullException.ThrowIfNull(shards);
        if (order is not (1 or 2)) throw new ArgumentOutOfRangeException(nameof(order), order, "Must be 1 or 2.");
        if (!(power >= 0 && double.IsFinite(power))) throw new ArgumentOutOfRangeException(nameof(power), power, "Must be finite and not negative.");
        return new(shards, order, power);
    }

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", "n-gram replacer/1");
        writer.Add("tokens", fingerprint);
        writer.Add("order", order);
        writer.Add("power", power);
    }

    /// <inheritdoc/>
    public void Replace(ReadOnlySpan<int> tokens, ReadOnlySpan<int> positions, Span<int> replacements, ref SeededRandom random)
    {
        for (int i = 0; i < positions.Length; i++)
        {
            int position = positions[i];
            (int[] Tokens, double[] Sums) table = position > 0 && after.TryGetValue(tokens[position - 1], out var found) ? found : (this.tokens, sums);
            double number = random.NextDouble() * table.Sums[^1];
            int place = Array.BinarySearch(table.Sums, number);
            replacements[i] = table.Tokens[Math.Min(place < 0 ? ~place : place + 1, table.Tokens.Length - 1)];
        }
    }

    // In the order of ids, so that samples do not depend on the order of a dictionary.
    private (int[] Tokens, double[] Sums) Table(Dictionary<int, long> counts)
    {
        int[] ids = [.. counts.Keys.Order()];
        var cumulative = new double[ids.Length];
        double sum = 0;
        for (int i = 0; i < ids.Length; i++) cumulative[i] = sum += Math.Pow(counts[ids[i]], power);
        return (ids, cumulative);
    }
}
