using System.Buffers;
using System.Text;

namespace DataCuration.Training;

/// <summary>A list of terms, and their places in a text. Terms are found at the borders of words; of several, the longest one counts.</summary>
public sealed class TermLexicon
{
    private readonly HashSet<string> terms;
    private readonly HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup;
    private readonly int[] lengths; // in characters of UTF-16, the longest first

    /// <summary>Creates a lexicon.</summary>
    /// <param name="terms">The terms: words, or several words with spaces as in the text.</param>
    /// <param name="ignoreCase">True to find terms in any case, compared by code point.</param>
    /// <exception cref="ArgumentException">There is no term, or an empty one.</exception>
    public TermLexicon(IEnumerable<string> terms, bool ignoreCase = true)
    {
        ArgumentNullException.ThrowIfNull(terms);
        IgnoresCase = ignoreCase;
        this.terms = new HashSet<string>(terms, ignoreCase ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);
        if (this.terms.Count == 0 || this.terms.Any(string.IsNullOrWhiteSpace)) throw new ArgumentException("There is no term, or an empty one.", nameof(terms));
        lookup = this.terms.GetAlternateLookup<ReadOnlySpan<char>>();
        lengths = [.. this.terms.Select(term => term.Length).Distinct().OrderDescending()];
    }

    /// <summary>The number of terms.</summary>
    public int Count => terms.Count;

    /// <summary>True if terms are found in any case.</summary>
    public bool IgnoresCase { get; }

    /// <summary>Adds all terms to a fingerprint.</summary>
    /// <param name="writer">Receives the terms.</param>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(IgnoresCase), IgnoresCase);
        foreach (string term in terms.Order(StringComparer.Ordinal)) writer.Add("term", term);
    }

    /// <summary>Finds the terms of a text.</summary>
    /// <param name="utf8Text">The text in valid UTF-8.</param>
    /// <returns>The starts and ends in bytes, in order. They do not overlap.</returns>
    public IReadOnlyList<(int Start, int End)> Find(ReadOnlySpan<byte> utf8Text)
    {
        char[] rented = ArrayPool<char>.Shared.Rent(utf8Text.Length);
        ReadOnlySpan<char> text = rented.AsSpan(0, Encoding.UTF8.GetChars(utf8Text, rented));
        var found = new List<(int Start, int End)>();
        int bytes = 0; // before the position
        for (int position = 0; position < text.Length;)
        {
            int length = IsBorder(text, position) ? LengthAt(text, position) : 0;
            if (length > 0)
            {
                int end = bytes + Encoding.UTF8.GetByteCount(text.Slice(position, length));
                found.Add((bytes, end));
                (position, bytes) = (position + length, end);
                continue;
            }
            int step = char.IsHighSurrogate(text[position]) && position + 1 < text.Length ? 2 : 1;
            bytes += Encoding.UTF8.GetByteCount(text.Slice(position, step));
            position += step;
        }
        ArrayPool<char>.Shared.Return(rented);
        return found;
    }

    private int LengthAt(ReadOnlySpan<char> text, int start)
    {
        foreach (int length in lengths)
            if (length <= text.Length - start && IsBorder(text, start + length) && lookup.Contains(text.Slice(start, length))) return length;
        return 0;
    }

    // Scripts without spaces have letters on both sides of every word: there, every place between two letters is a border.
    private static bool IsBorder(ReadOnlySpan<char> text, int place) =>
        place == 0 || place == text.Length || !(IsWord(text[place - 1]) && IsWord(text[place])) || IsUnspaced(text[place - 1]) || IsUnspaced(text[place]);

    private static bool IsWord(char character) => char.IsLetterOrDigit(character) || char.IsSurrogate(character) || character == '_';

    // Thai and Lao, kana, and the ideographs of the basic plane.
    private static bool IsUnspaced(char character) => character is (>= '\u0E00' and <= '\u0EFF') or (>= '\u3040' and <= '\u30FF') or (>= '\u3400' and <= '\u9FFF');
}
