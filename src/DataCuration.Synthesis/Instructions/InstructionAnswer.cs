using System.Text.Json.Serialization;

namespace DataCuration.Synthesis;

/// <summary>The answer of the writing step.</summary>
internal sealed record InstructionAnswer
{
    /// <summary>The new instructions; empty if the passage has nothing to ask about.</summary>
    [JsonRequired]
    [JsonPropertyName("instructions")]
    public string[] Instructions { get; init; } = [];
}
