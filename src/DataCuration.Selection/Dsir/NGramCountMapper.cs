using System.Runtime.InteropServices;

namespace DataCuration.Selection;

/// <summary>The map phase of a fit: writes a shard's n-gram counts as one file of <c>buckets</c> 64-bit integers.</summary>
/// <param name="pool">The pool of featurizers.</param>
/// <param name="features">The features to count.</param>
/// <param name="budget">
/// The maximum number of n-grams of a shard, which stops after the first document that exceeds it (the reference's <c>num_tokens_to_fit</c> per shard);
/// null for no limit.
/// </param>
internal sealed class NGramCountMapper(FeaturizerPool pool, HashedNGrams features, long? budget) : IDocumentSink
{
    public const string Suffix = ".counts";

    public void Describe(FingerprintWriter writer)
    {
        features.Describe(writer);
        writer.Add("budget_per_shard", budget?.ToString(System.Globalization.CultureInfo.InvariantCulture));
    }

    public IShardWriter Open(ShardOutput output) => new Writer(pool, features, budget ?? long.MaxValue, output);

    /// <summary>Sums the counts of a phase's shards. They are integers, so the order does not matter.</summary>
    public static long[] Sum(PhaseFiles files, int buckets, CancellationToken cancellationToken)
    {
        var sum = new long[buckets];
        for (int task = 0; task < files.TaskCount; task++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            string path = files.Find(task, Suffix) ?? throw new InvalidDataException($"Shard {task} of phase '{files.Report.Phase}' has no counts.");
            byte[] bytes = files.Files.ReadAllBytes(path);
            if (bytes.Length != buckets * sizeof(long))
                throw new InvalidDataException($"'{path}' has {bytes.Length} bytes, but {buckets} counts need {buckets * sizeof(long)}.");
            ReadOnlySpan<long> counts = MemoryMarshal.Cast<byte, long>(bytes);
            for (int i = 0; i < buckets; i++) sum[i] = checked(sum[i] + counts[i]);
        }
        return sum;
    }

    private sealed class Writer(FeaturizerPool pool, HashedNGrams features, long budget, ShardOutput output) : IShardWriter
    {
        private readonly NGramFeaturizer featurizer = pool.Rent();
        private bool isComplete;
        private readonly long[] counts = new long[features.Buckets];
        private long ngrams;

        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
            {
                if (ngrams > budget) break;
                ngrams += featurizer.Count(document.Utf8Text.Span, counts).NGramOccurrences;
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            isComplete = true;
            output.CreateFile(output.Name + Suffix).Write(MemoryMarshal.AsBytes(counts.AsSpan()));
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            // A featurizer that an error stopped within a document is not used again.
            if (isComplete) pool.Return(featurizer);
            else pool.Discard(featurizer);
            return ValueTask.CompletedTask;
        }
    }
}
