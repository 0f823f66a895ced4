using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DataCuration.Deduplication;

/// <summary>
/// Reports a deduplication: counts, and pairs of a dropped and a kept document with the beginnings of their texts. The corpus is the one that was deduplicated.
/// </summary>
/// <remarks>Memory: the examples. The fit reads the tables beside the list, and the corpus once for the texts of the examples.</remarks>
/// <param name="list">The result of the deduplication.</param>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Deduplication;
///
/// using var run = new CurationRun();
/// Corpus pool = Corpus.FromJsonl("pool/*.jsonl");
/// KeepList unique = await pool.FitAsync(new ExactDeduplication { Key = ExactKey.Text }, run);
/// Console.WriteLine(await pool.FitAsync(new DuplicateReportFit(unique) { Examples = 20 }, run));
/// </code>
/// </example>
public sealed class DuplicateReportFit(KeepList list) : CorpusFit<DuplicateReport>
{
    private const string TextsSuffix = ".texts.jsonl";
    private const string FileName = "duplicates.json";
    private readonly KeepList list = list ?? throw new ArgumentNullException(nameof(list));

    /// <inheritdoc/>
    public override string Name => "duplicate-report";

    /// <summary>The number of pairs: one for each of the first clusters in the order of the corpus.</summary>
    /// <value>0 to 10,000; default 5 (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public int Examples
    {
        get;
        init => field = value is >= 0 and <= 10_000 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The number of examples is between 0 and 10,000.");
    } = 5;

