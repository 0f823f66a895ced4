namespace DataCuration.Training;

/// <summary>
/// Compares two models on the same documents by the paired bootstrap (Efron and Tibshirani 1993, chapter 13; Koehn 2004 for language tasks). Documents are
/// drawn with replacement, each with the bits of both models, and the difference of bits per byte is computed for each draw. The interval covers the choice of
/// documents, but not the training seed: train with several seeds for that.
/// </summary>
public static class PairedBootstrap
{
    /// <summary>Compares two results.</summary>
    /// <param name="candidate">The result of the candidate model.</param>
    /// <param name="baseline">The result of the baseline model on the same set.</param>
    /// <param name="resamples">The number of resamples, at least 1. Default 2,000: enough for two digits of a 95 % interval.</param>
    /// <param name="seed">The seed of the draws. The same seed gives the same interval.</param>
    /// <param name="confidence">The interval's confidence, above 0 and below 1.</param>
    /// <returns>Candidate minus baseline. Below zero, the candidate is better.</returns>
    /// <exception cref="ArgumentException">The results are for different documents.</exception>
    public static BitsPerByteDifference Compare(EvaluationResult candidate, EvaluationResult baseline, int resamples = 2_000,
        ulong seed = 0, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        return CompareStratified(candidate, baseline, new string?[candidate.Documents.Count], resamples, seed, confidence);
    }

    /// <summary>
    /// Compares two results by stratified resampling: documents are drawn within each stratum, so that all draws have the same number of documents of it
    /// (Efron and Tibshirani 1993, chapter 8: the draw follows the design of the sample). With a single stratum, it is <see cref="Compare"/>.
    /// </summary>
    /// <param name="candidate">The result of the candidate model.</param>
    /// <param name="baseline">The result of the baseline model on the same set.</param>
    /// <param name="strata">The stratum of each document; null is a stratum too.</param>
    /// <param name="resamples">The number of resamples, at least 1. Default 2,000: enough for two digits of a 95 % interval.</param>
    /// <param name="seed">The seed of the draws. The same seed gives the same interval.</param>
    /// <param name="confidence">The interval's confidence, above 0 and below 1.</param>
    /// <returns>Candidate minus baseline. Below zero, the candidate is better.</returns>
    /// <exception cref="ArgumentException">The results are for different documents, or the number of strata is another one.</exception>
    public static BitsPerByteDifference CompareStratified(EvaluationResult candidate, EvaluationResult baseline, IReadOnlyList<string?> strata,
        int resamples = 2_000, ulong seed = 0, double confidence = 0.95)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(baseline);
        ArgumentNullException.ThrowIfNull(strata);
        ArgumentOutOfRangeException.ThrowIfLessThan(resamples, 1);
        if (confidence is not (> 0 and < 1)) throw new ArgumentOutOfRangeException(nameof(confidence), confidence, "Must be above 0 and below 1.");
        CheckSameDocuments(candidate, baseline);
        int count = candidate.Documents.Count;
        if (strata.Count != count) throw new ArgumentException($"There are {strata.Count} strata for {count} documents.", nameof(strata));

        var differences = new double[count]; // in bits
        var bytes = new long[count];
        for (int i = 0; i < count; i++)
        {
            differences[i] = candidate.Documents[i].Bits - baseline.Documents[i].Bits;
            bytes[i] = candidate.Documents[i].Utf8Bytes;
        }
        int[][] groups = [.. Enumerable.Range(0, count).GroupBy(i => strata[i], StringComparer.Ordinal).OrderBy(group => group.Key, StringComparer.Ordinal)
            .Select(group => group.ToArray())];
        var random = SeededRandom.Create(seed, "paired bootstrap", "");
        var drawn = new double[resamples];
        for (int resample = 0; resample < resamples; resample++)
        {
            double bits = 0;
            long total = 0;
            foreach (int[] group in groups)
            {
                for (int i = 0; i < group.Length; i++)
                {
                    int document = group[random.NextInt64(group.Length)];
                    bits += differences[document];
                    total += bytes[document];
                }
            }
            drawn[resample] = bits / total;
        }
        Array.Sort(drawn);
        double tail = (1 - confidence) / 2;
        return new()
        {
            Mean = differences.Sum() / bytes.Sum(),
            Low = Quantile(drawn, tail),
            High = Quantile(drawn, 1 - tail),
            Confidence = confidence,
            Documents = count,
            Resamples = resamples,
        };
    }

    // Interpolates linearly between order statistics: definition 7 of Hyndman and Fan 1996, the default of R and NumPy.
    private static double Quantile(double[] sorted, double share)
    {
        double place = share * (sorted.Length - 1);
        int below = (int)place;
        int above = Math.Min(below + 1, sorted.Length - 1);
        return sorted[below] + (place - below) * (sorted[above] - sorted[below]);
    }

    private static void CheckSameDocuments(EvaluationResult candidate, EvaluationResult baseline)
    {
        if (candidate.Documents.Count == 0 || candidate.Documents.Count != baseline.Documents.Count)
            throw new ArgumentException(
                $"The results are for {candidate.Documents.Count} and {baseline.Documents.Count} documents; both must be for the same documents.",
                nameof(baseline));
        for (int i = 0; i < candidate.Documents.Count; i++)
        {
            DocumentEvaluation one = candidate.Documents[i];
            DocumentEvaluation other = baseline.Documents[i];
            if (one.Id != other.Id || one.Utf8Bytes != other.Utf8Bytes)
                throw new ArgumentException(
                    $"Document {i} is '{one.Id}' ({one.Utf8Bytes} bytes) in one result and '{other.Id}' ({other.Utf8Bytes} bytes) in the other.",
                    nameof(baseline));
        }
    }
}
