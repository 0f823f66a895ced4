namespace DataCuration.Training.TorchSharp;

/// <summary>Chooses the next token from logits. One instance for each thread: it keeps buffers.</summary>
internal sealed class TokenSampler
{
    private int[] heap = [];
    private double[] weights = [];

    /// <summary>Returns the most likely token; of equal ones, the lowest.</summary>
    /// <exception cref="InvalidDataException">A logit is NaN, or none is finite.</exception>
    public static int Greedy(ReadOnlySpan<float> logits)
    {
        int best = 0;
        float highest = float.NegativeInfinity;
        for (int token = 0; token < logits.Length; token++)
        {
            float logit = logits[token];
            if (float.IsNaN(logit)) throw NotFinite(token, logit);
            if (logit > highest) (best, highest) = (token, logit);
        }
        return float.IsFinite(highest) ? best : throw NotFinite(best, highest);
    }

    /// <summary>Draws a token.</summary>
    /// <param name="logits">The logits.</param>
    /// <param name="temperature">The temperature; 0 for the most likely token.</param>
    /// <param name="topK">The number of most likely tokens to draw from; 0 for all.</param>
    /// <param name="topP">The probability mass to draw from, in (0, 1].</param>
    /// <param name="uniform">A number in [0, 1), which decides.</param>
    /// <exception cref="InvalidDataException">A logit is NaN, or none is finite.</exception>
    public int Sample(ReadOnlySpan<float> logits, double temperature, int topK, double topP, double uniform)
    {
        int best = Greedy(logits);
        if (temperature == 0 || topK == 1) return best;
        if (heap.Length < logits.Length) (heap, weights) = (new int[logits.Length], new double[logits.Length]);
        double total = 0;
        for (int token = 0; token < logits.Length; token++)
        {
            weights[token] = Math.Exp((logits[token] - (double)logits[best]) / temperature);
            total += weights[token];
        }
        int limit = topK == 0 ? logits.Length : Math.Min(topK, logits.Length);
        if (limit == logits.Length && topP >= 1) return Draw(logits.Length, total, uniform);
        int kept = TakeLikely(logits.Length, limit, topP, total);
        return DrawAmong(kept, uniform);
    }

    // Tokens are drawn in the order of their ids. The last bits of logits then move the borders between tokens a little, and do not swap tokens.
    private int Draw(int count, double total, double uniform)
    {
        double left = uniform * total;
        int last = 0;
        for (int token = 0; token < count; token++)
        {
            if (weights[token] <= 0) continue;
            last = token;
            left -= weights[token];
            if (left < 0) return token;
        }
        return last;
    }

    private int DrawAmong(int kept, double uniform)
    {
        Span<int> tokens = heap.AsSpan(heap.Length - kept);
        tokens.Sort();
        double total = 0;
        foreach (int token in tokens) total += weights[token];
        double left = uniform * total;
        int last = tokens[0];
        foreach (int token in tokens)
        {
            if (weights[token] <= 0) continue;
            last = token;
            left -= weights[token];
            if (left < 0) return token;
        }
        return last;
    }

    // The most likely tokens come from a heap, one after the other, until there are enough of them: most often a few of many thousand. They gather at the end
    // of the array, which the heap leaves free, the most likely one last.
    private int TakeLikely(int count, int limit, double topP, double total)
    {
        int[] all = heap;
        int size = count, end = all.Length;
        for (int token = 0; token < count; token++) all[token] = token;
        for (int node = size / 2 - 1; node >= 0; node--) Sink(all, node, size);
        double wanted = limit < count ? double.PositiveInfinity : topP * total;
        double mass = 0;
        int taken = 0;
        for (; taken < limit && mass < wanted; taken++) mass += weights[Pop(all, ref size, ref end)];
        if (limit == count || topP >= 1) return taken;
        // The mass of top-p is a share of that of the top-k tokens.
        wanted = topP * mass;
        mass = 0;
        int kept = 0;
        while (kept < taken && mass < wanted) mass += weights[all[^(++kept)]];
        return kept;
    }

    // Moves the first token of the heap to the free end.
    private int Pop(int[] all, ref int size, ref int end)
    {
        int token = all[0];
        all[0] = all[--size];
        // The last place of the heap is the first free one, if the array has no more places than tokens.
        all[--end] = token;
        Sink(all, 0, size);
        return token;
    }

    private void Sink(int[] all, int node, int size)
    {
        while (true)
        {
            int child = 2 * node + 1;
            if (child >= size) return;
            if (child + 1 < size && Before(all[child + 1], all[child])) child++;
            if (!Before(all[child], all[node])) return;
            (all[node], all[child]) = (all[child], all[node]);
            node = child;
        }
    }

    private bool Before(int one, int other) => weights[one] > weights[other] || (weights[one] == weights[other] && one < other);

    private static InvalidDataException NotFinite(int token, float logit) => new($"The model gave the logit {logit} for token {token}.");
}
