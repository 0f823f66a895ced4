using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;

namespace DataCuration;

/// <summary>
/// Lists the fields of a sample of a corpus. Two kinds of documents are looked at: records as the sources give them, and documents after the stages. The
/// latter are few, because stages can be expensive.
/// </summary>
internal sealed class FieldsFit : CorpusFit<IReadOnlyList<CorpusField>>
{
    /// <summary>All records of a source are looked at up to this size: 32 MiB (our choice: less than a second of reading).</summary>
    private const long SmallBytes = 32L << 20;

    /// <summary>Of a larger source, the first records of this number of shards, evenly spread.</summary>
    private const int SourceShards = 64;
    private const int SourceRecords = 1_000;

    /// <summary>After the stages, this number of documents of some shards, and the records that may be read to find them.</summary>
    private const int StageShards = 4;
    private const int StageDocuments = 64;
    private const int StageRecords = 20_000;

    /// <summary>If a stage makes calls or batches, this number of records of one shard.</summary>
    private const int CostlyRecords = 8;

    private const string FileName = "fields.json";

    public override string Name => "CorpusFields";

    protected internal override void Describe(FingerprintWriter writer) => writer.Add("fields", "1");

    protected internal override async Task<IReadOnlyList<CorpusField>> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        PhaseFiles files = await scope.FinishAsync("fields", async (output, token) =>
        {
            IReadOnlyList<CorpusField> fields = await SampleAsync(scope, token).ConfigureAwait(false);
            if (fields.Count == FieldTally.MaxFields)
                output.Warn($"The documents have {FieldTally.MaxFields} fields or more: the most frequent ones become columns, the others share one.");
            await using Stream stream = output.CreateFile(FileName);
            Write(stream, fields);
        }, cancellationToken).ConfigureAwait(false);
        string path = files.FindFile(FileName) ?? throw new CurationException($"'{files.Folder}' has no file '{FileName}'.");
        await using Stream written = files.Files.OpenRead(path, FileReadPattern.Sequential);
        return Read(written);
    }

    private static async Task<IReadOnlyList<CorpusField>> SampleAsync(FitScope scope, CancellationToken cancellationToken)
    {
        var tally = new FieldTally();
        foreach (IGrouping<CorpusBranch, PlannedShard> branch in scope.Plan.Shards.GroupBy(shard => shard.Branch))
        {
            PlannedShard[] shards = [.. branch];
            CorpusBranch source = branch.Key with { Stages = [] };
            // Pages that are not extracted yet have no fields.
            if (branch.Key.Stages is not [ExtractStage, ..])
            {
                long bytes = shards.Sum(shard => shard.Shard.Bytes);
                bool isSmall = bytes is > 0 and <= SmallBytes;
                foreach (PlannedShard shard in isSmall ? shards : Spread(shards, SourceShards))
                {
                    long records = isSmall ? long.MaxValue : SourceRecords;
                    await SampleAsync(scope.Run, shard with { Branch = source }, records, long.MaxValue, tally, cancellationToken).ConfigureAwait(false);
                }
            }
            if (branch.Key.Stages.IsEmpty) continue;
            bool isCostly = branch.Key.Stages.Any(stage => stage is AsyncDocumentTransform or BatchTransform or DocumentExpander);
            foreach (PlannedShard shard in Spread(shards, isCostly ? 1 : StageShards))
            {
                await SampleAsync(scope.Run, shard, isCostly ? CostlyRecords : StageRecords, StageDocuments, tally, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
        return tally.ToFields();
    }

    private static IEnumerable<PlannedShard> Spread(PlannedShard[] shards, int count) => shards.Length <= count ? shards
        : Enumerable.Range(0, count).Select(i => shards[(int)((long)i * shards.Length / count)]);

    private static async Task SampleAsync(CurationRun run, PlannedShard planned, long records, long documents, FieldTally tally,
        CancellationToken cancellationToken)
    {
        // Faults are counted and reported by the run itself. Here they must not stop anything.
        RunOptions options = run.Options with { Faults = FaultPolicy.Quarantine(1), Progress = null };
        PlannedShard limited = planned with { Shard = planned.Shard with { RecordLimit = Math.Min(records, planned.Shard.RecordLimit ?? long.MaxValue) } };
        var gathered = new GatheringWriter();
        var worker = new WorkerState(run.Resources, options, NullLogger.Instance, run.Time);
        var progress = new PhaseProgress("fields", null, run.Time, 0, 1, planned.Shard.Bytes);
        var scope = new TaskScope("fields", new ShardOutput(0, static _ => Stream.Null), worker, progress, options, new TaskWarnings(null), run.Time);
        run.Inputs.Check(planned, cancellationToken); // the fields of a damaged file would outlive its repair
        await using var loop = new ShardLoop(limited, 0, gathered, null, scope, cancellationToken);
        long seen = 0;
        while (seen < documents && await loop.StepAsync().ConfigureAwait(false))
        {
            foreach (Document document in gathered.Take().Take((int)Math.Min(documents - seen, int.MaxValue)))
            {
                tally.Add(document);
                seen++;
            }
        }
        planned.RequireUnchanged();
    }

    private static void Write(Stream stream, IReadOnlyList<CorpusField> fields)
    {
        using var json = new Utf8JsonWriter(stream);
        json.WriteStartArray();
        foreach (CorpusField field in fields)
        {
            json.WriteStartObject();
            json.WriteString("name", field.Name);
            json.WriteString("kind", field.Kind.ToString());
            json.WriteNumber("documents", field.Documents);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    private static CorpusField[] Read(Stream stream)
    {
        using JsonDocument json = JsonDocument.Parse(stream);
        return [.. json.RootElement.EnumerateArray().Select(static field => new CorpusField
        {
            Name = field.GetProperty("name").GetString()!,
            Kind = Enum.Parse<AnnotationKind>(field.GetProperty("kind").GetString()!),
            Documents = field.GetProperty("documents").GetInt64(),
        })];
    }
}
