namespace DataCuration.Mixing;

/// <summary>The division of a compute budget.</summary>
/// <param name="ModelSize">The number of parameters.</param>
/// <param name="Tokens">The number of training tokens.</param>
/// <param name="Loss">The predicted loss.</param>
public readonly record struct ComputeAllocation(double ModelSize, double Tokens, double Loss);
