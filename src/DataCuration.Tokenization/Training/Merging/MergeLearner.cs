using System.Runtime.InteropServices;

namespace DataCuration.Tokenization;

/// <summary>
/// Learns the merges of a byte-pair encoding (Sennrich and others 2016, arXiv 1508.07909, algorithm 1): again and again, the pair with the most occurrences is
/// merged in all words. Of pairs with equally many, the one with the smallest left symbol, then with the smallest right symbol, comes first, as in Hugging
/// Face's <c>BpeTrainer</c> (tokenizers, models/bpe/trainer.rs, <c>Ord for Merge</c>).
/// </summary>
/// <remarks>
/// Numbers of occurrences are kept up to date, and a queue holds an upper bound for each pair, which is corrected when the pair is taken. The numbers are sums
/// of integers over blocks of words, so the merges do not depend on blocks and threads.
/// </remarks>
internal sealed class MergeLearner
{
    /// <summary>A merge of fewer words is done by one thread: starting others takes longer.</summary>
    private const int ParallelWords = 4096;

    private readonly WordBlock[] blocks;
    private readonly MergeLimits limits;
    private readonly PriorityQueue<Candidate, Candidate> queue = new(new MostFrequentFirst());
    private readonly ParallelOptions options;

    /// <summary>Creates a learner.</summary>
    /// <param name="blocks">The words.</param>
    /// <param name="limits">The pairs that may be merged.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public MergeLearner(WordBlock[] blocks, MergeLimits limits, CancellationToken cancellationToken)
    {
        (this.blocks, this.limits) = (blocks, limits);
        options = new ParallelOptions { MaxDegreeOfParallelism = blocks.Length, CancellationToken = cancellationToken };
    }

    /// <summary>Learns merges until the vocabulary is full or no pair is frequent enough.</summary>
    /// <param name="minCount">The smallest number of occurrences of a pair that is merged, at least 1.</param>
    /// <param name="vocabulary">Receives the merges.</param>
    public void Learn(long minCount, MergeVocabulary vocabulary)
    {
        Start(minCount);
        for (int stamp = 0; !vocabulary.IsFull && queue.TryDequeue(out Candidate top, out _);)
        {
            options.CancellationToken.ThrowIfCancellationRequested();
            long count = CountOf(top.Pair);
            if (count != top.Count)
            {
                Enqueue(top.Pair, count, minCount);
                continue;
            }
            int left = (int)(top.Pair >> 32), right = (int)(top.Pair & uint.MaxValue);
            int result = vocabulary.Merge(left, right, count);
            if (result >= 0) Merge(top.Pair, left, right, result, stamp++, minCount);
        }
    }

    private void Start(long minCount)
    {
        if (blocks.Length == 1) blocks[0].CountPairs(limits);
        else Parallel.For(0, blocks.Length, options, i => blocks[i].CountPairs(limits));
        var pairs = new List<KeyValuePair<ulong, long>>();
        var all = new Dictionary<ulong, long>();
        foreach (WordBlock block in blocks)
        {
            pairs.Clear();
            block.Pairs.List(pairs);
            foreach ((ulong pair, long count) in pairs) CollectionsMarshal.GetValueRefOrAddDefault(all, pair, out _) += count;
        }
        queue.EnqueueRange(all.Where(pair => pair.Value >= minCount).Select(static pair => new Candidate(pair.Value, pair.Key))
            .Select(static candidate => (candidate, candidate)));
    }

    private void Merge(ulong pair, int left, int right, int result, int stamp, long minCount)
    {
        long words = 0;
        foreach (WordBlock block in blocks) words += block.Pairs.WordsOf(pair);
        if (blocks.Length > 1 && words >= ParallelWords)
            Parallel.For(0, blocks.Length, options, i => blocks[i].Merge(left, right, result, limits, stamp));
        else
            foreach (WordBlock block in blocks) block.Merge(left, right, result, limits, stamp);
        for (int i = 0; i < blocks.Length; i++)
            foreach (ulong changed in blocks[i].Changed)
                if (!IsInEarlier(i, changed, stamp)) Enqueue(changed, CountOf(changed), minCount);
    }

    private bool IsInEarlier(int block, ulong pair, int stamp)
    {
        for (int i = 0; i < block; i++)
            if (blocks[i].Pairs.IsStamped(pair, stamp)) return true;
        return false;
    }

    private long CountOf(ulong pair)
    {
        long count = 0;
        foreach (WordBlock block in blocks) count += block.Pairs.CountOf(pair);
        return count;
    }

    private void Enqueue(ulong pair, long count, long minCount)
    {
        if (count < minCount) return;
        var candidate = new Candidate(count, pair);
        queue.Enqueue(candidate, candidate);
    }

    private readonly record struct Candidate(long Count, ulong Pair);

    private sealed class MostFrequentFirst : IComparer<Candidate>
    {
        public int Compare(Candidate x, Candidate y) => x.Count != y.Count ? y.Count.CompareTo(x.Count) : x.Pair.CompareTo(y.Pair);
    }
}
