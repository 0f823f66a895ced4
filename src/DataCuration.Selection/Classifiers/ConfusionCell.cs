namespace DataCuration.Selection;

/// <summary>How often one class was taken for another one, or for itself.</summary>
/// <param name="Truth">The class that examples belong to.</param>
/// <param name="Predicted">The class that they were given to; empty where the classifier said nothing.</param>
/// <param name="Count">How many.</param>
public sealed record ConfusionCell(string Truth, string Predicted, long Count);
