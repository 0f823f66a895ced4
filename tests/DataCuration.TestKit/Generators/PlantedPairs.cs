using System.Text;

namespace DataCuration.TestKit;

/// <summary>
/// Pairs of texts with a planted similarity: a text of random words, and a copy in which a run of words is replaced. Each replaced word changes one shingle,
/// and the run's ends change some more, so that the exact similarity must be measured; it is close to the one asked for.
/// </summary>
public static class PlantedPairs
{
    private const int Vocabulary = 50_000;

    /// <summary>Makes a pair.</summary>
    /// <param name="seed">The pair's number: other numbers give other words.</param>
    /// <param name="similarity">The Jaccard similarity of the shingles to aim at, in (0, 1).</param>
    /// <param name="shingleWords">The length of a shingle in words.</param>
    /// <param name="words">The number of words of a text; 0 for enough that one changed word leaves a similarity above 0.95. Default: 0.</param>
    public static (string First, string Second) Make(ulong seed, double similarity, int shingleWords, int words = 0)
    {
        if (words == 0) words = WordsOf(shingleWords);
        var random = new SeededRandom(SeededRandom.Mix(seed));
        var first = new string[words];
        for (int i = 0; i < words; i++) first[i] = Word(ref random);
        (int start, int run) = Place(ref random, similarity, shingleWords, words);
        string[] second = [.. first];
        for (int i = start; i < start + run; i++) second[i] = Word(ref random);
        return (string.Join(' ', first), string.Join(' ', second));
    }

    /// <summary>Makes a pair from real text: a part of it, and a copy in which a run of words is replaced by a run from another part.</summary>
    /// <param name="words">The words of the text, at least 100 for each word of a shingle.</param>
    /// <param name="seed">The pair's number: other numbers give other parts.</param>
    /// <param name="similarity">The Jaccard similarity of the shingles to aim at, in (0, 1).</param>
    /// <param name="shingleWords">The length of a shingle in words.</param>
    public static (string First, string Second) Edit(IReadOnlyList<string> words, ulong seed, double similarity, int shingleWords)
    {
        int length = WordsOf(shingleWords);
        var random = new SeededRandom(SeededRandom.Mix(seed));
        int from = (int)random.NextInt64(words.Count - length), other = (int)random.NextInt64(words.Count - length);
        string[] first = [.. words.Skip(from).Take(length)];
        (int start, int run) = Place(ref random, similarity, shingleWords, length);
        string[] second = [.. first];
        for (int i = 0; i < run; i++) second[start + i] = words[other + i];
        return (string.Join(' ', first), string.Join(' ', second));
    }

    private static int WordsOf(int shingleWords) => 48 * shingleWords;

    private static (int Start, int Run) Place(ref SeededRandom random, double similarity, int shingleWords, int words)
    {
        // N shingles of which c change: J = (N - c) / (N + c).
        double changed = (words - shingleWords + 1) * (1 - similarity) / (1 + similarity);
        int run = Math.Clamp((int)Math.Round(changed) - shingleWords + 1, 1, words / 2);
        return ((int)random.NextInt64(words - run), run);
    }

    private static string Word(ref SeededRandom random)
    {
        long number = random.NextInt64(Vocabulary);
        var word = new StringBuilder();
        for (number += 26; number > 0; number /= 26) word.Append((char)('a' + number % 26));
        return word.ToString();
    }
}
