using System.Collections.Concurrent;
using System.Text.Json;

namespace DataCuration;

/// <summary>
/// Fixed-size values by source record, for a whole corpus. Each shard has a file, which <see cref="RecordTableWriter{T}"/> writes where the shard is read, and
/// which is memory-mapped here. Values are found by shard and record, or read in order.
/// </summary>
/// <remarks>Shards are opened when they are first needed. Any number of threads may read at the same time.</remarks>
/// <typeparam name="T">The type of a value.</typeparam>
public sealed class RecordTable<T> : IDisposable where T : unmanaged
{
    private readonly IFileStore files;
    private readonly Func<int, string?> find;
    private readonly Func<int, string?> findProvenance;
    private readonly string name;
    private readonly int knownShards;
    private readonly Lazy<int> shardCount;
    private readonly ConcurrentDictionary<int, Lazy<RecordTablePart<T>?>> open = new();

    /// <summary>Opens a table that a phase of a fit wrote.</summary>
    /// <param name="files">The phase's files.</param>
    /// <param name="name">The table's name.</param>
    public RecordTable(PhaseFiles files, string name)
    {
        ArgumentNullException.ThrowIfNull(files);
        ArgumentException.ThrowIfNullOrEmpty(name);
        this.name = name;
        this.files = files.Files;
        find = shard => files.FindFile(RecordTableFormat.FileName(shard, name));
        findProvenance = shard => files.FindFile(RecordTableFormat.ProvenanceName(shard, name));
        knownShards = files.TaskCount;
        // One task may have written the files of all shards.
        shardCount = new(() => Math.Max(files.TaskCount, 1 + files.FileNames.Select(file => RecordTableFormat.ShardOf(file, name)).DefaultIfEmpty(-1).Max()));
    }

    internal RecordTable(IFileStore files, string name, int shards, Func<int, string?> find)
    {
        this.files = files;
        this.name = name;
        this.find = find;
        findProvenance = shard => find(shard) is { } table && table[..^RecordTableFormat.Suffix.Length] + ".json" is var path && files.FileExists(path)
            ? path : null;
        knownShards = shards;
        shardCount = new(shards);
    }

    /// <summary>The number of shards, those without values included.</summary>
    public int ShardCount => shardCount.Value;

    /// <summary>Reads the first value of a record.</summary>
    /// <param name="shard">The shard's number.</param>
    /// <param name="record">The record's number in its shard.</param>
    /// <param name="value">The value; the type's default if the record has no row.</param>
    /// <returns>True if the record has a value.</returns>
    public bool TryGet(int shard, long record, out T value)
    {
        value = default;
        return Part(shard)?.TryGet(record, out value) ?? false;
    }

    /// <summary>Reads the first row of a record.</summary>
    /// <param name="shard">The shard's number.</param>
    /// <param name="record">The record's number in its shard.</param>
    /// <param name="values">The values, in the mapped file; empty if the record has no row.</param>
    /// <returns>True if the record has a row.</returns>
    public bool TryGetRow(int shard, long record, out ReadOnlySpan<T> values)
    {
        values = default;
        return Part(shard)?.TryGetRow(record, out values) ?? false;
    }

    /// <summary>Opens one shard's file, to read it in order. The caller disposes it.</summary>
    /// <param name="shard">The shard's number.</param>
    /// <returns>The file, or null if the shard has none.</returns>
    public RecordTablePart<T>? OpenShard(int shard)
    {
        CheckShard(shard);
        return find(shard) is { } path ? new RecordTablePart<T>(path, files) : null;
    }

    /// <summary>Reads where a shard's values come from.</summary>
    /// <param name="shard">The shard's number.</param>
    /// <returns>The names and texts that the writer was given; empty if it was given nothing.</returns>
    public IReadOnlyDictionary<string, string> ReadProvenance(int shard)
    {
        CheckShard(shard);
        if (findProvenance(shard) is not { } path) return new Dictionary<string, string>();
        try
        {
            using JsonDocument document = JsonDocument.Parse(files.ReadAllBytes(path));
            return document.RootElement.GetProperty("provenance").EnumerateObject()
                .ToDictionary(pair => pair.Name, pair => pair.Value.GetString() ?? "", StringComparer.Ordinal);
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidDataException($"'{path}' does not hold the provenance of table '{name}': {e.Message}", e);
        }
    }

    /// <summary>Closes the files that lookups opened.</summary>
    public void Dispose()
    {
        foreach (Lazy<RecordTablePart<T>?> part in open.Values)
            if (part.IsValueCreated) part.Value?.Dispose();
        open.Clear();
    }

    private RecordTablePart<T>? Part(int shard)
    {
        CheckShard(shard);
        return open.GetOrAdd(shard, static (number, table) =>
            new Lazy<RecordTablePart<T>?>(() => table.OpenShard(number), LazyThreadSafetyMode.ExecutionAndPublication), this).Value;
    }

    private void CheckShard(int shard)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(shard);
        if (shard >= knownShards) ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(shard, ShardCount);
    }
}
