using System.Globalization;
using System.Text;

namespace DataCuration.Extensibility.Tests;

/// <summary>A user-defined source: the numbers of some ranges, one of which cannot be read.</summary>
public sealed class NumbersSource(int shards, int perShard) : IShardedSource
{
    public void Describe(FingerprintWriter writer) => writer.Add("per_shard", perShard);

    public ValueTask<IReadOnlyList<SourceShard>> ListShardsAsync(CancellationToken cancellationToken) =>
        new([.. Enumerable.Range(0, shards).Select(s => new SourceShard([new SourceSegment("numbers", "", s * perShard, (s + 1) * perShard, shards * perShard, "")], perShard))]);

    public IShardReader Open(SourceShard shard, ReadOptions options) => new Reader(shard.Segments[0]);

    private sealed class Reader(SourceSegment segment) : IShardReader
    {
        private long next = segment.Start;

        public long BytesRead => next - segment.Start;

        public ValueTask<bool> ReadAsync(DocumentBatch batch, CancellationToken cancellationToken)
        {
            for (; next < segment.End && !batch.IsFull; next++)
            {
                string text = next.ToString(CultureInfo.InvariantCulture);
                if (!batch.WantsNext) batch.Skip();
                else if (next == 13) batch.AddFault(new RecordFault("unlucky", "no one reads this number", segment.Path, next, -1, Encoding.UTF8.GetBytes(text)));
                else batch.Add(new Document(Encoding.UTF8.GetBytes("n" + text), Encoding.UTF8.GetBytes(text), new DocumentOrigin(segment.Path, next, batch.NextRecord, 0)));
            }
            return new(next < segment.End);
        }

        public ValueTask DisposeAsync() => default;
    }
}
