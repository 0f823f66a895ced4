using System.Runtime.InteropServices;

namespace DataCuration.Deduplication;

/// <summary>Writes the files of one band: signatures, pairs, and a new index.</summary>
/// <param name="mapped">The map phase.</param>
/// <param name="parameters">The parameters.</param>
/// <param name="memoryBytes">The memory of a sort.</param>
internal sealed class DatatroveBands(PhaseFiles mapped, MinHashParameters parameters, long memoryBytes)
{
    private readonly int words = DatatroveSignatureSink.Words(parameters);

    /// <summary>Writes a sorted signature file for each shard.</summary>
    public void WriteSignatures(ShardOutput output, int band, int shards, CancellationToken cancellationToken)
    {
        var input = new Partitions(mapped, DatatroveSignatureSink.RecordName);
        using RecordReader sorted = Sort(output, () => input.Read(band), cancellationToken);
        var row = new byte[RowBytes + sizeof(uint)];
        bool more = sorted.Read();
        for (int shard = 0; shard < shards; shard++)
        {
            using Stream stream = output.CreateFile(DatatroveLayout.Signatures(band, shard));
            for (; more && MemoryMarshal.Read<ulong>(sorted.Record) == (ulong)shard; more = sorted.Read())
            {
                ReadOnlySpan<ulong> record = MemoryMarshal.Cast<byte, ulong>(sorted.Record);
                WriteRow(record[1..^1], row);
                MemoryMarshal.Write(row.AsSpan(RowBytes), (uint)record[^1]);
                stream.Write(row);
            }
        }
    }

    /// <summary>Writes the pairs of the band, and an index of its new signatures.</summary>
    /// <param name="output">The task's output.</param>
    /// <param name="band">The band.</param>
    /// <param name="indexes">The index files of the band; empty if no index is used.</param>
    /// <param name="indexFiles">The store of the index files.</param>
    /// <param name="onlyIndex">True to write pairs with an index only.</param>
    /// <param name="indexName">The name of the new index; null for none.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    public void WritePairs(ShardOutput output, int band, IReadOnlyList<string> indexes, IFileStore indexFiles, bool onlyIndex, string? indexName,
        CancellationToken cancellationToken)
    {
        var input = new Partitions(mapped, DatatroveSignatureSink.RecordName);
        using RecordReader sorted = Sort(output, () => new DatatroveIndexReader(input.Read(band), indexes, indexFiles, parameters), cancellationToken);
        using Stream pairs = output.CreateFile(DatatroveLayout.Pairs(band));
        using Stream? index = indexName is null ? null : output.CreateFile(DatatroveLayout.Index(band, indexName));
        ulong[] last = new ulong[words];
        var row = new byte[RowBytes];
        for (bool isFirst = true; sorted.Read(); isFirst = false)
        {
            ReadOnlySpan<ulong> record = MemoryMarshal.Cast<byte, ulong>(sorted.Record);
            if (record[^2] != 0) // not of an index
            {
                if (!isFirst && record[..^2].SequenceEqual(last.AsSpan(..^2)))
                {
                    uint file = (uint)record[^2] - 1, document = (uint)record[^1];
                    DatatrovePair? pair = last[^2] == 0 ? new(DatatroveLayout.Sentinel, DatatroveLayout.Sentinel, file, document)
                        : indexes.Count == 0 || !onlyIndex ? new((uint)last[^2] - 1, (uint)last[^1], file, document) : null;
                    if (pair is { } found) pairs.Write(MemoryMarshal.AsBytes([found]));
                }
                else if (index is not null)
                {
                    WriteRow(record[..^2], row);
                    index.Write(row);
                }
            }
            record.CopyTo(last);
        }
    }

    private int RowBytes => parameters.Rows * parameters.HashBits / 8;

    private void WriteRow(ReadOnlySpan<ulong> hashes, Span<byte> row)
    {
        for (int i = 0; i < hashes.Length; i++)
        {
            if (parameters.HashBits == 64) MemoryMarshal.Cast<byte, ulong>(row[..RowBytes])[i] = hashes[i];
            else MemoryMarshal.Cast<byte, uint>(row[..RowBytes])[i] = (uint)hashes[i];
        }
    }

    private RecordReader Sort(ShardOutput output, Func<RecordReader> input, CancellationToken cancellationToken) =>
        new ExternalSort(output.CreateScratchFolder(), RecordOrder.UInt64(count: words))
        {
            RecordSize = words * sizeof(ulong),
            MemoryBytes = memoryBytes,
            Warn = message => output.Warn(message),
        }.Sort(input, cancellationToken);
}
