namespace DataCuration.Selection;

/// <summary>A model with known losses, and its benchmark.</summary>
/// <param name="Name">The model's name in the file of losses.</param>
/// <param name="Benchmark">The average over benchmarks; larger is better.</param>
public sealed record LossModel(string Name, double Benchmark);
