namespace DataCuration.FastText;

/// <summary>
/// The training arguments in a model file, in the file's order (fastText 0.9.2, args.cc). Prediction uses only the dimension, loss, buckets, and the
/// lengths of word and character n-grams.
/// </summary>
internal sealed record FastTextArguments(int Dimension, int Window, int Epochs, int MinCount, int Negatives, int WordNGrams, FastTextLoss Loss,
    FastTextModelKind Model, int Buckets, int MinN, int MaxN, int RateUpdates, double SamplingThreshold)
{
    /// <summary>
    /// The longest word n-gram. Each word of a text starts this number of n-grams, so without a limit the time would grow with the square of the text's
    /// length. Usual values are up to 5.
    /// </summary>
    public const int MaxWordNGrams = 64;

    /// <summary>The maximum number of words between two updates of the learning rate. A training can overrun its end by this number of words.</summary>
    public const int MaxRateUpdates = 1_000_000;

    /// <summary>True if the model hashes character or word n-grams into buckets.</summary>
    public bool UsesBuckets => MaxN > 0 || WordNGrams > 1;

    public static FastTextArguments Read(FastTextFileReader reader, int version)
    {
        int dimension = reader.ReadInt32("dim", 1, 1 << 20);
        int window = reader.ReadInt32("ws", int.MinValue, int.MaxValue), epochs = reader.ReadInt32("epoch", int.MinValue, int.MaxValue),
            minCount = reader.ReadInt32("minCount", int.MinValue, int.MaxValue);
        int negatives = reader.ReadInt32("neg", int.MinValue, int.MaxValue), wordNGrams = reader.ReadInt32("wordNgrams", int.MinValue, MaxWordNGrams);
        int loss = reader.ReadInt32("loss", 1, 4), model = reader.ReadInt32("model", 1, 3), buckets = reader.ReadInt32("bucket", 0, int.MaxValue);
        int minN = reader.ReadInt32("minn", int.MinValue, int.MaxValue), maxN = reader.ReadInt32("maxn", int.MinValue, 1000),
            rate = reader.ReadInt32("lrUpdateRate", int.MinValue, int.MaxValue);
        double threshold = reader.ReadDouble("t");
        // Classifiers of format 11 have no character n-grams, even if the file says so.
        if (version == 11 && model == (int)FastTextModelKind.Supervised) maxN = 0;
        var arguments = new FastTextArguments(dimension, window, epochs, minCount, negatives, wordNGrams, (FastTextLoss)loss, (FastTextModelKind)model,
            buckets, minN, maxN, rate, threshold);
        if (arguments.UsesBuckets && buckets == 0) throw reader.Invalid("bucket", "0, but the model has n-grams to hash");
        return arguments;
    }

    public void Write(FastTextFileWriter writer)
    {
        foreach (int value in (ReadOnlySpan<int>)[Dimension, Window, Epochs, MinCount, Negatives, WordNGrams, (int)Loss, (int)Model, Buckets, MinN,
                MaxN, RateUpdates])
            writer.Write(value);
        writer.Write(SamplingThreshold);
    }
}
