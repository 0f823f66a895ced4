namespace DataCuration.Selection;

/// <summary>Two works that documents cite together.</summary>
/// <param name="First">The id of the one; the smaller in ordinal order.</param>
/// <param name="Second">The id of the other one.</param>
/// <param name="Count">The number of documents that cite both.</param>
public sealed record CoCitation(string First, string Second, long Count);
