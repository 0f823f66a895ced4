using System.IO.Hashing;
using System.Text;
using System.Text.Json;

namespace DataCuration.Selection;

/// <summary>
/// Finds the works that documents cite together: pairs of related texts, for training on related documents or for models of similarity. The documents hold
/// the ids of the works that they cite.
/// </summary>
/// <remarks>
/// A document counts once for each pair. A document with n works has n (n - 1) / 2 pairs, so those with many works are left out (<see cref="MaxWorks"/>).
/// Disk: 32 bytes for each pair of each document. Memory: 60 bytes for each pair in one of 64 partitions, and the pairs that are kept with their ids.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Selection;
///
/// using var run = new CurationRun();
/// Corpus papers = Corpus.FromJsonl("papers/*.jsonl"); // with the field "references": ["W1", "W2"]
/// CoCitationPairs pairs = await papers.FitAsync(new CoCitationFit("references") { MinCount = 3 }, run);
/// foreach (CoCitation pair in pairs.Pairs) Console.WriteLine($"{pair.First} {pair.Second} {pair.Count}");
/// </code>
/// </example>
/// <param name="referencesField">The annotation or field with the ids of the cited works: an array of strings.</param>
public sealed class CoCitationFit(string referencesField) : CorpusFit<CoCitationPairs>
{
    private const int PartitionCount = 64;
    private const string PairsName = "pairs", CountsName = "counts", NamesSuffix = ".works";
    private readonly string referencesField = OptionChecks.NotEmpty(referencesField);

