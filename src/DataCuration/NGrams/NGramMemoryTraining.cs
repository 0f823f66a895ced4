using System.Numerics;
using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// The training of a corpus whose ids fit in memory. The places of the corpus are sorted once. An n-gram's context ends one place before it, and the n-gram of
/// its last words ends at the same place, so that contexts are found by place and not by another sort. Sums are added in the order of
/// <see cref="NGramTraining"/>: the model has the same bytes.
/// </summary>
internal sealed class NGramMemoryTraining(NGramModelFit fit, NGramWordFile vocabulary)
{
    /// <summary>The memory of an id, measured at order 5 on 9 million ids: places, and the n-grams of two orders.</summary>
    public const int BytesPerId = 160;

    private readonly int order = fit.Order;
    private readonly int words = vocabulary.Words.Count;
    private int[] nodes = []; // for each place, the n-gram of the lower order that ends there
    private int[] nextNodes = [];
    private double[] probabilities = []; // of the n-grams of the lower order
    private ulong[] hashes = [];
    private int[] places = []; // where an n-gram of the lower order ends
    private bool[] pruned = [];

    /// <summary>Trains and writes the model.</summary>
    /// <param name="ids">The files of the ids.</param>
    /// <param name="count">The number of ids.</param>
    public Func<ShardOutput, CancellationToken, Task> Train(PhaseFiles ids, long count) => (output, token) =>
    {
        if (count == 0) throw NGramParts.NoSentence();
        var all = new int[count + 1];
        all[0] = NGramVocabulary.SentenceEnd;
        int read = 1;
        for (int shard = 0; shard < ids.TaskCount; shard++)
            NGramIds.Read(ids, shard, piece =>
            {
                piece.CopyTo(all.AsSpan(read));
                read += piece.Length;
            }, token);
        var positions = new NGramPositions(all, order, words, token);

        // 1. Counts of counts, and with them the discounts of all orders.
        var statistics = new NGramStatistics(order);
        var adjusted = new long[words];
        CountOrder(positions, 1, (_, node, number, _) => adjusted[node] += number);
        foreach (long number in adjusted)
            if (number > 0) statistics.Add(1, number, isPruned: false);
        for (int n = 2; n <= order; n++)
        {
            int threshold = fit.ThresholdOf(n), own = n;
            CountOrder(positions, n, (_, _, number, occurrences) => statistics.Add(own, number, occurrences <= threshold));
            token.ThrowIfCancellationRequested();
        }
        NGramUnigrams unigrams = NGramParts.Estimate(fit, adjusted, statistics, output);

        // 2. The tables, order by order. The backoff weights of an order's n-grams come from the next order.
        var writer = new ChecksummedWriter(output.CreateFile(NGramModelFit.FileName));
        NGramLayout layout = NGramParts.Layout(fit, vocabulary, unigrams);
        layout.WriteHeader(writer);
        NGramVocabulary.Write(writer, words - NGramVocabulary.SpecialWords, vocabulary.Words.List);
        StartUnigrams(positions, unigrams);
        for (int n = 2; n <= order; n++)
        {
            token.ThrowIfCancellationRequested();
            WriteLowerAndMake(positions, n, unigrams, writer, layout);
        }
        if (order == 1) NGramParts.WriteUnigrams(writer, unigrams, new float[words]);
        else WriteTable(positions, order, [], writer, layout);
        writer.Complete(NGramLayout.Magic, order, 0, 0);
        return Task.CompletedTask;
    };

    /// <summary>Receives an n-gram: the place where it ends first in the order of places, its number, its adjusted count, and its occurrences.</summary>
    private delegate void ReceiveNode(int place, int node, long adjusted, long occurrences);

