namespace DataCuration.Selection;

/// <summary>A model whose losses are known, and how good it is.</summary>
/// <param name="Name">Its name, as it stands in the file of losses.</param>
/// <param name="Benchmark">Its average on benchmarks; larger is better.</param>
public sealed record LossModel(string Name, double Benchmark);
