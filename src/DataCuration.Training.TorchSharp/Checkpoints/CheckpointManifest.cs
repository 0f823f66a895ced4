using System.Text.Json.Serialization;
using DataCuration.Models;

namespace DataCuration.Training.TorchSharp;

/// <summary>The content of a checkpoint apart from its tensors. Written last: a folder without a manifest is not a checkpoint.</summary>
/// <remarks>
/// There is no random state. The initial parameters depend on the seed, and the order of rows on seed and epoch; nothing else is random. The position in the
/// data is the number of steps.
/// </remarks>
/// <param name="Version">The version of the format.</param>
/// <param name="Step">The number of completed steps.</param>
/// <param name="Model">The model's dimensions.</param>
/// <param name="Identity">The options and tokens, in order. A training resumes only if its own are equal.</param>
/// <param name="EncoderFingerprint">The encoder of the tokens; null if unknown.</param>
/// <param name="Device">The device of the last steps, for information: another device gives parameters that differ in their last bits.</param>
/// <param name="Threads">The number of threads that the last process asked torch for, for information.</param>
/// <param name="Hashes">The XxHash128 of each file.</param>
/// <param name="Losses">The losses so far, for the report.</param>
/// <param name="Evaluations">The evaluations so far.</param>
internal sealed record CheckpointManifest(int Version, long Step, DecoderOptions Model, IReadOnlyList<CheckpointManifest.Part> Identity,
    string? EncoderFingerprint, string? Device, int Threads,
    IReadOnlyDictionary<string, string> Hashes, IReadOnlyList<TrainingLoss> Losses, IReadOnlyList<TrainingEvaluation> Evaluations)
{
    /// <summary>Version 2 has options of the model that version 1 lacks; the library that wrote version 1 would ignore them.</summary>
    public const int CurrentVersion = 2;

    /// <summary>The oldest version that is read.</summary>
    public const int OldestVersion = 1;

    /// <summary>The number of tokens from each set; null in checkpoints from before rows could have empty places.</summary>
    public IReadOnlyList<long>? SourceTokens { get; init; }

    /// <summary>The options of the adapter; null if all parameters were trained.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public LoraOptions? Lora { get; init; }

    /// <summary>A named part of the identity.</summary>
    internal sealed record Part(string Name, string Value);
}
