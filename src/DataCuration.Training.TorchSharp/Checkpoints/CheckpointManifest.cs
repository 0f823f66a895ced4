namespace DataCuration.Training.TorchSharp;

/// <summary>What a checkpoint holds beside its tensors. Written last: a folder without it is no checkpoint.</summary>
/// <remarks>
/// There is no random state: the first parameters are drawn from the seed, the order of rows is a function of seed and epoch, and nothing else is random. The
/// position in the data is the number of steps.
/// </remarks>
/// <param name="Version">The format's version.</param>
/// <param name="Step">How many steps were made.</param>
/// <param name="Model">The model's form.</param>
/// <param name="Identity">What is trained, in order: all that a training must have in common with a checkpoint to go on from it.</param>
/// <param name="EncoderFingerprint">The encoder of the tokens; null if unknown.</param>
/// <param name="Device">Where the last steps were made; told, not checked: another gives parameters that differ in their last bits.</param>
/// <param name="Threads">How many threads made them; likewise.</param>
/// <param name="Hashes">The XxHash128 of each file.</param>
/// <param name="Losses">The losses so far, for the report.</param>
/// <param name="Evaluations">The evaluations so far.</param>
internal sealed record CheckpointManifest(int Version, long Step, DecoderOptions Model, IReadOnlyList<CheckpointManifest.Part> Identity, string? EncoderFingerprint, string? Device, int Threads,
    IReadOnlyDictionary<string, string> Hashes, IReadOnlyList<TrainingLoss> Losses, IReadOnlyList<TrainingEvaluation> Evaluations)
{
    public const int CurrentVersion = 1;

    /// <summary>A named part of the identity.</summary>
    internal sealed record Part(string Name, string Value);
}
