using System.Text.Json.Serialization;

namespace DataCuration.Synthesis;

/// <summary>JSON of reports, without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(NearDuplicateReport))]
[JsonSerializable(typeof(SourceCoverageReport))]
internal sealed partial class MeterJson : JsonSerializerContext;
