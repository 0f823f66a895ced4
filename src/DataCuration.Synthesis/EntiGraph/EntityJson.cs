using System.Text.Json.Serialization;

namespace DataCuration.Synthesis;

/// <summary>JSON of the entity step and of provenance, without reflection.</summary>
[JsonSerializable(typeof(EntityAnswer))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class EntityJson : JsonSerializerContext;
