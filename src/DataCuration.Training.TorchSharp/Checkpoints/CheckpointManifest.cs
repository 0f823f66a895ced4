namespace DataCuration.Training.TorchSharp;

/// <summary>What a checkpoint holds beside its tensors. Written last: a folder without it is no checkpoint.</summary>
/// <remarks>
/// There is no random state: the first parameters are drawn from the seed, the order of rows is a function of seed and epoch, and nothing else is random. The
/// position in the data is the number of steps.
/// </remarks>
/// <param name="Version">The format's version.</param>
/// <param name="Step">How many steps were made.</param>
/// <param name="Model">The model's form.</param>
/// <param name="Identity">Everything that the parameters depend on but the step, in order.</param>
/// <param name="EncoderFingerprint">The encoder of the tokens; null if unknown.</param>
/// <param name="Hashes">The XxHash128 of each file.</param>
/// <param name="Losses">The losses so far, for the report.</param>
/// <param name="Evaluations">The evaluations so far.</param>
internal sealed record CheckpointManifest(int Version, long Step, DecoderOptions Model, IReadOnlyList<CheckpointManifest.Part> Identity, string? EncoderFingerprint,
    IReadOnlyDictionary<string, string> Hashes, IReadOnlyList<TrainingLoss> Losses, IReadOnlyList<TrainingEvaluation> Evaluations)
{
    public const int CurrentVersion = 1;

    /// <summary>A named part of the identity.</summary>
    internal sealed record Part(string Name, string Value);
}
