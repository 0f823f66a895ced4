using System.Collections.Concurrent;
using System.Globalization;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace DataCuration.Deduplication;

/// <summary>
/// The parts of a corpus's documents that repeat an earlier part: the result of <see cref="SubstringDeduplication"/>, <see cref="SentenceDeduplication"/> and
/// <see cref="LineDeduplication"/>. <see cref="DuplicateSpanRemoval"/> cuts them out. The table belongs to the texts that were fitted on: each document's
/// length and hash are kept, and other texts are refused.
/// </summary>
/// <remarks>Tables are opened by shard when they are first needed. Any number of threads may read.</remarks>
/// <example>
/// <code>
/// using DataCuration.Deduplication;
///
/// using DuplicateSpans spans = DuplicateSpans.Load("curation/spans");
/// Console.WriteLine($"{spans.SpanCount} spans of {spans.ByteCount} bytes in {spans.DocumentCount} documents");
/// foreach (DuplicateSpan span in spans.Read(shard: 0, record: 0)) Console.WriteLine($"{span.Start} to {span.End}, first in record {span.FirstRecord}");
/// </code>
/// </example>
public sealed class DuplicateSpans : IArtifact, IDisposable
{
    internal const string EntryTable = "entries";
    internal const string RowTable = "rows";
    internal const string HeaderName = "duplicate-spans.json";
    private const int FormatVersion = 1;
    private readonly IFileStore files;
    private readonly ConcurrentDictionary<int, Lazy<Shard>> open = new();

    private DuplicateSpans(IFileStore files, string folder, string fingerprint, JsonElement header)
    {
        this.files = files;
        Folder = folder;
        Fingerprint = fingerprint;
        ShardCount = header.GetProperty("shards").GetInt32();
        DocumentCount = header.GetProperty("documents").GetInt64();
        SpanCount = header.GetProperty("spans").GetInt64();
        ByteCount = header.GetProperty("bytes").GetInt64();
        TextByteCount = header.GetProperty("text_bytes").GetInt64();
    }

    /// <summary>The folder of the tables.</summary>
    public string Folder { get; }

    /// <inheritdoc/>
    public string Fingerprint { get; }

    /// <summary>The number of shards of the corpus.</summary>
    public int ShardCount { get; }

    /// <summary>The number of documents that have at least one span.</summary>
    public long DocumentCount { get; }

    /// <summary>The number of spans.</summary>
    public long SpanCount { get; }

    /// <summary>The length of all spans together, in bytes.</summary>
    public long ByteCount { get; }

    /// <summary>The length of all texts of the corpus together, in bytes.</summary>
    public long TextByteCount { get; }

    /// <summary>Opens the spans that a fit wrote.</summary>
    /// <param name="folder">The folder, as <see cref="Folder"/> names it.</param>
    /// <param name="files">The store. Default: null, the local file system.</param>
    /// <exception cref="InvalidDataException">The folder's header is damaged.</exception>
    public static DuplicateSpans Load(string folder, IFileStore? files = null) => HeaderFile.Load(folder, HeaderName, files, FormatVersion,
        "the header of duplicate spans", (store, path, fingerprint, header) => new DuplicateSpans(store, path, fingerprint, header));

    /// <summary>Reads the spans of a record, in the order of the text.</summary>
    /// <param name="shard">The shard's number in the corpus that was fitted on.</param>
    /// <param name="record">The record's number in its shard.</param>
    /// <returns>The spans; empty if the record has none or is unknown.</returns>
    public IReadOnlyList<DuplicateSpan> Read(int shard, long record)
    {
        var spans = new List<DuplicateSpan>();
        if (TryGetEntry(shard, record, out SpanEntry entry)) Read(shard, entry, spans);
        return spans;
    }

    /// <summary>Closes the tables.</summary>
    public void Dispose()
    {
        foreach (Lazy<Shard> shard in open.Values)
            if (shard.IsValueCreated) shard.Value.Dispose();
        open.Clear();
    }

    internal static DuplicateSpans Load(PhaseFiles phase)
    {
        _ = phase.FindFile(HeaderName);
        return Load(phase.Folder, phase.Files);
    }

    /// <summary>Copies the tables of all shards and writes the header.</summary>
    internal static void Write(ShardOutput output, PhaseFiles tables, int shards, CancellationToken cancellationToken)
    {
        long documents = 0, spans = 0, bytes = 0, textBytes = 0;
        var content = new XxHash128();
        using var entries = new RecordTable<SpanEntry>(tables, EntryTable);
        using var rows = new RecordTable<DuplicateSpan>(tables, RowTable);
        for (int shard = 0; shard < shards; shard++)
        {
            using (RecordTablePart<SpanEntry> part = entries.OpenShard(shard)!)
            {
                RecordCursor<SpanEntry> cursor = part.Read();
                while (cursor.Read())
                {
                    cancellationToken.ThrowIfCancellationRequested();
                    SpanEntry entry = cursor.Value;
                    if (entry.Count > 0) documents++;
                    textBytes += entry.TextLength;
                    content.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<SpanEntry>(in entry)));
                }
            }
            using (RecordTablePart<DuplicateSpan> part = rows.OpenShard(shard)!)
            {
                RecordCursor<DuplicateSpan> cursor = part.Read();
                while (cursor.Read())
                {
                    DuplicateSpan span = cursor.Value;
                    spans++;
                    bytes += span.Length;
                    content.Append(MemoryMarshal.AsBytes(new ReadOnlySpan<DuplicateSpan>(in span)));
                }
            }
            Copy(output, tables, shard, EntryTable);
            Copy(output, tables, shard, RowTable);
        }
        using var json = new Utf8JsonWriter(output.CreateFile(HeaderName));
        json.WriteStartObject();
        json.WriteNumber("version", FormatVersion);
        json.WriteNumber("shards", shards);
        json.WriteNumber("documents", documents);
        json.WriteNumber("spans", spans);
        json.WriteNumber("bytes", bytes);
        json.WriteNumber("text_bytes", textBytes);
        json.WriteString("content", Convert.ToHexStringLower(content.GetCurrentHash()));
        json.WriteEndObject();
    }

    internal bool TryGetEntry(int shard, long record, out SpanEntry entry)
    {
        entry = default;
        return shard < ShardCount && Open(shard).Entries.TryGet(record, out entry);
    }

    internal void Read(int shard, SpanEntry entry, List<DuplicateSpan> spans)
    {
        RecordTablePart<DuplicateSpan> rows = Open(shard).Rows;
        for (long row = entry.First; row < entry.First + entry.Count; row++) spans.Add(rows.GetRow(row)[0]);
    }

    private static void Copy(ShardOutput output, PhaseFiles tables, int shard, string table)
    {
        using Stream source = tables.Files.OpenRead(tables.FindFile(FileName(shard, table))!, FileReadPattern.Sequential);
        source.CopyTo(output.CreateFile(FileName(shard, table)), 1 << 18);
    }

    private static string FileName(int shard, string table) => string.Create(CultureInfo.InvariantCulture, $"part-{shard:D5}.{table}.records");

    private Shard Open(int shard) => open.GetOrAdd(shard, static (number, spans) => new Lazy<Shard>(() => new Shard(
        new(Path.Combine(spans.Folder, FileName(number, EntryTable)), spans.files), new(Path.Combine(spans.Folder, FileName(number, RowTable)), spans.files))),
        this).Value;

    private sealed record Shard(RecordTablePart<SpanEntry> Entries, RecordTablePart<DuplicateSpan> Rows) : IDisposable
    {
        public void Dispose()
        {
            Entries.Dispose();
            Rows.Dispose();
        }
    }
}
