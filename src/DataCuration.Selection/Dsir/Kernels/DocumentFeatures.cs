namespace DataCuration.Selection;

/// <summary>The sizes of a document in features.</summary>
/// <param name="Tokens">The number of tokens.</param>
/// <param name="NGramOccurrences">The number of n-grams of all orders: T + (T-1) + ... + max(0, T-n+1).</param>
/// <param name="ReferenceLength">
/// The length that the DSIR reference computes from the counts, (n-grams + n(n-1)/2) / n rounded down. It is the token count, except for texts of fewer
/// than n - 1 tokens.
/// </param>
internal readonly record struct DocumentFeatures(long Tokens, long NGramOccurrences, long ReferenceLength)
{
    /// <summary>Computes the sizes of a document with a number of tokens, and n-grams up to <paramref name="ngrams"/>.</summary>
    public static DocumentFeatures Of(long tokens, int ngrams)
    {
        long occurrences = 0;
        for (int order = 1; order <= ngrams; order++)
        {
            occurrences += Math.Max(0, tokens - order + 1);
        }

        return new DocumentFeatures(tokens, occurrences, (occurrences + ((long)ngrams * (ngrams - 1) / 2)) / ngrams);
    }
}
