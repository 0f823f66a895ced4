using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>Sequences in the first slots of a cache that get one token each.</summary>
/// <param name="Rows">The number of sequences.</param>
/// <param name="Length">The number of positions that the attention reads: at least the longest sequence with its new token.</param>
/// <param name="Positions_R">The position of each new token.</param>
/// <param name="Mask_R11P">0 for the positions that a sequence has, and minus infinity for the others; null if all have all.</param>
internal sealed record ContinuedRows(int Rows, int Length, Tensor Positions_R, Tensor? Mask_R11P);
