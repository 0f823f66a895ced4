using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>What the attention of one step does with a <see cref="KeyValueCache"/>.</summary>
/// <param name="Cache">The cache.</param>
/// <param name="Places_N">The place of each token: slot * positions of the cache + position.</param>
/// <param name="Continued">The sequences that the tokens continue, one token each; null if the tokens are whole prompts, which see only each other.</param>
internal sealed record CacheStep(KeyValueCache Cache, Tensor Places_N, ContinuedRows? Continued);
