using System.Globalization;
using System.Numerics;
using System.Runtime.InteropServices;

namespace DataCuration;

/// <summary>
/// Writes the decisions about one shard's records, and values that explain them, where the shard is read or decided.
/// <see cref="FitScope.JoinKeepListAsync"/> makes one <see cref="KeepList"/> of the parts of all shards.
/// </summary>
/// <remarks>Memory: one bit for each record up to the last one kept, and what the tables of <see cref="AddProvenance"/> take.</remarks>
public sealed class KeepListPart
{
    internal const string Suffix = ".bits";
    private readonly ShardOutput output;
    private readonly string name;
    private readonly int shard;
    private readonly long? records;
    private readonly List<Action> tables = [];
    private ulong[] words;
    private long last = -1;
    private bool isComplete;

    /// <summary>Creates the part of a shard.</summary>
    /// <param name="output">The task's output.</param>
    /// <param name="records">
    /// The number of records in the shard. Default: null, in a map phase over the fit's own corpus, whose manifests hold it; a part of another phase needs it
    /// (<see cref="PhaseFiles.GetRecordCount"/> of the map phase).
    /// </param>
    /// <param name="shard">The shard's number in the corpus. Default: the task's number.</param>
    /// <param name="name">The list's name, for tasks that write parts of several lists. Default: <c>keep</c>.</param>
    public KeepListPart(ShardOutput output, long? records = null, int? shard = null, string name = "keep")
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfNegative(records ?? 0, nameof(records));
        ArgumentOutOfRangeException.ThrowIfNegative(shard ?? 0, nameof(shard));
        this.output = output;
        this.records = records;
        this.name = name;
        this.shard = shard ?? output.Index;
        words = new ulong[records is { } count ? KeepList.Words(count) : 16];
    }

    /// <summary>The number of records kept so far.</summary>
    public long KeptCount => words.Sum(word => (long)BitOperations.PopCount(word));

    internal static ReadOnlySpan<byte> Magic => "DCKEEPLS"u8;

    /// <summary>Keeps a record. Records that are not named are dropped.</summary>
    /// <param name="record">The record's number in the shard, in any order.</param>
    public void Keep(long record)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(record);
        if (records is { } count && record >= count) throw new ArgumentOutOfRangeException(nameof(record), record, $"Shard {shard} has {count} records.");
        if (record >> 6 >= words.Length) Array.Resize(ref words, (int)Math.Max(words.Length * 2L, (record >> 6) + 1));
        words[record >> 6] |= 1UL << (int)(record & 63);
        last = Math.Max(last, record);
    }

    /// <summary>
    /// Begins a table of values by record that lies beside the list, such as a cluster's id, the matched document or a weight. Dropped records may have values
    /// too.
    /// </summary>
    /// <param name="table">The table's name, such as <c>cluster</c>; read it with <see cref="KeepList.OpenProvenance"/>.</param>
    /// <param name="width">The number of values for each record. Default: 1.</param>
    /// <typeparam name="T">The type of a value.</typeparam>
    /// <returns>The table; <see cref="Complete"/> completes it.</returns>
    public RecordTableWriter<T> AddProvenance<T>(string table, int width = 1) where T : unmanaged
    {
        KeepList.CheckProvenanceName(table);
        var writer = new RecordTableWriter<T>(output, $"{name}.{table}", width, shard);
        tables.Add(writer.Complete);
        return writer;
    }

    /// <summary>Writes the part, after the last record.</summary>
    public void Complete()
    {
        if (isComplete) throw new InvalidOperationException("The part is complete.");
        isComplete = true;
        foreach (Action complete in tables) complete();
        var writer = new ChecksummedWriter(output.CreateFile(FileName(shard, name)));
        ReadOnlySpan<ulong> used = words.AsSpan(0, (int)KeepList.Words(records ?? last + 1));
        writer.Write(MemoryMarshal.AsBytes(used));
        writer.Complete(Magic, records ?? -1, last, 0);
    }

    internal static string FileName(int shard, string name) => string.Create(CultureInfo.InvariantCulture, $"part-{shard:D5}.{name}{Suffix}");

    /// <summary>The list's name in the name of a part's file; null if it is no part.</summary>
    internal static string? NameOf(string fileName)
    {
        int dot = fileName.IndexOf('.', StringComparison.Ordinal);
        return dot >= 0 && fileName.Length > dot + 1 + Suffix.Length && fileName.EndsWith(Suffix, StringComparison.Ordinal)
            && fileName.StartsWith("part-", StringComparison.Ordinal)
            && int.TryParse(fileName.AsSpan(5..dot), NumberStyles.None, CultureInfo.InvariantCulture, out _)
            ? fileName[(dot + 1)..^Suffix.Length] : null;
    }

    /// <summary>Reads a part.</summary>
    /// <param name="files">The store.</param>
    /// <param name="path">The file.</param>
    /// <param name="records">The number of the shard's records, where the part does not say it.</param>
    internal static (ulong[] Words, long Records) Read(IFileStore files, string path, long? records)
    {
        using var file = new ChecksummedFile(files, path, Magic, "a part of a keep list");
        long count = file.First >= 0 ? file.First : records ?? throw new InvalidOperationException(
            $"'{path}' does not say how many records its shard has: give KeepListPart the number, or write it in a map phase.");
        if (count <= file.Second) throw file.Damaged(0, $"it keeps record {file.Second} of {count}");
        var words = new ulong[KeepList.Words(count)];
        if (file.BodyLength > words.Length * (long)sizeof(ulong)) throw file.Damaged(file.BodyLength, $"it has more bits than {count} records");
        file.Slice(0, (int)file.BodyLength).CopyTo(MemoryMarshal.AsBytes(words.AsSpan()));
        return (words, count);
    }
}
