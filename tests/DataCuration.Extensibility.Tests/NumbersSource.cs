using System.Globalization;
using System.Text;

namespace DataCuration.Extensibility.Tests;

/// <summary>A user-defined source: the numbers of some ranges, one of which cannot be read.</summary>
public sealed class NumbersSource(int shards, int perShard) : IShardedSource
{
    public void Describe(FingerprintWriter writer) => writer.Add("per_shard", perShard);

    public ValueTask<IReadOnlyList<SourceShard>> ListShardsAsync(CancellationToken cancellationToken) =>
        new([.. Enumerable.Range(0, shards).Select(s => new SourceShard([new SourceSegment
        {
            Path = "numbers",
            Start = s * perShard,
            End = (s + 1) * perShard,
            FileLength = shards * perShard,
            FileFingerprint = ""
        }], perShard))]);

    public IShardReader Open(SourceShard shard, ReadLimits limits) => new Reader(shard.Segments[0]);

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
                else if (next == 13) batch.AddFault(new RecordFault
                {
                    Reason = "unlucky",
                    Message = "no one reads this number",
                    Source = segment.Path,
                    Offset = next,
                    Raw = Encoding.UTF8.GetBytes(text)
                });
                else batch.Add(new Document(Encoding.UTF8.GetBytes("n" + text), Encoding.UTF8.GetBytes(text),
                    new DocumentOrigin { Source = segment.Path, Offset = next, Record = batch.NextRecord }));
            }
            return new(next < segment.End);
        }

        public ValueTask DisposeAsync() => default;
    }
}
