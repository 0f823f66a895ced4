namespace DataCuration.Selection;

/// <summary>How two annotations go together.</summary>
/// <param name="First">One annotation.</param>
/// <param name="Second">The other one.</param>
/// <param name="Count">Documents that have both.</param>
/// <param name="Pearson">Pearson's coefficient over all of them; NaN where one of the two never changes.</param>
/// <param name="Spearman">Spearman's coefficient of rank correlation, over the sample; NaN where one of the two never changes.</param>
public sealed record FieldCorrelation(string First, string Second, long Count, double Pearson, double Spearman);