    /// <summary>The number of code points that are shown of a text.</summary>
    /// <value>1 to 100,000; default 100 (our choice).</value>
    /// <exception cref="ArgumentOutOfRangeException">The value is not in that range.</exception>
    public int ExcerptLength
    {
        get;
        init => field = value is >= 1 and <= 100_000 ? value
            : throw new ArgumentOutOfRangeException(nameof(value), value, "The length of an excerpt is between 1 and 100,000.");
    } = 100;

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add("list", list);
        writer.Add(nameof(Examples), Examples);
        writer.Add(nameof(ExcerptLength), ExcerptLength);
    }

    /// <inheritdoc/>
    /// <exception cref="ArgumentException">The list was not made by a deduplication.</exception>
    /// <exception cref="CurationException">The list was made for another corpus.</exception>
    protected override async Task<DuplicateReport> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        using (DuplicateTable.Open(list)) { } // requires that the list has the tables
        if (scope.ShardCount != list.ShardCount) throw OtherCorpus($"{scope.ShardCount} shards, and the list has {list.ShardCount}");
        PhaseFiles chosen = await scope.FinishAsync("pairs", (output, token) =>
        {
            using Stream stream = output.CreateFile(FileName);
            Choose(stream, token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        using JsonDocument json = JsonDocument.Parse(chosen.Files.ReadAllBytes(chosen.FindFile(FileName)!));
        JsonElement[] pairs = [.. json.RootElement.GetProperty("pairs").EnumerateArray()];
        SortedSet<long> wanted = [.. pairs.SelectMany(static pair => (long[])[pair[0].GetInt64(), pair[1].GetInt64()]).Where(static id => id >= 0)];
        PhaseFiles texts = await scope.MapAsync("texts", scope.Corpus, new Sink(wanted, ExcerptLength), cancellationToken).ConfigureAwait(false);
        Dictionary<long, (string Id, string Excerpt)> found = ReadTexts(texts);
        return new()
        {
            Records = list.RecordCount,
            DroppedRecords = json.RootElement.GetProperty("dropped").GetInt64(),
            Clusters = json.RootElement.GetProperty("clusters").GetInt64(),
            LargestCluster = json.RootElement.GetProperty("largest").GetInt64(),
            Pairs = [.. pairs.Select(pair => PairOf(pair, found))],
        };
    }

    /// <summary>Counts the clusters, and chooses the pairs: the ids of the dropped and of the kept record, the cluster's size, the similarity.</summary>
    private void Choose(Stream stream, CancellationToken cancellationToken)
    {
        using RecordTable<long> clusters = list.OpenProvenance<long>(DuplicateTable.ClusterName);
        using RecordTable<long> sizes = list.OpenProvenance<long>(DuplicateTable.SizeName);
        using RecordTable<float> similarities = list.OpenProvenance<float>(DuplicateTable.SimilarityName);
        long dropped = 0, kept = 0, largest = 0;
        var seen = new HashSet<long>();
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartObject();
        json.WriteStartArray("pairs");
        for (int shard = 0; shard < list.ShardCount; shard++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using RecordTablePart<long>? part = clusters.OpenShard(shard);
            if (part is null) continue;
            RecordCursor<long> cursor = part.Read();
            while (cursor.Read())
            {
                long id = RecordIds.Create(shard, cursor.Record), cluster = cursor.Value;
                sizes.TryGet(shard, cursor.Record, out long size);
                largest = Math.Max(largest, size);
                if (cluster == id)
                {
                    kept++;
                    continue;
                }
                dropped++;
                if (seen.Count >= Examples || !seen.Add(cluster)) continue;
                similarities.TryGet(shard, cursor.Record, out float similarity);
                json.WriteStartArray();
                json.WriteNumberValue(id);
                json.WriteNumberValue(cluster);
                json.WriteNumberValue(size);
                if (float.IsFinite(similarity)) json.WriteNumberValue(similarity);
                json.WriteEndArray();
            }
        }
        json.WriteEndArray();
        json.WriteNumber("dropped", dropped);
        json.WriteNumber("clusters", kept);
        json.WriteNumber("largest", largest);
        json.WriteEndObject();
    }

    private Dictionary<long, (string Id, string Excerpt)> ReadTexts(PhaseFiles texts)
    {
        var found = new Dictionary<long, (string, string)>();
        for (int shard = 0; shard < texts.TaskCount; shard++)
        {
            if (texts.GetRecordCount(shard) != list.GetRecordCount(shard))
                throw OtherCorpus($"{texts.GetRecordCount(shard)} records in shard {shard}, and the list has {list.GetRecordCount(shard)}");
            if (texts.Find(shard, TextsSuffix) is not { } path) continue;
            using var reader = new StreamReader(texts.Files.OpenRead(path, FileReadPattern.Sequential), Encoding.UTF8);
            while (reader.ReadLine() is { } line)
            {
                using JsonDocument json = JsonDocument.Parse(line);
                found.Add(RecordIds.Create(shard, json.RootElement[0].GetInt64()), (json.RootElement[1].GetString()!, json.RootElement[2].GetString()!));
            }
        }
        return found;
    }

    private DuplicatePair PairOf(JsonElement pair, Dictionary<long, (string Id, string Excerpt)> found)
    {
        (string droppedId, string droppedExcerpt) = Find(pair[0].GetInt64());
        (string Id, string Excerpt)? kept = pair[1].GetInt64() is >= 0 and var id ? Find(id) : null;
        return new()
        {
            DroppedId = droppedId,
            DroppedExcerpt = droppedExcerpt,
            KeptId = kept?.Id,
            KeptExcerpt = kept?.Excerpt,
            ClusterSize = pair[2].GetInt64(),
            Similarity = pair.GetArrayLength() > 3 ? pair[3].GetDouble() : null,
        };

        (string Id, string Excerpt) Find(long record) => found.TryGetValue(record, out (string, string) text) ? text
            : throw OtherCorpus($"no document at record {RecordIds.RecordOf(record)} of shard {RecordIds.ShardOf(record)}");
    }

    private CurationException OtherCorpus(string what) => new(
        $"The keep list in '{list.Folder}' was made for other records: the corpus has {what}. Give the report the corpus that was deduplicated.");

    private sealed class Sink(SortedSet<long> wanted, int excerptLength) : IDocumentSink
    {
        public void Describe(FingerprintWriter writer)
        {
            writer.Add("sink", "duplicate-texts/1");
            writer.Add(nameof(wanted), string.Join(',', wanted.Select(static id => id.ToString(CultureInfo.InvariantCulture))));
            writer.Add(nameof(excerptLength), excerptLength);
        }

        public IShardWriter Open(ShardOutput output) => new Writer(wanted, excerptLength, output);
    }

    private sealed class Writer(SortedSet<long> wanted, int excerptLength, ShardOutput output) : IShardWriter
    {
        private Stream? stream;

        public ValueTask WriteAsync(ReadOnlyMemory<Document> documents, CancellationToken cancellationToken)
        {
            foreach (Document document in documents.Span)
            {
                long record = document.Origin.Record;
                if (!wanted.Contains(RecordIds.Create(output.Index, record))) continue;
                stream ??= output.CreateFile(output.Name + TextsSuffix);
                using (var json = new Utf8JsonWriter(stream))
                {
                    json.WriteStartArray();
                    json.WriteNumberValue(record);
                    json.WriteStringValue(document.Id);
                    json.WriteStringValue(TextExcerpt.Of(document.Utf8Text.Span, excerptLength));
                    json.WriteEndArray();
                }
                stream.WriteByte((byte)'\n');
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken) => ValueTask.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask; // the stream belongs to the engine
    }
}
