using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>Writes the sets of shingles of the documents that are candidates: sorted hashes one after the other, and a table of their places.</summary>
/// <param name="signer">Makes the shingles.</param>
/// <param name="candidates">The ids of the candidates, by group of shards.</param>
/// <param name="groups">The number of groups.</param>
internal sealed class ShingleSetSink(MinHashSigner signer, Partitions candidates, int groups) : IDocumentSink
{
    public const string SetsSuffix = ".sets", PlacesName = "places";

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("sink", "shingle-sets/1");
        signer.Parameters.Describe(writer);
    }

    public IShardWriter Open(ShardOutput output) => new Writer(signer, Candidates(output.Index), output);

    private long[] Candidates(int shard)
    {
        var records = new HashSet<long>();
        using PartitionReader reader = candidates.Read(shard % groups);
        while (reader.Read())
        {
            long id = reader.Get<long>();
            if (RecordIds.ShardOf(id) == shard) records.Add(RecordIds.RecordOf(id));
        }
        return [.. records.Order()];
    }

    private sealed class Writer(MinHashSigner signer, long[] candidates, ShardOutput output) : IShardWriter
    {
        private readonly Stream sets = output.CreateFile(output.Name + SetsSuffix);
        private readonly RecordTableWriter<IdPair> places = new(output, PlacesName);
        private readonly ShingleBuffers buffers = new();
        private ulong[] set = [];
        private long offset;

        public ValueTask WriteAsync(ReadOnlyMemory<Document> written, CancellationToken cancellationToken)
        {
            foreach (Document document in written.Span)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (Array.BinarySearch(candidates, document.Origin.Record) < 0) continue;
                ReadOnlySpan<ulong> hashes = signer.HashShingles(document.Utf8Text, buffers);
                Span<ulong> copy = ShingleBuffers.Room(ref set, hashes.Length)[..hashes.Length];
                hashes.CopyTo(copy);
                copy = copy[..MinHashSigner.MakeSet(copy)];
                sets.Write(MemoryMarshal.AsBytes(copy));
                places.Append(document.Origin.Record, new IdPair(offset, copy.Length));
                offset += (long)copy.Length * sizeof(ulong);
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            places.Complete();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
