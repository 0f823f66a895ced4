namespace DataCuration.Selection;

/// <summary>A document's log importance weight.</summary>
/// <param name="Shard">The shard's number in the corpus.</param>
/// <param name="Record">The record's number in the shard.</param>
/// <param name="Tokens">Its length in wordpunct tokens, as the reference counts it.</param>
/// <param name="Weights">The weight for each target.</param>
public sealed record DocumentWeight(int Shard, long Record, long Tokens, IReadOnlyList<double> Weights);
