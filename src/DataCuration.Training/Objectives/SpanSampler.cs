namespace DataCuration.Training;

/// <summary>Chooses the spans of a sequence that are removed, as T5 does (Raffel et al. 2020; <c>random_spans_noise_mask</c> of its code).</summary>
internal static class SpanSampler
{
    /// <summary>
    /// Chooses spans. Their total is the rate of the length, rounded; their lengths, and the distances between them, are random partitions. The first token
    /// stays, and neighbouring spans do not touch.
    /// </summary>
    /// <param name="length">The number of tokens, at least 2.</param>
    /// <param name="denoiser">Rate and mean length.</param>
    /// <param name="maxSpans">The maximum number of spans.</param>
    /// <param name="random">The random numbers.</param>
    /// <param name="spans">Receives starts and lengths, in order.</param>
    public static void Sample(int length, Denoiser denoiser, int maxSpans, ref SeededRandom random, List<(int Start, int Length)> spans)
    {
        spans.Clear();
        int removed = Math.Clamp((int)Math.Round(length * denoiser.Rate), 1, length - 1);
        if (denoiser.Kind == DenoiserKind.Sequential)
        {
            spans.Add((length - removed, removed));
            return;
        }
        int count = Math.Clamp((int)Math.Round(removed / denoiser.MeanSpan), 1, Math.Min(maxSpans, Math.Min(removed, length - removed)));
        int[] sizes = Divide(removed, count, ref random);
        int[] gaps = Divide(length - removed, count, ref random);
        int position = 0;
        for (int i = 0; i < count; i++)
        {
            position += gaps[i];
            spans.Add((position, sizes[i]));
            position += sizes[i];
        }
    }

    // A random division into positive parts; all divisions have the same probability.
    private static int[] Divide(int total, int parts, ref SeededRandom random)
    {
        // Floyd 1987: a random set of parts - 1 places among total - 1.
        var cuts = new SortedSet<int>();
        for (int place = total - parts; place < total - 1; place++)
        {
            int chosen = (int)random.NextInt64(place + 1);
            if (!cuts.Add(chosen)) cuts.Add(place);
        }
        var sizes = new int[parts];
        int start = 0, part = 0;
        foreach (int cut in cuts)
        {
            sizes[part++] = cut + 1 - start;
            start = cut + 1;
        }
        sizes[part] = total - start;
        return sizes;
    }
}
