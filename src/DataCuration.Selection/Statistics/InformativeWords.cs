namespace DataCuration.Selection;

/// <summary>
/// The words that tell a domain from a background, by the log-odds ratio with an informative Dirichlet prior (Monroe, Colaresi and Quinn 2008, "Fightin'
/// Words", equations 15 to 22). A plain ratio of frequencies ranks words first that occur once; this one divides by the standard deviation, so that it ranks
/// words first for which there is much evidence.
/// </summary>
public static class InformativeWords
{
    /// <summary>Computes the statistic of one word.</summary>
    /// <param name="domainCount">The word's number of occurrences in the domain.</param>
    /// <param name="domainTotal">The number of all words in the domain.</param>
    /// <param name="backgroundCount">The word's number of occurrences in the background.</param>
    /// <param name="backgroundTotal">The number of all words in the background.</param>
    /// <param name="prior">The word's pseudo-count; above 0.</param>
    /// <param name="priorTotal">The sum of the pseudo-counts of all words; above <paramref name="prior"/>.</param>
    /// <returns>The log-odds ratio, and the same divided by its standard deviation.</returns>
    /// <exception cref="ArgumentOutOfRangeException">A prior is not positive.</exception>
    public static (double LogOdds, double ZScore) Score(long domainCount, long domainTotal, long backgroundCount, long backgroundTotal, double prior,
        double priorTotal)
    {
        if (!(prior > 0)) throw new ArgumentOutOfRangeException(nameof(prior), prior, "A pseudo-count is above 0.");
        if (!(priorTotal > prior)) throw new ArgumentOutOfRangeException(nameof(priorTotal), priorTotal, "The sum of all pseudo-counts is above each of them.");
        double domain = DeterministicMath.Log((domainCount + prior) / (domainTotal + priorTotal - domainCount - prior));
        double background = DeterministicMath.Log((backgroundCount + prior) / (backgroundTotal + priorTotal - backgroundCount - prior));
        double deviation = Math.Sqrt((1 / (domainCount + prior)) + (1 / (backgroundCount + prior)));
        return (domain - background, (domain - background) / deviation);
    }

    /// <summary>Ranks the words of a domain.</summary>
    /// <param name="domain">The words of the domain.</param>
    /// <param name="background">The words of the background, split by the same rule.</param>
    /// <param name="count">The number of words to return. Default: 100.</param>
    /// <param name="priorWords">
    /// The size of the prior in words: a word's pseudo-count is its share of both corpora together times this number. Default: 1,000 (our choice); the paper
    /// sets it to the mean length of a document or more.
    /// </param>
    /// <param name="minCount">The smallest number of occurrences of a word in the domain. Default: 1.</param>
    /// <returns>The words with the highest z-scores, the highest first; equal ones in the order of their bytes.</returns>
    /// <exception cref="ArgumentException">The rules differ.</exception>
    public static IReadOnlyList<InformativeWord> Rank(WordCounts domain, WordCounts background, int count = 100, double priorWords = 1_000, int minCount = 1)
    {
        ArgumentNullException.ThrowIfNull(domain);
        ArgumentNullException.ThrowIfNull(background);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(minCount, 1);
        if (!(priorWords > 0 && double.IsFinite(priorWords))) throw new ArgumentOutOfRangeException(nameof(priorWords), priorWords, "The prior is above 0.");
        if (Identity(domain) != Identity(background))
            throw new ArgumentException("The two corpora were split into words by different rules, so their counts cannot be compared.", nameof(background));
        double total = (double)domain.Total + background.Total;
        // The lowest of the best is first in the queue; a later word of equal score is lower.
        var best = new PriorityQueue<(int Number, long Background, double LogOdds, double ZScore), (double, int)>();
        for (int i = 0; i < domain.Count; i++)
        {
            long own = domain.GetCount(i);
            if (own < minCount) continue;
            long other = background.GetCount(domain.GetUtf8Word(i));
            double prior = priorWords * (own + other) / total;
            if (!(prior < priorWords)) continue; // the only word of both
            (double logOdds, double score) = Score(own, domain.Total, other, background.Total, prior, priorWords);
            best.Enqueue((i, other, logOdds, score), (score, -i));
            if (best.Count > count) best.Dequeue();
        }
        var ranked = new InformativeWord[best.Count];
        for (int place = ranked.Length - 1; place >= 0; place--)
        {
            (int number, long other, double logOdds, double score) = best.Dequeue();
            ranked[place] = new(domain.GetWord(number), domain.GetCount(number), other, logOdds, score);
        }
        return ranked;
    }

    private static string Identity(WordCounts counts)
    {
        var writer = new FingerprintWriter();
        counts.Tokens.Describe(writer);
        return writer.ToFingerprint();
    }
}