    /// <summary>
    /// Lists the n-grams of an order with their counts. The number of a unigram is its id. The adjusted count is the number of different words before the
    /// n-gram; for those of the highest order and at the start of a sentence, that of occurrences.
    /// </summary>
    private void CountOrder(NGramPositions positions, int n, ReceiveNode receive)
    {
        int node = -1, place = 0;
        long occurrences = 0, extensions = 0;
        for (int i = 0; i < positions.Sorted.Length; i++)
        {
            int depth = positions.Depths[i], common = positions.Common[i];
            if (depth < n) continue;
            if (common < n)
            {
                if (node >= 0) End();
                node++;
                place = positions.Sorted[i];
                occurrences = 0;
                extensions = 0;
            }
            occurrences++;
            if (depth > n && common <= n) extensions++;
        }
        if (node >= 0) End();

        void End()
        {
            bool isCounted = n == order || (n > 1 && positions.Word(place, n - 1) == NGramVocabulary.SentenceStart);
            receive(place, n == 1 ? positions.Ids[place] : node, isCounted ? occurrences : extensions, occurrences);
        }
    }

    private void StartUnigrams(NGramPositions positions, NGramUnigrams unigrams)
    {
        probabilities = unigrams.Probabilities;
        hashes = new ulong[words];
        for (int id = 0; id < words; id++) hashes[id] = NGramKeys.Extend(fit.HashSeed, id);
        nodes = new int[positions.Ids.Length];
        positions.Ids.CopyTo(nodes, 0);
        nodes.AsSpan().Replace(NGramVocabulary.SentenceEnd, NGramVocabulary.SentenceStart);
        nextNodes = new int[positions.Ids.Length];
    }

    /// <summary>Makes the n-grams of an order, and writes those of the lower order with their backoff weights.</summary>
    private void WriteLowerAndMake(NGramPositions positions, int n, NGramUnigrams unigrams, ChecksummedWriter writer, NGramLayout layout)
    {
        int lower = probabilities.Length, count = 0;
        for (int i = 0; i < positions.Sorted.Length; i++)
            if (positions.Common[i] < n && positions.Depths[i] >= n) count++;
        var contexts = new int[count];
        var suffixes = new int[count];
        var counts = new long[count];
        var ends = new int[count];
        var isPruned = new bool[fit.ThresholdOf(n) > 0 ? count : 0];
        int threshold = fit.ThresholdOf(n);
        CountOrder(positions, n, (place, node, adjusted, occurrences) =>
        {
            counts[node] = adjusted;
            ends[node] = place;
            if (isPruned.Length > 0) isPruned[node] = occurrences <= threshold;
        });
        Number(positions, n, contexts, suffixes);

        // The words of a context come in the order of their ids, so that sums are added as in the order of contexts.
        NGramDiscounts discounts = unigrams.Discounts(n);
        var sums = new long[lower];
        var masses = new double[lower];
        var isContext = new bool[lower];
        long[] without = isPruned.Length > 0 ? new long[lower] : [];
        for (int node = 0; node < count; node++)
        {
            int context = contexts[node];
            sums[context] = checked(sums[context] + counts[node]);
            if (isPruned.Length > 0 && isPruned[node])
            {
                without[context] += counts[node];
                continue;
            }
            masses[context] += discounts.Of(counts[node]);
            isContext[context] = true;
        }
        double[] backoffs = masses; // in place
        for (int context = 0; context < lower; context++)
            if (sums[context] > 0) backoffs[context] = (masses[context] + (without.Length > 0 ? without[context] : 0)) / sums[context];
        float[] logs = LogsOf(backoffs, isContext, n);
        if (n == 2) NGramParts.WriteUnigrams(writer, unigrams, logs);
        else WriteTable(positions, n - 1, logs, writer, layout);

        var own = new double[count];
        var ownHashes = new ulong[count];
        for (int node = 0; node < count; node++)
        {
            int context = contexts[node], suffix = suffixes[node];
            double first = (counts[node] - discounts.Of(counts[node])) / sums[context];
            own[node] = first + (backoffs[context] * probabilities[suffix]);
            ownHashes[node] = NGramKeys.Extend(hashes[suffix], positions.Word(ends[node], n - 1));
        }
        (probabilities, hashes, places, pruned) = (own, ownHashes, ends, isPruned);
        (nodes, nextNodes) = (nextNodes, nodes);
    }

