namespace DataCuration.Synthesis;

/// <summary>
/// The accepted texts of a novelty gate, as sequences of token ranks, where rank 0 is the rarest token. Finds one that is too similar to a new text, without
/// comparing all of them.
/// </summary>
/// <remarks>
/// <para>Two texts of m and n tokens are too similar if twice their common subsequence is above the limit times m + n. They then share at least its tokens, k
/// of them. With the tokens of each sorted from rare to frequent, one of the first m - k + 1 is also one of the other's first n - k + 1. So an index of these
/// rare tokens is enough. A filter by length is next, and the exact subsequence last.</para>
/// <para>This is the prefix filter of similarity joins: Chaudhuri et al., "A Primitive Operator for Similarity Joins in Data Cleaning", ICDE 2006, and Bayardo
/// et al., "Scaling Up All Pairs Similarity Search", WWW 2007.</para>
/// <para>Nothing is missed. The time for a text is that of the accepted ones that share a rare token with it. It is linear in their number only if all texts
/// consist of the same few words.</para>
/// </remarks>
/// <param name="maxFMeasure">The limit, in [0, 1].</param>
/// <param name="tokenCount">The number of different tokens.</param>
internal sealed class NoveltyIndex(double maxFMeasure, int tokenCount)
{
    private readonly List<int[]> accepted = [];
    private readonly List<int>?[] byToken = new List<int>?[tokenCount];
    private readonly LcsPattern pattern = new();
    private readonly List<int> lastAsked = [];
    private int asked;

    /// <summary>The number of exact comparisons so far.</summary>
    public long Comparisons { get; private set; }

    /// <summary>Returns the number of an accepted text that is too similar, and the F-measure; -1 if there is no such text.</summary>
    public (int Number, double FMeasure) Find(int[] tokens)
    {
        asked++;
        bool isPrepared = false;
        foreach (int token in PrefixOf(tokens))
        {
            foreach (int number in byToken[token] ?? [])
            {
                if (lastAsked[number] == asked) continue;
                lastAsked[number] = asked;
                int[] other = accepted[number];
                int needed = Needed(maxFMeasure, tokens.Length + other.Length);
                if (Math.Min(tokens.Length, other.Length) < needed) continue;
                if (!isPrepared) pattern.Set(tokens);
                isPrepared = true;
                Comparisons++;
                int common = pattern.LengthWith(other);
                if (common >= needed) return (number, new RougeScore(common, tokens.Length, other.Length).FMeasure);
            }
        }
        return (-1, 0);
    }

    /// <summary>Accepts a text. It gets the next number, from 0.</summary>
    public void Accept(int[] tokens)
    {
        foreach (int token in PrefixOf(tokens)) (byToken[token] ??= []).Add(accepted.Count);
        accepted.Add(tokens);
        lastAsked.Add(0);
    }

    /// <summary>Returns the smallest length of a common subsequence that is too long for texts with a sum of lengths.</summary>
    public static int Needed(double maxFMeasure, int lengths)
    {
        // Rounding may be off by one in either direction.
        int needed = (int)(maxFMeasure * lengths / 2);
        while (needed > 0 && 2.0 * (needed - 1) > maxFMeasure * lengths) needed--;
        while (2.0 * needed <= maxFMeasure * lengths) needed++;
        return needed;
    }

    /// <summary>Returns the different tokens among the rarest ones of a text, at least one of which every similar text has among its own.</summary>
    private IEnumerable<int> PrefixOf(int[] tokens)
    {
        int length = tokens.Length;
        // The shortest text that can be similar: it shares the fewest tokens, so it needs the longest prefix.
        int partner = Math.Max(1, (int)(length * maxFMeasure / (2 - maxFMeasure)) - 1);
        while (partner <= length && partner < Needed(maxFMeasure, length + partner)) partner++;
        if (partner > length) return []; // no text can be similar
        int[] sorted = [.. tokens];
        Array.Sort(sorted);
        return sorted.Take(length - Needed(maxFMeasure, length + partner) + 1).Distinct();
    }
}
