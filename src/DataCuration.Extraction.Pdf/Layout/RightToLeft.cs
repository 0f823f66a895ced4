using System.Buffers;

namespace DataCuration.Extraction.Pdf;

/// <summary>
/// Converts right-to-left text from visual to logical order. PDFs place letters at positions, usually from left to right in any script, so that right-to-left
/// words appear reversed. This inverts the Unicode bidirectional algorithm (UAX #9) as far as possible.
/// </summary>
internal static class RightToLeft
{
    // Hebrew to Arabic Extended-A, and the presentation forms of Hebrew and Arabic.
    private static readonly SearchValues<char> Letters =
        SearchValues.Create([.. Range('\u05BE', '\u08FF').Concat(Range('\uFB1D', '\uFDFF')).Concat(Range('\uFE70', '\uFEFC')).Where(IsLetter)]);

    private static readonly SearchValues<char> ArabicLetters =
        SearchValues.Create([.. Range('\u0600', '\u08FF').Concat(Range('\uFB50', '\uFDFF')).Concat(Range('\uFE70', '\uFEFC')).Where(IsLetter)]);

    private const string Terminators = "%$€₪£¥°‰#";
    private const string Brackets = "()[]{}<>«»‹›";
    private const string Mirrored = ")(][}{><»«›‹";

    /// <summary>Returns true if a text has right-to-left letters.</summary>
    public static bool IsIn(ReadOnlySpan<char> text) => text.ContainsAny(Letters);

    /// <summary>Gets the number of right-to-left letters minus the number of other letters.</summary>
    public static int Balance(ReadOnlySpan<char> text)
    {
        int balance = 0;
        foreach (char c in text)
            if (char.IsLetter(c)) balance += Letters.Contains(c) ? 1 : -1;
        return balance;
    }

    /// <summary>Gets the text of one glyph, or of a run of glyphs, in visual order: reversed if it is right-to-left.</summary>
    public static string ToVisual(string glyph)
    {
        if (glyph.Length < 2 || !Letters.Contains(glyph[0])) return glyph;
        char[] text = glyph.ToCharArray();
        Array.Reverse(text);
        return new string(text);
    }

    /// <summary>Converts a line to logical order.</summary>
    /// <param name="visual">The line in visual order, from left to right.</param>
    /// <param name="runsLeft">True if the page is right-to-left, which then applies to this line regardless of its letters.</param>
    public static string ToLogical(string visual, bool runsLeft = false)
    {
        if (!IsIn(visual)) return visual;
        Span<char> text = visual.ToCharArray();
        if (runsLeft || Balance(visual) >= 0)
        {
            Flip(text);
            RestoreOthers(text, visual.AsSpan().ContainsAny(ArabicLetters));
            return new string(text);
        }
        // Right-to-left words in a left-to-right line: each run is converted separately.
        for (int begin = 0; begin < text.Length; begin++)
        {
            if (!Letters.Contains(text[begin])) continue;
            int last = begin;
            for (int i = begin; i < text.Length && (Letters.Contains(text[i]) || !char.IsLetterOrDigit(text[i])); i++)
                if (Letters.Contains(text[i])) last = i;
            Flip(text[begin..(last + 1)]);
            begin = last;
        }
        return new string(text);
    }

    /// <summary>After reversing a line, restores left-to-right runs: words of other scripts with the text between them, and numbers.</summary>
    private static void RestoreOthers(Span<char> text, bool isArabic)
    {
        for (int begin = 0; begin < text.Length;)
        {
            int length = text[begin..].IndexOfAny(Letters);
            if (length < 0) length = text.Length - begin;
            RestoreRun(text.Slice(begin, length), isArabic);
            begin += length + 1;
        }
    }

    private static void RestoreRun(Span<char> run, bool isArabic)
    {
        int first = -1, last = -1;
        bool hasLetter = false;
        for (int i = 0; i < run.Length; i++)
        {
            if (!char.IsLetterOrDigit(run[i])) continue;
            if (first < 0) first = i;
            last = i;
            hasLetter |= char.IsLetter(run[i]);
        }
        if (first < 0) return;
        if (hasLetter)
        {
            Flip(run[first..(last + 1)]);
            return;
        }
        for (int begin = first; begin <= last; begin++)
        {
            if (!char.IsLetterOrDigit(run[begin])) continue;
            int end = begin;
            // A number continues over one separator between digits: a decimal point or a date separator (W4); over a hyphen unless beside Arabic letters (W2).
            while (end < last && (char.IsLetterOrDigit(run[end + 1])
                    || ((run[end + 1] is '.' or ',' or ':' or '/' || (run[end + 1] == '-' && !isArabic)) && char.IsLetterOrDigit(run[end + 2]))))
                end++;
            // Percent and currency signs are part of it (W5), except beside Arabic letters.
            while (!isArabic && begin > 0 && Terminators.Contains(run[begin - 1])) begin--;
            while (!isArabic && end + 1 < run.Length && Terminators.Contains(run[end + 1])) end++;
            Flip(run[begin..(end + 1)]);
            begin = end;
        }
    }

    private static void Flip(Span<char> text)
    {
        text.Reverse();
        for (int i = 0; i < text.Length; i++)
        {
            int bracket = Brackets.IndexOf(text[i], StringComparison.Ordinal);
            if (bracket >= 0) text[i] = Mirrored[bracket];
            // Restores the order of surrogate pairs.
            if (i > 0 && char.IsLowSurrogate(text[i - 1]) && char.IsHighSurrogate(text[i])) (text[i - 1], text[i]) = (text[i], text[i - 1]);
        }
    }

    private static bool IsLetter(char c) => char.IsLetter(c) || c is '\u05BE' or '\u061B' or '\u061F' or '\u060C';

    private static IEnumerable<char> Range(char first, char last) => Enumerable.Range(first, last - first + 1).Select(static value => (char)value);
}
