using System.Text;

namespace DataCuration.Filters.Tests;

/// <summary>Texts for the tests of filters.</summary>
internal static class Texts
{
    /// <summary>Distinct words of a length, joined by blanks.</summary>
    public static string Words(int count, int length = 6) => string.Join(' ', Enumerable.Range(0, count).Select(i => Word(i, length)));

    /// <summary>A word of letters for a number.</summary>
    public static string Word(int number, int length = 6)
    {
        var word = new StringBuilder();
        for (int i = 0; i < length; i++, number /= 26) word.Append((char)('a' + (number % 26)));
        return word.ToString();
    }

    /// <summary>Random texts of few different words, with line feeds, marks and characters of all sizes.</summary>
    public static string Random(ref SeededRandom random, int words)
    {
        string[] vocabulary = ["a", "aa", "aaa", "the", "und", "é", "😀", "水", "-", "...", "#", "long-word-of-eighteen", "1", "x.", "of", "b"];
        string[] separators = [" ", " ", " ", "\n", "\n\n", "  ", "\u2028", "\t"];
        var text = new StringBuilder();
        for (int i = 0; i < words; i++)
            text.Append(vocabulary[random.NextInt64(vocabulary.Length)]).Append(separators[random.NextInt64(separators.Length)]);
        return text.ToString();
    }
}
