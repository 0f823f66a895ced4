using System.Collections.Immutable;
using System.Text.Json;

namespace DataCuration;

/// <summary>
/// The record of a finished task (a shard or a step of a fit). It is written last: a task is done if its manifest exists and matches. It contains the inputs
/// that the work depended on, the output files and the counts.
/// </summary>
internal sealed record TaskManifest(
    string Recipe, ImmutableArray<FingerprintPart> Parts, int Task, string Source, int Rank, int WorldSize, DateTimeOffset Started, double Seconds,
    ImmutableArray<StageReport> Stages, ImmutableArray<OutputFile> Outputs)
{
    public const int FormatVersion = 1;

    /// <summary>The warnings of the task.</summary>
    public ImmutableArray<RunWarning> Warnings { get; init; } = [];

    /// <summary>Returns true for two readings of one manifest. Processes that do the same work write different ones: the times differ.</summary>
    public bool IsSame(TaskManifest? other) => other is not null && Recipe == other.Recipe && Task == other.Task && Rank == other.Rank
        && WorldSize == other.WorldSize && Started == other.Started && Seconds.Equals(other.Seconds);

    public ShardReport ToReport() => new()
    {
        Index = Task,
        Source = Source,
        Rank = Rank,
        Started = Started,
        Seconds = Seconds,
        Stages = Stages,
        Outputs = Outputs,
        Warnings = Warnings,
    };

    public byte[] Serialize()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("format", FormatVersion);
            json.WriteNumber("task", Task);
            json.WriteString("source", Source);
            json.WriteString("recipe", Recipe);
            WriteParts(json, "parts", Parts);
            json.WriteNumber("rank", Rank);
            json.WriteNumber("world_size", WorldSize);
            json.WriteString("started", Started);
            json.WriteNumber("seconds", Seconds);
            RunReportJson.WriteStages(json, Stages);
            RunReportJson.WriteOutputs(json, Outputs);
            RunReportJson.WriteWarnings(json, Warnings);
            json.WriteEndObject();
        }
        return SealedJson.Seal(buffer.ToArray());
    }

    /// <summary>Reads a manifest; null if the file is missing, damaged, of another version or not a manifest (then the task is simply done again).</summary>
    public static TaskManifest? TryRead(IFileStore files, string path)
    {
        try
        {
            if (!files.FileExists(path)) return null;
            byte[] bytes = files.ReadAllBytes(path);
            if (!SealedJson.IsWhole(bytes)) return null;
            using JsonDocument document = JsonDocument.Parse(bytes);
            JsonElement root = document.RootElement;
            if (root.GetProperty("format").GetInt32() != FormatVersion) return null;
            return new(
                root.GetProperty("recipe").GetString()!,
                ReadParts(root.GetProperty("parts")),
                root.GetProperty("task").GetInt32(),
                root.GetProperty("source").GetString()!,
                root.GetProperty("rank").GetInt32(),
                root.GetProperty("world_size").GetInt32(),
                RunReportJson.ReadStarted(root),
                root.GetProperty("seconds").GetDouble(),
                [.. RunReportJson.ReadStages(root)],
                [.. RunReportJson.ReadOutputs(root)])
            {
                Warnings = [.. RunReportJson.ReadWarnings(root)],
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException
            or IOException) // network file systems fail reads of a file that is being replaced
        {
            return null;
        }
    }

    public static void WriteParts(Utf8JsonWriter json, string name, IEnumerable<FingerprintPart> parts)
    {
        json.WriteStartArray(name);
        foreach (FingerprintPart part in parts)
        {
            json.WriteStartArray();
            json.WriteStringValue(part.Name);
            json.WriteStringValue(part.Value);
            json.WriteEndArray();
        }
        json.WriteEndArray();
    }

    public static ImmutableArray<FingerprintPart> ReadParts(JsonElement array) =>
        [.. array.EnumerateArray().Select(part => new FingerprintPart(part[0].GetString()!, part[1].GetString()!))];
}
