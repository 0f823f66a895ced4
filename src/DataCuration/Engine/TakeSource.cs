namespace DataCuration;

/// <summary>
/// The first records of another source. The shards are found by counting records, shard by shard, until there are enough. The records are not parsed, and the
/// result of the count is kept.
/// </summary>
internal sealed class TakeSource(IShardedSource inner, long records) : IShardedSource
{
    /// <summary>The source that the records are taken from.</summary>
    public IShardedSource Inner => inner;

    private readonly Lock gate = new();
    private Task<IReadOnlyList<SourceShard>>? counting;

    public void Describe(FingerprintWriter writer)
    {
        inner.Describe(writer);
        writer.Add("take", records);
    }

    public async ValueTask<IReadOnlyList<SourceShard>> ListShardsAsync(CancellationToken cancellationToken)
    {
        Task<IReadOnlyList<SourceShard>> count;
        lock (gate)
        {
            // A count that failed or was cancelled is repeated.
            if (counting is null || counting.IsFaulted || counting.IsCanceled) counting = CountAsync(cancellationToken);
            count = counting;
        }
        return await count.ConfigureAwait(false);
    }

    public IShardReader Open(SourceShard shard, ReadLimits limits) => inner.Open(shard, limits);

    private async Task<IReadOnlyList<SourceShard>> CountAsync(CancellationToken cancellationToken)
    {
        var taken = new List<SourceShard>();
        long left = records;
        foreach (SourceShard shard in await inner.ListShardsAsync(cancellationToken).ConfigureAwait(false))
        {
            if (left == 0) break;
            long limit = Math.Min(left, shard.RecordLimit ?? long.MaxValue);
            var batch = new DocumentBatch(1_024, 1, static _ => false) { RecordLimit = limit };
            await using IShardReader reader = inner.Open(shard, new ReadLimits { MaxRecordBytes = new RunOptions().MaxRecordBytes });
            while (!batch.IsAtLimit && await reader.ReadAsync(batch, cancellationToken).ConfigureAwait(false)) batch.Clear();
            taken.Add(batch.IsAtLimit ? shard with { RecordLimit = limit } : shard);
            left -= batch.NextRecord;
        }
        return taken;
    }
}
