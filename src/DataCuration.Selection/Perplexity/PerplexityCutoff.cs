namespace DataCuration.Selection;

/// <summary>The cutoffs of one group of documents.</summary>
/// <param name="Group">The group, such as a language; empty if the corpus is not divided.</param>
/// <param name="Documents">The number of documents that the cutoffs were computed from.</param>
/// <param name="Head">Documents below this perplexity are in the head.</param>
/// <param name="Tail">Documents of this perplexity and above are in the tail.</param>
public sealed record PerplexityCutoff(string Group, long Documents, double Head, double Tail);