    /// <summary>Gives each place the number of its n-gram, and finds the context and the last words of each n-gram.</summary>
    private void Number(NGramPositions positions, int n, int[] contexts, int[] suffixes)
    {
        int node = -1;
        for (int i = 0; i < positions.Sorted.Length; i++)
        {
            if (positions.Depths[i] < n) continue;
            int at = positions.Sorted[i];
            if (positions.Common[i] < n)
            {
                node++;
                contexts[node] = nodes[at - 1];
                // At the end of a sentence a unigram is the end, not the next sentence's start.
                suffixes[node] = n == 2 ? positions.Ids[at] : nodes[at];
            }
            nextNodes[at] = node;
        }
    }

    // Most contexts were seen once or twice, so that few backoff weights are different.
    private static float[] LogsOf(double[] backoffs, bool[] isContext, int n)
    {
        const int Places = 1 << 10;
        var logs = new float[backoffs.Length];
        float none = n == 2 ? 0 : NGramParts.Log10(1);
        var values = new double[Places];
        var known = new float[Places];
        for (int i = 0; i < logs.Length; i++)
        {
            if (!isContext[i])
            {
                logs[i] = none;
                continue;
            }
            double value = backoffs[i];
            int place = (int)(SeededRandom.Mix(BitConverter.DoubleToUInt64Bits(value)) % Places);
            if (values[place] != value) (values[place], known[place]) = (value, NGramParts.Log10(value));
            logs[i] = known[place];
        }
        return logs;
    }

    /// <summary>Writes the n-grams of the lower order by hash.</summary>
    private void WriteTable(NGramPositions positions, int n, float[] backoffs, ChecksummedWriter writer, NGramLayout layout)
    {
        int count = checked((int)layout.Counts[n - 1]);
        // First into ranges of hashes that fit the processor's caches, with all that is written; then each range by itself.
        int bits = count < 4_096 ? 0 : Math.Min(14, BitOperations.Log2((uint)count / 1_024));
        var ends = new int[(1 << bits) + 1];
        for (int node = 0; node < hashes.Length; node++)
            if (IsKept(node)) ends[Range(hashes[node]) + 1]++;
        for (int i = 1; i < ends.Length; i++) ends[i] += ends[i - 1];
        var next = ends.AsSpan(0, ends.Length - 1).ToArray();
        var keys = new ulong[count];
        var entries = new Entry[count];
        for (int node = 0; node < hashes.Length; node++)
        {
            if (!IsKept(node)) continue;
            int to = next[Range(hashes[node])]++;
            keys[to] = hashes[node];
            entries[to] = new(NGramParts.Log10(probabilities[node]), n < order ? backoffs[node] : 0, places[node]);
        }
        var numbers = new int[count];
        var section = new NGramHashSection.Writer(writer, count, NGramLayout.EntryBytes(n, order));
        Span<byte> bytes = stackalloc byte[16];
        bytes = bytes[..NGramLayout.EntryBytes(n, order)];
        for (int range = 0; range + 1 < ends.Length; range++)
        {
            (int start, int end) = (ends[range], ends[range + 1]);
            for (int i = start; i < end; i++) numbers[i] = i;
            Array.Sort(keys, numbers, start, end - start);
            for (int i = start; i < end; i++)
            {
                if (i > 0 && keys[i] == keys[i - 1]) throw NGramParts.Collision(fit, n, keys[i]);
                ref readonly Entry entry = ref entries[numbers[i]];
                MemoryMarshal.Write(bytes, keys[i]);
                MemoryMarshal.Write(bytes[8..], entry.Probability);
                if (n < order) MemoryMarshal.Write(bytes[12..], entry.Backoff);
                section.Write(bytes);
            }
        }
        section.Complete();
        Span<int> ids = stackalloc int[NGramModel.MaxOrder];
        ids = ids[..n];
        foreach (int number in numbers)
        {
            int place = entries[number].Place;
            for (int back = 0; back < n; back++) ids[n - 1 - back] = positions.Word(place, back);
            writer.Write(MemoryMarshal.AsBytes(ids));
        }
        writer.Align();

        bool IsKept(int node) => pruned.Length == 0 || !pruned[node];

        int Range(ulong hash) => bits == 0 ? 0 : (int)(hash >> (64 - bits));
    }

    /// <summary>The written values of an n-gram, and a place where it ends.</summary>
    private readonly record struct Entry(float Probability, float Backoff, int Place);
}
