using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>
/// The numeric annotations, groups and size of every document of a corpus, in a file per shard: read as streams, never held. A row is 24 bytes (id hash, record,
/// size), a 32-bit number for each group field, filled up to a multiple of 8, and a double for each numeric field; the groups' values lie beside it as JSON.
/// </summary>
internal sealed class AnnotationTable
{
    public const string RowsSuffix = ".rows";
    public const string GroupsSuffix = ".groups";
    private const int FixedSize = 24;
    private const int BytesPerRead = 1 << 16;
    private readonly PhaseFiles files;
    private readonly int groups, values;
    private readonly int[][][] globalGroups;

    public AnnotationTable(PhaseFiles files, int groups, int values)
    {
        this.files = files;
        this.groups = groups;
        this.values = values;
        string[][][] names = [.. Enumerable.Range(0, files.TaskCount).Select(ReadGroups)];
        GroupNames = [.. Enumerable.Range(0, groups).Select(g => names.SelectMany(shard => shard[g]).Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal).ToImmutableArray())];
        globalGroups = new int[names.Length][][];
        for (int shard = 0; shard < names.Length; shard++)
            globalGroups[shard] = [.. names[shard].Select((local, g) => local.Select(name => GroupNames[g].BinarySearch(name, StringComparer.Ordinal)).ToArray())];
    }

    /// <summary>For each group field its values, in ordinal order; the empty name stands for documents without the field.</summary>
    public ImmutableArray<ImmutableArray<string>> GroupNames { get; }

    public int ShardCount => files.TaskCount;

    /// <summary>How many rows there are: documents that came through the corpus's stages.</summary>
    public long RowCount => files.Report.Kept;

    public static int RowSize(int groups, int values) => FixedSize + (groups + 1) / 2 * 8 + values * sizeof(double);

    /// <summary>How many records a shard has, faulty and dropped ones included.</summary>
    public long RecordsOf(int shard) => files.Report.Shards[shard].Stages[0].In;

    /// <summary>A bit per record of each shard, all clear; one per row where those are more, since a stage made several of a record.</summary>
    public ulong[][] CreateBits() => [.. Enumerable.Range(0, ShardCount).Select(shard => new ulong[(Math.Max(RecordsOf(shard), files.Report.Shards[shard].Stages[^1].Kept) + 63) / 64])];

    /// <summary>Reads all rows, in the corpus's order. The row is the same object each time.</summary>
    public IEnumerable<AnnotationRow> Rows(CancellationToken cancellationToken)
    {
        var row = new AnnotationRow(groups, values);
        int size = RowSize(groups, values);
        var buffer = new byte[Math.Max(1, BytesPerRead / size) * size];
        for (int shard = 0; shard < ShardCount; shard++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (files.Find(shard, RowsSuffix) is not { } path) continue;
            row.Shard = shard;
            using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
            if (stream.Length % size != 0) throw new InvalidDataException($"'{path}' has {stream.Length} bytes, which are not rows of {size}.");
            int read;
            while ((read = stream.ReadAtLeast(buffer, buffer.Length, throwOnEndOfStream: false)) > 0)
            {
                for (int offset = 0; offset < read; offset += size)
                {
                    Take(buffer.AsSpan(offset, size), row, globalGroups[shard]);
                    yield return row;
                }
            }
        }
    }

    /// <summary>Writes a row; its groups are the shard's own numbers.</summary>
    public static void Put(Span<byte> bytes, ulong idHash, long record, long size, ReadOnlySpan<int> groups, ReadOnlySpan<double> values)
    {
        Span<ulong> head = MemoryMarshal.Cast<byte, ulong>(bytes);
        head[0] = idHash;
        head[1] = (ulong)record;
        head[2] = (ulong)size;
        groups.CopyTo(MemoryMarshal.Cast<byte, int>(bytes[FixedSize..]));
        values.CopyTo(MemoryMarshal.Cast<byte, double>(bytes[^(values.Length * sizeof(double))..]));
    }

    private static void Take(ReadOnlySpan<byte> bytes, AnnotationRow row, int[][] global)
    {
        ReadOnlySpan<ulong> head = MemoryMarshal.Cast<byte, ulong>(bytes);
        row.IdHash = head[0];
        row.Record = (long)head[1];
        row.Size = (long)head[2];
        ReadOnlySpan<int> local = MemoryMarshal.Cast<byte, int>(bytes[FixedSize..]);
        for (int g = 0; g < row.Groups.Length; g++) row.Groups[g] = global[g][local[g]];
        MemoryMarshal.Cast<byte, double>(bytes[^(row.Values.Length * sizeof(double))..]).CopyTo(row.Values);
    }

    private string[][] ReadGroups(int shard)
    {
        if (files.Find(shard, GroupsSuffix) is not { } path) return [.. Enumerable.Repeat(Array.Empty<string>(), groups)];
        using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
        return [.. document.RootElement.EnumerateArray().Select(names => names.EnumerateArray().Select(name => name.GetString()!).ToArray())];
    }
}
