namespace DataCuration.Synthesis;

/// <summary>A keyword of a domain.</summary>
/// <param name="Text">The keyword.</param>
/// <param name="Weight">Its weight, such as its frequency; above 0 and finite.</param>
public sealed record Keyword(string Text, double Weight);
