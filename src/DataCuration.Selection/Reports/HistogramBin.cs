namespace DataCuration.Selection;

/// <summary>A bar of a histogram.</summary>
/// <param name="Low">The smallest value.</param>
/// <param name="High">The upper bound. It belongs to the next bar, except in the last bar and in bars for single values.</param>
/// <param name="Count">The number of documents.</param>
public sealed record HistogramBin(double Low, double High, long Count);
