namespace DataCuration.Selection;

/// <summary>One point of a reliability curve: what the model says, and what is true.</summary>
/// <param name="Low">The smallest score of the bin.</param>
/// <param name="High">Its end, which belongs to the next bin; in the last one to this one.</param>
/// <param name="Documents">How many documents.</param>
/// <param name="MeanScore">Their mean score; NaN if there are none.</param>
/// <param name="PositiveShare">The share of them that is positive; NaN if there are none.</param>
public sealed record ReliabilityBin(double Low, double High, long Documents, double MeanScore, double PositiveShare);
