using System.Text.Json.Serialization;

namespace DataCuration.Synthesis;

/// <summary>The answer of the entity step.</summary>
internal sealed record EntityAnswer
{
    /// <summary>The document's content in one paragraph.</summary>
    [JsonRequired]
    [JsonPropertyName("summary")]
    public string Summary { get; init; } = "";

    /// <summary>The entities, the most important ones first.</summary>
    [JsonRequired]
    [JsonPropertyName("entities")]
    public string[] Entities { get; init; } = [];
}
