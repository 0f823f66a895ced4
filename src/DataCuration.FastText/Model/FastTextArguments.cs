namespace DataCuration.FastText;

/// <summary>The training arguments that a model file keeps, in the file's order (fastText 0.9.2, args.cc). Prediction needs dimension, word n-grams, loss, buckets and the lengths of character n-grams.</summary>
internal sealed record FastTextArguments(int Dimension, int Window, int Epochs, int MinCount, int Negatives, int WordNGrams, FastTextLoss Loss, FastTextModelKind Model, int Buckets, int MinN, int MaxN, int RateUpdates, double SamplingThreshold)
{
    /// <summary>The longest n-gram of words. Each word of a text gives as many rows as that, so that without a bound the time for a text would grow with its square; five is as much as is usual.</summary>
    public const int MaxWordNGrams = 64;

    /// <summary>The most words between two looks at the learning rate, which are also the most that a training goes on behind its end.</summary>
    public const int MaxRateUpdates = 1_000_000;

    /// <summary>Whether anything is hashed into buckets.</summary>
    public bool UsesBuckets => MaxN > 0 || WordNGrams > 1;

    public static FastTextArguments Read(FastTextFileReader reader, int version)
    {
        int dimension = reader.ReadInt32("dim", 1, 1 << 20);
        int window = reader.ReadInt32("ws", int.MinValue, int.MaxValue), epochs = reader.ReadInt32("epoch", int.MinValue, int.MaxValue), minCount = reader.ReadInt32("minCount", int.MinValue, int.MaxValue);
        int negatives = reader.ReadInt32("neg", int.MinValue, int.MaxValue), wordNGrams = reader.ReadInt32("wordNgrams", int.MinValue, MaxWordNGrams);
        int loss = reader.ReadInt32("loss", 1, 4), model = reader.ReadInt32("model", 1, 3), buckets = reader.ReadInt32("bucket", 0, int.MaxValue);
        int minN = reader.ReadInt32("minn", int.MinValue, int.MaxValue), maxN = reader.ReadInt32("maxn", int.MinValue, 1000), rate = reader.ReadInt32("lrUpdateRate", int.MinValue, int.MaxValue);
        double threshold = reader.ReadDouble("t");
        // Classifiers of format 11 had no character n-grams, whatever their arguments say.
        if (version == 11 && model == (int)FastTextModelKind.Supervised) maxN = 0;
        var arguments = new FastTextArguments(dimension, window, epochs, minCount, negatives, wordNGrams, (FastTextLoss)loss, (FastTextModelKind)model, buckets, minN, maxN, rate, threshold);
        if (arguments.UsesBuckets && buckets == 0) throw reader.Invalid("bucket", "0, with n-grams to hash");
        return arguments;
    }

    public void Write(FastTextFileWriter writer)
    {
        foreach (int value in (ReadOnlySpan<int>)[Dimension, Window, Epochs, MinCount, Negatives, WordNGrams, (int)Loss, (int)Model, Buckets, MinN, MaxN, RateUpdates]) writer.Write(value);
        writer.Write(SamplingThreshold);
    }
}
