using System.Runtime.InteropServices;
using System.Text;

namespace DataCuration.Synthesis;

/// <summary>
/// Measures how much of an output repeats an input: the share |O ∩ I| / |O| of the output's distinct n-grams of words that the input has too. AMD2G
/// (misonsky/Amdg) measures the overlap of domains in this way. Words are the parts between white space, compared byte by byte.
/// </summary>
public static class NGramOverlap
{
    /// <summary>Measures the overlap.</summary>
    /// <param name="output">The text O.</param>
    /// <param name="input">The text I.</param>
    /// <param name="n">The number of words of an n-gram; at least 1.</param>
    /// <returns>The share, in [0, 1]; 0 if the output has fewer than <paramref name="n"/> words.</returns>
    public static double Measure(string output, string input, int n)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(input);
        return Measure(TextWords.Split(Encoding.UTF8.GetBytes(output)), TextWords.Split(Encoding.UTF8.GetBytes(input)), n);
    }

    /// <summary>Measures the overlap of two documents.</summary>
    /// <param name="output">The document O.</param>
    /// <param name="input">The document I.</param>
    /// <param name="n">The number of words of an n-gram; at least 1.</param>
    /// <returns>The share, in [0, 1]; 0 if the output has fewer than <paramref name="n"/> words.</returns>
    public static double Measure(Document output, Document input, int n)
    {
        ArgumentNullException.ThrowIfNull(output);
        ArgumentNullException.ThrowIfNull(input);
        return Measure(output.Words, input.Words, n);
    }

    private static double Measure(TextWords output, TextWords input, int n)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(n, 1);
        // Equal words get equal numbers, so that n-grams are compared exactly and not by a hash.
        var numbers = new Dictionary<string, int>(StringComparer.Ordinal);
        int[] ofOutput = Number(output, numbers), ofInput = Number(input, numbers);
        var wanted = new HashSet<NGram>();
        for (int i = 0; i <= ofOutput.Length - n; i++) wanted.Add(new NGram(ofOutput, i, n));
        if (wanted.Count == 0) return 0;
        int distinct = wanted.Count;
        for (int i = 0; i <= ofInput.Length - n; i++) wanted.Remove(new NGram(ofInput, i, n));
        return (double)(distinct - wanted.Count) / distinct;
    }

    private static int[] Number(TextWords words, Dictionary<string, int> numbers)
    {
        int[] result = new int[words.Count];
        for (int i = 0; i < result.Length; i++)
        {
            string word = Encoding.UTF8.GetString(words[i]);
            if (!numbers.TryGetValue(word, out result[i])) numbers[word] = result[i] = numbers.Count;
        }
        return result;
    }

    private readonly struct NGram(int[] words, int start, int length) : IEquatable<NGram>
    {
        private readonly int[] words = words;
        private readonly int start = start, length = length;

        public bool Equals(NGram other) => words.AsSpan(start, length).SequenceEqual(other.words.AsSpan(other.start, other.length));

        public override bool Equals(object? obj) => obj is NGram other && Equals(other);

        public override int GetHashCode()
        {
            var hash = new HashCode();
            hash.AddBytes(MemoryMarshal.AsBytes(words.AsSpan(start, length)));
            return hash.ToHashCode();
        }
    }
}
