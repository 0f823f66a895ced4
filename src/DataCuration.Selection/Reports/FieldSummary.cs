namespace DataCuration.Selection;

/// <summary>One numeric annotation over a whole corpus.</summary>
/// <param name="Field">Its name.</param>
/// <param name="Count">Documents that have it.</param>
/// <param name="Missing">Documents that do not, or whose value is no finite number.</param>
/// <param name="Mean">Its mean; NaN where no document has it.</param>
/// <param name="Deviation">Its standard deviation, population form.</param>
/// <param name="Min">Its smallest value.</param>
/// <param name="Max">Its largest value.</param>
public sealed record FieldSummary(string Field, long Count, long Missing, double Mean, double Deviation, double Min, double Max);
