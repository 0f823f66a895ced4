using System.Runtime.CompilerServices;

namespace DataCuration.Throughput;

/// <summary>The stages of <see cref="SchedulerCommand"/>. They wait instead of calling a service.</summary>
internal static class SchedulerStages
{
    /// <summary>Makes one call for each document. Its time depends on the record's number.</summary>
    public sealed class Transform(CallMeter meter, int concurrency, Func<long, int> milliseconds) : AsyncDocumentTransform
    {
        public override int MaxConcurrency => concurrency;

        protected override void Describe(FingerprintWriter writer) => writer.Add("concurrency", concurrency);

        protected override async ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken)
        {
            await meter.CallAsync(milliseconds(document.Origin.Record), cancellationToken).ConfigureAwait(false);
            return StageResult.Keep;
        }
    }

    /// <summary>Makes one child for each of several overlapping calls.</summary>
    public sealed class Expander(CallMeter meter, int concurrency, int calls, int milliseconds) : DocumentExpander
    {
        public override int MaxConcurrency => concurrency;

        protected override void Describe(FingerprintWriter writer) => writer.Add("calls", calls);

        protected override async IAsyncEnumerable<Document> ExpandAsync(
            Document document, StageContext context, [EnumeratorCancellation] CancellationToken cancellationToken)
        {
            IAsyncEnumerable<Document> children = context.RunConcurrentlyAsync(
                Enumerable.Range(0, calls),
                async (number, token) =>
                {
                    await meter.CallAsync(milliseconds, token).ConfigureAwait(false);
                    return new Document(null, $"child {number}");
                },
                cancellationToken);
            await foreach (Document child in children.ConfigureAwait(false)) yield return child;
        }
    }

    /// <summary>Keeps one document in ten.</summary>
    public sealed class OneInTen : DocumentFilter
    {
        protected override void Describe(FingerprintWriter writer)
        {
        }

        protected override StageResult Evaluate(Document document, StageContext context) =>
            document.Origin.Record % 10 == 0 ? StageResult.Keep : StageResult.Drop("not_tenth");
    }

    /// <summary>Records the size of each batch.</summary>
    public sealed class Batches(int size) : BatchTransform
    {
        /// <summary>The number of documents in each call, in order.</summary>
        public List<int> Sizes { get; } = [];

        public override int BatchSize => size;

        protected override void Describe(FingerprintWriter writer) => writer.Add("size", size);

        protected override async ValueTask TransformAsync(
            ReadOnlyMemory<Document> documents, Memory<StageResult> results, StageContext context, CancellationToken cancellationToken)
        {
            Sizes.Add(documents.Length); // one call runs at a time
            await Task.Yield();
        }
    }
}
