using DataCuration.FastText;

namespace DataCuration.Selection;

/// <summary>Lists the options that a training depends on.</summary>
internal static class TrainingDescription
{
    public static void Describe(FastTextTrainingOptions options, FingerprintWriter writer)
    {
        foreach ((string name, string? value) in List(options)) writer.Add(name, value);
    }

    /// <summary>Returns the options by name. Pretrained vectors are identified by their content.</summary>
    public static IEnumerable<(string Name, string? Value)> List(FastTextTrainingOptions options)
    {
        yield return (nameof(options.Kind), options.Kind.ToString());
        yield return (nameof(options.LearningRate), FormattableString.Invariant($"{options.LearningRate:R}"));
        yield return (nameof(options.LearningRateUpdateRate), FormattableString.Invariant($"{options.LearningRateUpdateRate}"));
        yield return (nameof(options.Dimension), FormattableString.Invariant($"{options.Dimension}"));
        yield return (nameof(options.ContextWindow), FormattableString.Invariant($"{options.ContextWindow}"));
        yield return (nameof(options.Epochs), FormattableString.Invariant($"{options.Epochs}"));
        yield return (nameof(options.MinimumCount), FormattableString.Invariant($"{options.MinimumCount}"));
        yield return (nameof(options.MinimumLabelCount), FormattableString.Invariant($"{options.MinimumLabelCount}"));
        yield return (nameof(options.Negatives), FormattableString.Invariant($"{options.Negatives}"));
        yield return (nameof(options.WordNGrams), FormattableString.Invariant($"{options.WordNGrams}"));
        yield return (nameof(options.Loss), options.Loss.ToString());
        yield return (nameof(options.Buckets), FormattableString.Invariant($"{options.Buckets}"));
        yield return (nameof(options.MinimumSubword), FormattableString.Invariant($"{options.MinimumSubword}"));
        yield return (nameof(options.MaximumSubword), FormattableString.Invariant($"{options.MaximumSubword}"));
        yield return (nameof(options.Threads), FormattableString.Invariant($"{options.Threads}"));
        yield return (nameof(options.SamplingThreshold), FormattableString.Invariant($"{options.SamplingThreshold:R}"));
        yield return (nameof(options.LabelPrefix), options.LabelPrefix);
        yield return (nameof(options.PretrainedVectors), Vectors(options.PretrainedVectors));
        yield return (nameof(options.Seed), FormattableString.Invariant($"{options.Seed}"));
    }

    private static string? Vectors(string? path)
    {
        if (path is null) return null;
        Addresses.RefuseLocal(path, "a file of word vectors");
        // Described before the first phase: found here, a missing file costs no work.
        if (!File.Exists(path)) throw new FileNotFoundException(
            $"There is no file of word vectors at '{Path.GetFullPath(path)}'. Correct {nameof(FastTextTrainingOptions.PretrainedVectors)}, or leave it "
                + "out.", path);
        var hash = new System.IO.Hashing.XxHash128();
        using FileStream stream = File.OpenRead(path);
        hash.Append(stream);
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
