using System.Text;

namespace DataCuration.Synthesis;

/// <summary>
/// Measures by rules if an answer says what its passages say. The rules see words, not statements: they find invented names and numbers, and text about another
/// subject. They do not find a wrong statement in the passages' own words; the check by a model may (<see cref="GroundedAnswerer.AsksJudge"/>).
/// </summary>
public static class Groundedness
{
    private const int MinWordUnits = 4;
    private const int PhraseWords = 3;
    private const char FirstWide = '\u2E80'; // from the radicals on, a character is a word

    /// <summary>Measures an answer.</summary>
    /// <param name="answer">The answer.</param>
    /// <param name="instruction">The instruction, whose words and numbers neither count for the answer nor against it.</param>
    /// <param name="passages">The texts of the passages.</param>
    /// <remarks>The time is linear in the length of all texts.</remarks>
    public static GroundednessScores Measure(string answer, string instruction, IReadOnlyList<string> passages)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(instruction);
        ArgumentNullException.ThrowIfNull(passages);
        List<string>[] texts = [.. passages.Select(passage => WordTokens.Split(passage))];
        List<string> words = WordTokens.Split(answer);
        var known = new HashSet<string>(texts.SelectMany(text => text), StringComparer.Ordinal);
        var given = new HashSet<string>(WordTokens.Split(instruction), StringComparer.Ordinal);
        var knownNumbers = new HashSet<string>(passages.SelectMany(NumbersOf), StringComparer.Ordinal);
        var givenNumbers = new HashSet<string>(NumbersOf(instruction), StringComparer.Ordinal);
        var knownPhrases = new HashSet<string>(texts.SelectMany(PhrasesOf), StringComparer.Ordinal);
        return new(
            Share(words.Where(word => IsContent(word) && !given.Contains(word)), known),
            Share(NumbersOf(answer).Where(number => !givenNumbers.Contains(number)), knownNumbers),
            Share(PhrasesOf(words), knownPhrases));
    }

    /// <summary>Finds the numbers of a text: digits, with full stops between digits, and commas that are left out.</summary>
    internal static IEnumerable<string> NumbersOf(string text)
    {
        for (int at = 0; at < text.Length; at++)
        {
            if (!char.IsDigit(text[at])) continue;
            var number = new StringBuilder();
            int start = at;
            for (; at < text.Length; at++)
            {
                bool isSeparator = text[at] is '.' or ',' && at + 1 < text.Length && char.IsDigit(text[at + 1]);
                if (!isSeparator && !char.IsDigit(text[at])) break;
                if (text[at] != ',') number.Append(text[at]);
            }
            if (!IsListMarker(text, start, at)) yield return number.ToString();
        }
    }

    /// <summary>Returns true for a number of one or two digits that starts a line and has a full stop or a bracket after it, before white space.</summary>
    private static bool IsListMarker(string text, int start, int end)
    {
        if (end - start > 2) return false; // a year that ends a sentence is no marker
        if (end + 1 >= text.Length || text[end] is not ('.' or ')') || !char.IsWhiteSpace(text[end + 1])) return false;
        ReadOnlySpan<char> before = text.AsSpan(0, start).TrimEnd(' ');
        return before.IsEmpty || before[^1] == '\n';
    }

    private static bool IsContent(string word) => (word.Length >= MinWordUnits || word[0] >= FirstWide) && !word.Any(char.IsDigit);

    private static IEnumerable<string> PhrasesOf(List<string> words)
    {
        for (int i = 0; i + PhraseWords <= words.Count; i++) yield return string.Join(' ', words[i], words[i + 1], words[i + 2]);
    }

    private static double Share(IEnumerable<string> items, HashSet<string> known)
    {
        long all = 0, found = 0;
        foreach (string item in items)
        {
            all++;
            if (known.Contains(item)) found++;
        }
        return all == 0 ? 1 : (double)found / all;
    }
}
