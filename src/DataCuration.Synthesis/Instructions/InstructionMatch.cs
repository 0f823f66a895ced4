namespace DataCuration.Synthesis;

/// <summary>The instruction that another one is too similar to.</summary>
/// <param name="FMeasure">The ROUGE-L F-measure of the two.</param>
/// <param name="Shard">The shard of the earlier instruction; -1 if it is one of the pool.</param>
/// <param name="Record">Its record in the shard, or its index in the pool.</param>
public readonly record struct InstructionMatch(double FMeasure, long Shard, long Record);
