namespace DataCuration.Synthesis;

/// <summary>
/// ROUGE-L (Lin, "ROUGE: A Package for Automatic Evaluation of Summaries", 2004): the longest sequence of words that two texts have in common, in the same
/// order but not necessarily one after the other.
/// </summary>
/// <remarks>
/// Words are runs of letters, digits and marks, in lower case. In Han and kana each character is a word. For ASCII text the scores are those of Google's
/// <c>rouge_score</c> (<c>rougeL</c>, without stemmer), which Self-Instruct uses.
/// </remarks>
public static class RougeL
{
    /// <summary>Computes the score of a text.</summary>
    /// <param name="candidate">The text.</param>
    /// <param name="reference">The text to compare it with.</param>
    /// <remarks>The time is the product of their numbers of words, divided by 64.</remarks>
    public static RougeScore Score(string candidate, string reference)
    {
        ArgumentNullException.ThrowIfNull(candidate);
        ArgumentNullException.ThrowIfNull(reference);
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] first = Number(candidate), second = Number(reference);
        var pattern = new LcsPattern();
        pattern.Set(first);
        return new RougeScore(pattern.LengthWith(second), first.Length, second.Length);

        int[] Number(string text)
        {
            List<string> words = WordTokens.Split(text);
            int[] tokens = new int[words.Count];
            for (int i = 0; i < tokens.Length; i++)
            {
                if (!numbers.TryGetValue(words[i], out tokens[i])) numbers.Add(words[i], tokens[i] = numbers.Count);
            }
            return tokens;
        }
    }
}
