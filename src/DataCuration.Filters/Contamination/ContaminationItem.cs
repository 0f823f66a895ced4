namespace DataCuration.Filters;

/// <summary>An item of a benchmark, such as a question with its answers.</summary>
/// <param name="Benchmark">The benchmark.</param>
/// <param name="Id">The item's id.</param>
/// <param name="Units">The number of distinct n-grams or paragraphs of the item; 0 if its texts are too short.</param>
public sealed record ContaminationItem(string Benchmark, string Id, int Units);
