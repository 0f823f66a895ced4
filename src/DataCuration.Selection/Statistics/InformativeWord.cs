namespace DataCuration.Selection;

/// <summary>A word, and how much it tells a domain from a background.</summary>
/// <param name="Word">The word.</param>
/// <param name="DomainCount">Its number of occurrences in the domain.</param>
/// <param name="BackgroundCount">Its number of occurrences in the background.</param>
/// <param name="LogOdds">The difference of its log odds in domain and background, with the prior.</param>
/// <param name="ZScore">
/// That difference divided by its standard deviation. Above about 2, the word is typical of the domain; below −2, of the background.
/// </param>
public sealed record InformativeWord(string Word, long DomainCount, long BackgroundCount, double LogOdds, double ZScore);