    /// <summary>The minimum number of documents that cite a pair, 1 or more. Default: 2 (our choice).</summary>
    public long MinCount
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A pair is cited at least once.");
    } = 2;

    /// <summary>The maximum number of works of a document, 2 to 10,000. Default: 200 (our choice).</summary>
    public int MaxWorks
    {
        get;
        init => field = value is >= 2 and <= 10_000 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "The limit is from 2 to 10,000.");
    } = 200;

    /// <inheritdoc/>
    public override string Name => "co-citations";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        writer.Add("references", referencesField);
        writer.Add(nameof(MinCount), MinCount);
        writer.Add(nameof(MaxWorks), MaxWorks);
    }

    /// <inheritdoc/>
    protected override async Task<CoCitationPairs> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        PhaseFiles pairs = await scope.MapAsync("pairs", scope.Corpus, new Sink(this), cancellationToken).ConfigureAwait(false);
        PhaseFiles counts = await scope.ReduceAsync("counts", PartitionCount, (output, token) =>
        {
            Count(output, new Partitions(pairs, PairsName), token);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        PhaseFiles joined = await scope.FinishAsync("joined", (output, token) =>
        {
            Join(pairs, counts, token).WriteJson(output.CreateFile(CoCitationPairs.FileName));
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        string path = joined.FindFile(CoCitationPairs.FileName)!;
        return CoCitationPairs.Read(joined.Files.ReadAllBytes(path), path);
    }

    private readonly record struct WorkPair(ulong FirstHigh, ulong FirstLow, ulong SecondHigh, ulong SecondLow)
    {
        public static WorkPair Of(UInt128 first, UInt128 second) => new((ulong)(first >> 64), (ulong)first, (ulong)(second >> 64), (ulong)second);

        public UInt128 First => new(FirstHigh, FirstLow);

        public UInt128 Second => new(SecondHigh, SecondLow);
    }

    private readonly record struct CountedPair(WorkPair Pair, long Count);

    private void Count(ShardOutput output, Partitions pairs, CancellationToken cancellationToken)
    {
        var counts = new Dictionary<WorkPair, long>();
        using (PartitionReader reader = pairs.Read(output.Index))
            while (reader.Read())
            {
                cancellationToken.ThrowIfCancellationRequested();
                WorkPair pair = reader.Get<WorkPair>();
                counts[pair] = counts.GetValueOrDefault(pair) + 1;
            }
        var table = new RecordTableWriter<CountedPair>(output, CountsName);
        foreach ((WorkPair pair, long count) in counts.Where(entry => entry.Value >= MinCount)
            .OrderBy(entry => entry.Key.First).ThenBy(entry => entry.Key.Second))
            table.Append(table.RowCount, new CountedPair(pair, count));
        table.Complete();
    }

    /// <summary>Finds the ids of the pairs that are kept.</summary>
    private static CoCitationPairs Join(PhaseFiles pairs, PhaseFiles counts, CancellationToken cancellationToken)
    {
        var kept = new List<CountedPair>();
        using (var table = new RecordTable<CountedPair>(counts, CountsName))
            for (int task = 0; task < counts.TaskCount; task++)
            {
                using RecordTablePart<CountedPair>? part = table.OpenShard(task);
                if (part is null) continue;
                for (RecordCursor<CountedPair> cursor = part.Read(); cursor.Read();) kept.Add(cursor.Value);
            }
        HashSet<UInt128> wanted = [.. kept.Select(pair => pair.Pair.First), .. kept.Select(pair => pair.Pair.Second)];
        var names = new Dictionary<UInt128, string>();
        long documents = 0, leftOut = 0;
        for (int shard = 0; shard < pairs.TaskCount; shard++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using JsonDocument works = JsonDocument.Parse(pairs.Files.ReadAllBytes(pairs.Find(shard, NamesSuffix)!));
            documents += works.RootElement.GetProperty("documents").GetInt64();
            leftOut += works.RootElement.GetProperty("left_out").GetInt64();
            foreach (JsonElement work in works.RootElement.GetProperty("works").EnumerateArray())
                if (work.GetString() is { } id && wanted.Contains(Hash(id))) names[Hash(id)] = id;
        }
        return new()
        {
            Documents = documents,
            LeftOut = leftOut,
            Pairs = [.. kept.Select(pair => Order(names[pair.Pair.First], names[pair.Pair.Second], pair.Count)).OrderByDescending(pair => pair.Count)
                .ThenBy(pair => pair.First, StringComparer.Ordinal).ThenBy(pair => pair.Second, StringComparer.Ordinal)],
        };
    }

    private static CoCitation Order(string left, string right, long count) =>
        string.CompareOrdinal(left, right) <= 0 ? new(left, right, count) : new(right, left, count);

    private static UInt128 Hash(string id) => XxHash128.HashToUInt128(Encoding.UTF8.GetBytes(id));

    private sealed class Sink(CoCitationFit fit) : IDocumentSink
    {
        public void Describe(FingerprintWriter writer)
        {
            writer.Add("sink", "co-citations/1");
            writer.Add("references", fit.referencesField);
            writer.Add(nameof(MaxWorks), fit.MaxWorks);
        }

        public IShardWriter Open(ShardOutput output) => new Writer(fit, output);
    }

    private sealed class Writer(CoCitationFit fit, ShardOutput output) : IShardWriter
    {
        private readonly PartitionWriter pairs = new(output, PairsName, PartitionCount, recordSize: 32);
        private readonly SortedSet<string> works = new(StringComparer.Ordinal);
        private long documents, leftOut;

        public ValueTask WriteAsync(ReadOnlyMemory<Document> batch, CancellationToken cancellationToken)
        {
            foreach (Document document in batch.Span)
            {
                string[] cited = Read(document);
                if (cited.Length < 2) continue;
                if (cited.Length > fit.MaxWorks)
                {
                    leftOut++;
                    continue;
                }
                documents++;
                works.UnionWith(cited);
                UInt128[] hashes = [.. cited.Select(Hash).Order()];
                for (int i = 0; i < hashes.Length; i++)
                    for (int j = i + 1; j < hashes.Length; j++)
                        pairs.Write(SeededRandom.Mix((ulong)hashes[i] ^ SeededRandom.Mix((ulong)hashes[j])), WorkPair.Of(hashes[i], hashes[j]));
            }
            return ValueTask.CompletedTask;
        }

        public ValueTask CompleteAsync(CancellationToken cancellationToken)
        {
            pairs.Complete();
            using var json = new Utf8JsonWriter(output.CreateFile(output.Name + NamesSuffix));
            json.WriteStartObject();
            json.WriteNumber("documents", documents);
            json.WriteNumber("left_out", leftOut);
            json.WriteStartArray("works");
            foreach (string work in works) json.WriteStringValue(work);
            json.WriteEndArray();
            json.WriteEndObject();
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;

        private string[] Read(Document document)
        {
            if (!document.TryGetValue(fit.referencesField, out AnnotationValue value) || value.Kind == AnnotationKind.Null) return [];
            if (value.Kind != AnnotationKind.Json)
                throw new CurationException($"Document '{document.Id}': field '{fit.referencesField}' is not an array of ids.");
            using JsonDocument json = JsonDocument.Parse(value.AsJson());
            if (json.RootElement.ValueKind != JsonValueKind.Array || json.RootElement.EnumerateArray().Any(work => work.ValueKind != JsonValueKind.String))
                throw new CurationException($"Document '{document.Id}': field '{fit.referencesField}' is not an array of ids.");
            return [.. json.RootElement.EnumerateArray().Select(work => work.GetString()!).Distinct(StringComparer.Ordinal)];
        }
    }
}
