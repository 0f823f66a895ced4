using System.Text.Json;

namespace DataCuration;

/// <summary>Reads and writes reports as JSON. Manifests of tasks use the same form for stages and outputs.</summary>
internal static class RunReportJson
{
    private const int FormatVersion = 1;

    public static byte[] Write(RunReport report)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("format", FormatVersion);
            json.WriteString("phase", report.Phase);
            json.WriteString("folder", report.Folder);
            json.WriteNumber("records", report.Records);
            json.WriteNumber("emitted", report.Emitted);
            json.WriteNumber("kept", report.Kept);
            json.WriteNumber("dropped", report.Dropped);
            json.WriteNumber("faulted", report.Faulted);
            json.WriteStartArray("fits");
            foreach (string fit in report.Fits) json.WriteStringValue(fit);
            json.WriteEndArray();
            json.WriteNumber("wall_seconds", report.WallSeconds);
            if (report.RunSeconds is { } seconds) json.WriteNumber("run_seconds", seconds);
            json.WriteNumber("reused_shards", report.ReusedShards);
            WriteStages(json, report.Stages);
            WriteWarnings(json, report.Warnings);
            json.WriteStartArray("shards");
            foreach (ShardReport shard in report.Shards)
            {
                json.WriteStartObject();
                json.WriteNumber("index", shard.Index);
                json.WriteString("source", shard.Source);
                json.WriteNumber("rank", shard.Rank);
                if (shard.Started != default) json.WriteString("started", shard.Started);
                json.WriteNumber("seconds", shard.Seconds);
                WriteStages(json, shard.Stages);
                WriteOutputs(json, shard.Outputs);
                WriteWarnings(json, shard.Warnings);
                json.WriteEndObject();
            }
            json.WriteEndArray();
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    /// <summary>Reads a report. The totals are computed from the stages, so their fields are ignored.</summary>
    public static RunReport Read(ReadOnlyMemory<byte> utf8Json, string name)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(utf8Json);
            JsonElement root = document.RootElement;
            int format = root.GetProperty("format").GetInt32();
            if (format != FormatVersion) throw new InvalidDataException($"{name}: the report has format {format}; this version reads format {FormatVersion}.");
            return new()
            {
                Phase = root.GetProperty("phase").GetString()!,
                Folder = root.GetProperty("folder").GetString()!,
                Fits = root.TryGetProperty("fits", out JsonElement fits) ? [.. fits.EnumerateArray().Select(fit => fit.GetString()!)] : [],
                RunSeconds = root.TryGetProperty("run_seconds", out JsonElement seconds) ? seconds.GetDouble() : null,
                ReusedShards = root.TryGetProperty("reused_shards", out JsonElement reused) ? reused.GetInt32() : 0,
                Stages = [.. ReadStages(root)],
                Shards = [.. root.GetProperty("shards").EnumerateArray().Select(ReadShard)],
                Warnings = [.. ReadWarnings(root)],
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"{name} is not the JSON of a run report: {e.Message}", e);
        }
    }

    public static void WriteStages(Utf8JsonWriter json, IEnumerable<StageReport> stages)
    {
        json.WriteStartArray("stages");
        foreach (StageReport stage in stages)
        {
            json.WriteStartObject();
            json.WriteString("name", stage.Name);
            json.WriteNumber("in", stage.In);
            json.WriteNumber("kept", stage.Kept);
            json.WriteNumber("replaced", stage.Replaced);
            json.WriteNumber("faulted", stage.Faulted);
            json.WriteNumber("emitted", stage.Emitted);
            json.WriteNumber("seconds", stage.Seconds);
            json.WriteStartObject("dropped");
            foreach ((string reason, long count) in stage.DroppedByReason) json.WriteNumber(reason, count);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static void WriteOutputs(Utf8JsonWriter json, IEnumerable<OutputFile> outputs)
    {
        json.WriteStartArray("outputs");
        foreach (OutputFile file in outputs)
        {
            json.WriteStartObject();
            json.WriteString("name", file.Name);
            json.WriteNumber("bytes", file.Bytes);
            json.WriteString("xxh128", file.Hash);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static void WriteWarnings(Utf8JsonWriter json, IEnumerable<RunWarning> warnings)
    {
        json.WriteStartArray("warnings");
        foreach (RunWarning warning in warnings)
        {
            json.WriteStartObject();
            json.WriteString("kind", warning.Kind);
            json.WriteString("message", warning.Message);
            json.WriteNumber("count", warning.Count);
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    public static IEnumerable<StageReport> ReadStages(JsonElement parent) => parent.GetProperty("stages").EnumerateArray().Select(ReadStage);

    public static IEnumerable<OutputFile> ReadOutputs(JsonElement parent) => parent.GetProperty("outputs").EnumerateArray().Select(static file => new OutputFile
    {
        Name = file.GetProperty("name").GetString()!,
        Bytes = file.GetProperty("bytes").GetInt64(),
        Hash = file.GetProperty("xxh128").GetString()!,
    });

    /// <summary>Reads warnings. Reports and manifests of earlier versions have none.</summary>
    public static IEnumerable<RunWarning> ReadWarnings(JsonElement parent) => !parent.TryGetProperty("warnings", out JsonElement warnings) ? []
        : warnings.EnumerateArray().Select(static warning => new RunWarning
        {
            Kind = warning.GetProperty("kind").GetString()!,
            Message = warning.GetProperty("message").GetString()!,
            Count = warning.GetProperty("count").GetInt64(),
        });

    private static ShardReport ReadShard(JsonElement shard) => new()
    {
        Index = shard.GetProperty("index").GetInt32(),
        Source = shard.GetProperty("source").GetString()!,
        Rank = shard.GetProperty("rank").GetInt32(),
        Started = ReadStarted(shard),
        Seconds = shard.GetProperty("seconds").GetDouble(),
        Stages = [.. ReadStages(shard)],
        Outputs = [.. ReadOutputs(shard)],
        Warnings = [.. ReadWarnings(shard)],
    };

    public static DateTimeOffset ReadStarted(JsonElement shard) =>
        shard.TryGetProperty("started", out JsonElement started) ? started.GetDateTimeOffset() : default;

    private static StageReport ReadStage(JsonElement stage)
    {
        var dropped = new SortedDictionary<string, long>(StringComparer.Ordinal);
        foreach (JsonProperty reason in stage.GetProperty("dropped").EnumerateObject()) dropped[reason.Name] = reason.Value.GetInt64();
        return new()
        {
            Name = stage.GetProperty("name").GetString()!,
            In = stage.GetProperty("in").GetInt64(),
            Kept = stage.GetProperty("kept").GetInt64(),
            Replaced = stage.GetProperty("replaced").GetInt64(),
            DroppedByReason = dropped,
            Faulted = stage.GetProperty("faulted").GetInt64(),
            Emitted = stage.GetProperty("emitted").GetInt64(),
            Seconds = stage.GetProperty("seconds").GetDouble(),
        };
    }
}
