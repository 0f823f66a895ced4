using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>The use of a <see cref="KeyValueCache"/> by the attention of one step.</summary>
/// <param name="Cache">The cache.</param>
/// <param name="Places">The places of the heads of each token (<see cref="KeyValueCache.AddPlaces"/>).</param>
/// <param name="Continued">The sequences that the tokens continue, one token each; null if the tokens are whole prompts, which see only each other.</param>
internal sealed record CacheStep(KeyValueCache Cache, Tensor Places, ContinuedRows? Continued);
