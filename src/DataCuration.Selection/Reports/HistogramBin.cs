namespace DataCuration.Selection;

/// <summary>One bar of a histogram.</summary>
/// <param name="Low">Its smallest value.</param>
/// <param name="High">Its largest value, which belongs to the next bar; in the last bar, and where bars stand for single values, to this one.</param>
/// <param name="Count">How many documents.</param>
public sealed record HistogramBin(double Low, double High, long Count);
