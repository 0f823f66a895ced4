using System.Runtime.InteropServices;

namespace DataCuration.Selection;

/// <summary>The files of a map phase that wrote an entry per document, a <see cref="WeightRecord"/> and K weights: read as streams, never held.</summary>
internal sealed class WeightTable(PhaseFiles files, int targets)
{
    public const string Suffix = ".weights";
    public const int RecordSize = 24;
    private const int EntriesPerRead = 2_048;

    public int Targets => targets;

    public int ShardCount => files.TaskCount;

    public static int EntrySize(int targets) => RecordSize + (targets * sizeof(double));

    /// <summary>How many records a shard has, faulty and dropped ones included.</summary>
    public long RecordsOf(int shard) => files.Report.Shards[shard].Stages[0].In;

    /// <summary>Reads a shard's entries, in order. The weights' memory is used again for the next entry.</summary>
    public IEnumerable<(WeightRecord Record, ReadOnlyMemory<double> Weights)> Read(int shard)
    {
        int size = EntrySize(targets);
        if (files.Find(shard, Suffix) is not { } path) yield break;
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        if (stream.Length % size != 0) throw new InvalidDataException($"'{path}' has {stream.Length} bytes, which are not entries of {size}.");
        var buffer = new byte[size * EntriesPerRead];
        var weights = new double[targets];
        int read;
        while ((read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) > 0)
        {
            for (int offset = 0; offset < read; offset += size)
            {
                MemoryMarshal.Cast<byte, double>(buffer.AsSpan(offset + RecordSize, size - RecordSize)).CopyTo(weights);
                yield return (MemoryMarshal.Read<WeightRecord>(buffer.AsSpan(offset)), weights);
            }
        }
    }
}
