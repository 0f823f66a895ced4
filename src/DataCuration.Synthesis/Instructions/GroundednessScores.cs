namespace DataCuration.Synthesis;

/// <summary>The shares of an answer that its passages have too. A share of nothing is 1.</summary>
/// <param name="Words">
/// The share of the content words: words of at least 4 UTF-16 units, and each Han character or kana, without numbers and without the words of the instruction.
/// </param>
/// <param name="Numbers">
/// The share of the numbers, without those of the instruction and without the markers of numbered lists. Commas in numbers are ignored.
/// </param>
/// <param name="Phrases">The share of the triples of consecutive words that occur in one passage.</param>
public readonly record struct GroundednessScores(double Words, double Numbers, double Phrases);
