namespace DataCuration.Selection;

/// <summary>The hashed n-gram features of DSIR (Xie et al. 2023, section 3; defaults of p-lambda/dsir, <c>hashed_ngram_dsir.py</c>).</summary>
public sealed record HashedNGrams
{
    /// <summary>The length of the longest n-grams; all shorter ones are counted too. Default: 2 (reference default <c>ngrams=2</c>).</summary>
    public int NGrams
    {
        get;
        init => field = value is >= 1 and <= 16 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "N-grams must have 1 to 16 tokens.");
    } = 2;

    internal const int MaxBuckets = 1 << 24;

    /// <summary>The number of buckets, at most 16,777,216. Default: 10,000 (reference default <c>num_buckets=10000</c>).</summary>
    public int Buckets
    {
        get;
        init => field = value is >= 1 and <= MaxBuckets ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, $"The number of buckets must be from 1 to {MaxBuckets}.");
    } = 10_000;

    /// <summary>The hash. Default: <see cref="NGramHash.Sha256"/> (reference).</summary>
    public NGramHash Hash { get; init; } = NGramHash.Sha256;

    internal void Describe(FingerprintWriter writer)
    {
        writer.Add(nameof(NGrams), NGrams);
        writer.Add(nameof(Buckets), Buckets);
        writer.Add(nameof(Hash), Hash.ToString());
    }

    /// <summary>Returns a description of the features.</summary>
    public override string ToString() => $"{NGrams}-grams in {Buckets} buckets by {Hash}";
}
