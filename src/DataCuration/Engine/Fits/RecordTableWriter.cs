using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DataCuration;

/// <summary>
/// Writes one shard's part of a <see cref="RecordTable{T}"/>: one or more fixed-size values for each source record, in the order of the records. Records may be
/// left out, and a record that a stage made several documents of may have several rows.
/// </summary>
/// <remarks>
/// Memory: about 100 KB and one byte for each row; two more bytes where records are missing. Values are written as they lie in memory: a struct with padding
/// between its fields makes the file's bytes depend on chance, so order the fields by size or set <c>Pack = 1</c>. Refused on big-endian machines.
/// </remarks>
/// <typeparam name="T">The type of a value: a number, or a struct without references.</typeparam>
public sealed class RecordTableWriter<T> where T : unmanaged
{
    private readonly ChecksummedWriter writer;
    private readonly List<byte> differences = [];
    private readonly List<(long Record, long Offset)> restarts = [];
    private readonly int width;
    private long rows;
    private long last = -1;
    private bool isDense = true;
    private bool isComplete;

    /// <summary>Creates the part of a shard.</summary>
    /// <param name="output">The task's output.</param>
    /// <param name="name">The table's name, such as <c>weights</c>; the file is <c>part-00042.weights.records</c>.</param>
    /// <param name="width">The number of values for each row, 1 or more. Default: 1.</param>
    /// <param name="shard">The shard that the records belong to. Default: the task's number.</param>
    /// <param name="provenance">Names and texts that say where the values come from, written to a side file as JSON. Default: null, no side file.</param>
    public RecordTableWriter(ShardOutput output, string name, int width = 1, int? shard = null, IReadOnlyDictionary<string, string>? provenance = null)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(shard ?? 0, nameof(shard));
        ChecksummedWriter.RequireLittleEndian();
        this.width = width;
        writer = new ChecksummedWriter(output.CreateFile(RecordTableFormat.FileName(shard ?? output.Index, name)));
        Span<byte> header = stackalloc byte[RecordTableFormat.HeaderBytes];
        header.Clear();
        RecordTableFormat.Magic.CopyTo(header);
        ReadOnlySpan<int> numbers = [RecordTableFormat.Format, Unsafe.SizeOf<T>(), width];
        MemoryMarshal.AsBytes(numbers).CopyTo(header[8..]);
        writer.Write(header);
        if (provenance is not null) WriteProvenance(output.CreateFile(RecordTableFormat.ProvenanceName(shard ?? output.Index, name)), provenance);
    }

    /// <summary>The number of rows written so far.</summary>
    public long RowCount => rows;

    /// <summary>Adds a row of one value.</summary>
    /// <param name="record">The record's number in its shard; not smaller than the one before.</param>
    /// <param name="value">The value.</param>
    public void Append(long record, in T value) => Append(record, new ReadOnlySpan<T>(in value));

    /// <summary>Adds a row.</summary>
    /// <param name="record">The record's number in its shard; not smaller than the one before.</param>
    /// <param name="values">The values; their number is the table's width.</param>
    public void Append(long record, ReadOnlySpan<T> values)
    {
        if (values.Length != width) throw new ArgumentException($"A row has {width} values, not {values.Length}.", nameof(values));
        ArgumentOutOfRangeException.ThrowIfLessThan(record, Math.Max(0, last));
        if (isComplete) throw new InvalidOperationException("The table is complete.");
        if (isDense && record != rows) StartDifferences();
        if (!isDense) AddDifference(record);
        writer.Write(MemoryMarshal.AsBytes(values));
        last = record;
        rows++;
    }

    /// <summary>Writes the end of the file, after the last row.</summary>
    public void Complete()
    {
        if (isComplete) throw new InvalidOperationException("The table is complete.");
        isComplete = true;
        writer.Align();
        long start = writer.Position;
        writer.Write(CollectionsMarshal.AsSpan(differences));
        writer.Align();
        foreach ((long record, long offset) in restarts)
        {
            writer.WriteInt64(record);
            writer.WriteInt64(start + offset);
        }
        writer.Complete(RecordTableFormat.Magic, rows, isDense ? -1 : differences.Count, restarts.Count);
    }

    /// <summary>The first record that is not the row's own number: from here on records are written down, those before too.</summary>
    private void StartDifferences()
    {
        isDense = false;
        long count = rows;
        last = -1;
        for (rows = 0; rows < count; rows++)
        {
            AddDifference(rows);
            last = rows;
        }
    }

    private void AddDifference(long record)
    {
        if (rows % RecordTableFormat.RestartRows == 0) restarts.Add((record, differences.Count));
        ulong difference = (ulong)(record - Math.Max(0, last));
        for (; difference >= 0x80; difference >>= 7) differences.Add((byte)(difference | 0x80));
        differences.Add((byte)difference);
    }

    private void WriteProvenance(Stream stream, IReadOnlyDictionary<string, string> provenance)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteString("type", typeof(T).Name);
        json.WriteNumber("element_size", Unsafe.SizeOf<T>());
        json.WriteNumber("width", width);
        json.WriteStartObject("provenance");
        foreach ((string key, string value) in provenance.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, value);
        json.WriteEndObject();
        json.WriteEndObject();
    }
}
