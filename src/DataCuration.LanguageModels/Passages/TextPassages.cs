using System.Text;

namespace DataCuration.LanguageModels;

/// <summary>
/// Divides a text into passages of a limited number of words, at the largest borders that allow it: between paragraphs, else between lines, else between words,
/// else between characters. Passages do not include the white space around them; together they have all other characters of the text.
/// </summary>
/// <remarks>
/// Words are parts between white space. In scripts without blanks, two characters of Chinese or Japanese are a word, and five of Thai, Lao, Tibetan, Burmese or
/// Khmer (<see cref="Utf8Words.Measure"/>). A part of more than 20 characters counts as one word for each 20, so the number of words bounds the characters.
/// </remarks>
internal static class TextPassages
{
    private const int CharactersPerUnit = 2; // a word has ten units

    /// <summary>Divides a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="maxWords">The maximum number of words of a passage.</param>
    /// <param name="breaks">Ascending offsets that end a passage if they are at the start of a line, such as those of pages.</param>
    public static List<Range> Split(string text, int maxWords, IReadOnlyList<int>? breaks = null)
    {
        var packer = new Packer(text, (long)maxWords * Utf8Words.UnitsPerWord);
        int at = 0;
        foreach (int end in breaks ?? [])
        {
            if (end <= at || end >= text.Length || !text.AsSpan(at, end - at).TrimEnd(" \t\r").EndsWith('\n')) continue;
            packer.AddParagraphs(at, end);
            packer.Close();
            at = end;
        }
        packer.AddParagraphs(at, text.Length);
        packer.Close();
        return packer.Passages;
    }

    /// <summary>Returns the units of a text: ten for a word.</summary>
    public static long Measure(ReadOnlySpan<char> text)
    {
        long units = 0;
        for (int at = 0; NextWord(text, ref at, out int start);) units += UnitsOf(text[start..at]);
        return units;
    }

    private static long UnitsOf(ReadOnlySpan<char> word)
    {
        long byLength = Math.Max(Utf8Words.UnitsPerWord, word.Length / CharactersPerUnit);
        if (Ascii.IsValid(word)) return byLength;
        const int MaxOnStack = 300; // bytes; a UTF-16 unit has at most three in UTF-8
        Span<byte> utf8 = word.Length <= MaxOnStack / 3 ? stackalloc byte[MaxOnStack] : new byte[Encoding.UTF8.GetMaxByteCount(word.Length)];
        return Math.Max(byLength, Utf8Words.Measure(utf8[..Encoding.UTF8.GetBytes(word, utf8)]));
    }

    /// <summary>Finds the next part between white space; <paramref name="at"/> moves to its end.</summary>
    private static bool NextWord(ReadOnlySpan<char> text, ref int at, out int start)
    {
        while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
        start = at;
        while (at < text.Length && !char.IsWhiteSpace(text[at])) at++;
        return at > start;
    }

    /// <summary>Fills passages with parts, first paragraphs and then the parts of a part that is too long.</summary>
    private sealed class Packer(string text, long maxUnits)
    {
        private int start = -1, end;
        private long room;

        public List<Range> Passages { get; } = [];

        public void Close()
        {
            if (start >= 0) Passages.Add(start..end);
            start = -1;
        }

        /// <summary>Adds the paragraphs of a part of the text: groups of lines between blank ones.</summary>
        public void AddParagraphs(int from, int to)
        {
            int first = -1, last = from;
            foreach ((int lineStart, int lineEnd) in Lines(from, to))
            {
                if (lineStart < lineEnd)
                {
                    if (first < 0) first = lineStart;
                    last = lineEnd;
                    continue;
                }
                if (first >= 0) AddParagraph(first, last);
                first = -1;
            }
            if (first >= 0) AddParagraph(first, last);
        }

        private void AddParagraph(int from, int to)
        {
            if (TryAdd(from, to, Measure(text.AsSpan(from, to - from)))) return;
            foreach ((int lineStart, int lineEnd) in Lines(from, to))
                if (lineStart < lineEnd) AddLine(lineStart, lineEnd);
        }

        private void AddLine(int from, int to)
        {
            if (TryAdd(from, to, Measure(text.AsSpan(from, to - from)))) return;
            for (int at = from; NextWord(text.AsSpan(0, to), ref at, out int word);)
            {
                if (TryAdd(word, at, UnitsOf(text.AsSpan(word, at - word)))) continue;
                // A character has at most ten units and five more, so at least one fits.
                int step = (int)Math.Max(1, maxUnits / (Utf8Words.UnitsPerWord + Utf8Words.UnitsPerWord / 2));
                for (int part = word; part < at;)
                {
                    int stop = Math.Min(at, part + step);
                    if (stop < at && char.IsHighSurrogate(text[stop - 1]) && char.IsLowSurrogate(text[stop])) stop++;
                    Close();
                    Open(part, stop, maxUnits);
                    part = stop;
                }
            }
        }

        /// <summary>Adds a part to the passage, or starts one with it. Returns false if the part alone is too long.</summary>
        private bool TryAdd(int from, int to, long units)
        {
            if (start >= 0 && units <= room)
            {
                end = to;
                room -= units;
                return true;
            }
            Close();
            if (units > maxUnits) return false;
            Open(from, to, units);
            return true;
        }

        private void Open(int from, int to, long units) => (start, end, room) = (from, to, maxUnits - units);

        /// <summary>Returns the lines of a part without the white space around them; blank lines are empty.</summary>
        private IEnumerable<(int Start, int End)> Lines(int from, int to)
        {
            for (int at = from; at < to;)
            {
                int feed = text.IndexOf('\n', at, to - at);
                int stop = feed < 0 ? to : feed, first = at, last = stop;
                while (first < last && char.IsWhiteSpace(text[first])) first++;
                while (last > first && char.IsWhiteSpace(text[last - 1])) last--;
                yield return (first, last);
                at = stop + 1;
            }
        }
    }
}
