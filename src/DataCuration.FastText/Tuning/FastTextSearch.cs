namespace DataCuration.FastText;

/// <summary>
/// Chooses the options of the next trial by random steps around the best options so far (autotune.cc of version 0.9.2, with its ranges and widths). The
/// steps get smaller after a quarter of the time. The random numbers differ from the original's, which depend on the clock.
/// </summary>
internal sealed class FastTextSearch(FastTextTrainingOptions start, FastTextQuantizationOptions? quantization,
    FastTextTunedOptions tuned, long memoryLimit, int words)
{
    private static readonly int[] ShortestSubwords = [0, 2, 3];
    private SeededRandom random = SeededRandom.Create(unchecked((ulong)start.Seed), nameof(FastTextSearch), "steps");
    private FastTextTrainingOptions best = start;
    private FastTextQuantizationOptions? bestQuantization = quantization;
    private bool first = true;

    public (FastTextTrainingOptions Training, FastTextQuantizationOptions? Quantization) Next(double time)
    {
        if (first)
        {
            first = false;
            return (Fit(best), bestQuantization);
        }
        FastTextTrainingOptions next = best;
        if (Tunes(FastTextTunedOptions.Epochs)) next = next with { Epochs = (int)Scale(next.Epochs, 1, 100, 2.8, 2.5, time) };
        if (Tunes(FastTextTunedOptions.LearningRate)) next = next with { LearningRate = Scale(next.LearningRate, 0.01, 5, 1.9, 1, time) };
        if (Tunes(FastTextTunedOptions.Dimension)) next = next with { Dimension = (int)Scale(next.Dimension, 1, 1000, 1.4, 0.3, time) };
        if (Tunes(FastTextTunedOptions.WordNGrams)) next = next with { WordNGrams = (int)Shift(next.WordNGrams, 1, 5, 4.3, 2.4, time) };
        if (Tunes(FastTextTunedOptions.Subwords))
        {
            int at = Math.Max(0, Array.IndexOf(ShortestSubwords, next.MinimumSubword)),
                shortest = ShortestSubwords[(int)Shift(at, 0, ShortestSubwords.Length - 1, 4, 1.4, time)];
            next = next with { MinimumSubword = shortest, MaximumSubword = shortest == 0 ? 0 : shortest + 3 };
        }
        if (Tunes(FastTextTunedOptions.Buckets)) next = next with { Buckets = (int)Scale(next.Buckets, 10_000, 10_000_000, 2, 1.5, time) };
        FastTextQuantizationOptions? nextQuantization = bestQuantization;
        if (nextQuantization is not null && Tunes(FastTextTunedOptions.SubvectorDimension))
        {
            int exponent = Math.Clamp(int.Log2(nextQuantization.SubvectorDimension), 1, 4);
            nextQuantization = nextQuantization with { SubvectorDimension = 1 << (int)Shift(exponent, 1, 4, 2, 1, time) };
        }
        return (Fit(next), nextQuantization);
    }

    public void Accept(FastTextTrainingOptions training, FastTextQuantizationOptions? quantizationOptions) =>
        (best, bestQuantization) = (training, quantizationOptions);

    /// <summary>
    /// Keeps the rows of words and buckets within the memory limit. If the words alone exceed it and the dimension is tuned, reduces the dimension. Then
    /// reduces the buckets.
    /// </summary>
    private FastTextTrainingOptions Fit(FastTextTrainingOptions options)
    {
        long numbers = memoryLimit / sizeof(float);
        if (Tunes(FastTextTunedOptions.Dimension)) options = options with { Dimension = (int)Math.Clamp(numbers / (words + 1L), 1, options.Dimension) };
        return options with { Buckets = (int)Math.Clamp(numbers / options.Dimension - words, 1, options.Buckets) };
    }

    private bool Tunes(FastTextTunedOptions option) => (tuned & option) != 0;

    private double Scale(double value, double least, double most, double wide, double narrow, double time) =>
        Math.Clamp(value * DeterministicMath.Exp(Normal(wide, narrow, time) * 0.6931471805599453), least, most);

    private double Shift(double value, double least, double most, double wide, double narrow, double time) =>
        Math.Clamp(Math.Truncate(value + Normal(wide, narrow, time)), least, most);

    /// <summary>Returns a normally distributed step. It is a sum of 12 uniform numbers, which gives the same bits on every machine.</summary>
    private double Normal(double wide, double narrow, double time)
    {
        double width = wide - (wide - narrow) / 0.5 * Math.Min(0.5, Math.Max(time - 0.25, 0)), sum = -6;
        for (int i = 0; i < 12; i++) sum += random.NextDouble();
        return sum * width;
    }
}
