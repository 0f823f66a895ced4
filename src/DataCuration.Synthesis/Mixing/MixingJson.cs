using System.Text.Json.Serialization;

namespace DataCuration.Synthesis;

/// <summary>JSON of reports, without reflection.</summary>
[JsonSourceGenerationOptions(WriteIndented = true)]
[JsonSerializable(typeof(ReplayMixReport))]
internal sealed partial class MixingJson : JsonSerializerContext;
