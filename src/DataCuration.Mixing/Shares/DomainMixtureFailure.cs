namespace DataCuration.Mixing;

/// <summary>A place where a law lacks a required property.</summary>
/// <param name="Property">The property.</param>
/// <param name="ModelSize">The model size.</param>
/// <param name="Tokens">The number of tokens.</param>
/// <param name="Ratio">The ratio.</param>
/// <param name="Value">The derivative, which should be negative; for Chinchilla's form the relative deviation from it.</param>
public sealed record DomainMixtureFailure(DomainMixtureProperty Property, double ModelSize, double Tokens, double Ratio, double Value);
