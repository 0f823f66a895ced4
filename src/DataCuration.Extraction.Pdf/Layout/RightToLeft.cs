using System.Buffers;

namespace DataCuration.Extraction.Pdf;

/// <summary>
/// Scripts that run from right to left. PDFs draw letters at places, most of them from left to right whatever the script; read so, words come out backwards. This turns a line as it is seen into the
/// line as it is read: the reverse of the Unicode bidirectional algorithm (UAX #9), as far as it can be reversed.
/// </summary>
internal static class RightToLeft
{
    // Hebrew to Arabic Extended-A, and the presentation forms of Hebrew and Arabic.
    private static readonly SearchValues<char> Letters = SearchValues.Create([.. Range('\u05BE', '\u08FF').Concat(Range('\uFB1D', '\uFDFF')).Concat(Range('\uFE70', '\uFEFC')).Where(IsLetter)]);

    private static readonly SearchValues<char> ArabicLetters = SearchValues.Create([.. Range('\u0600', '\u08FF').Concat(Range('\uFB50', '\uFDFF')).Concat(Range('\uFE70', '\uFEFC')).Where(IsLetter)]);

    private const string Terminators = "%$€₪£¥°‰#";
    private const string Brackets = "()[]{}<>«»‹›";
    private const string Mirrored = ")(][}{><»«›‹";

    /// <summary>Whether a text has letters that run from right to left.</summary>
    public static bool IsIn(ReadOnlySpan<char> text) => text.ContainsAny(Letters);

    /// <summary>How many letters of a text run from right to left, less those that do not.</summary>
    public static int Balance(ReadOnlySpan<char> text)
    {
        int balance = 0;
        foreach (char c in text)
            if (char.IsLetter(c)) balance += Letters.Contains(c) ? 1 : -1;
        return balance;
    }

    /// <summary>The text of one glyph, or of one run of them, as it stands in a line that is seen: backwards, if it runs from right to left.</summary>
    public static string ToVisual(string glyph)
    {
        if (glyph.Length < 2 || !Letters.Contains(glyph[0])) return glyph;
        char[] text = glyph.ToCharArray();
        Array.Reverse(text);
        return new string(text);
    }

    /// <summary>A line as it is read.</summary>
    /// <param name="visual">The line as it is seen, from left to right.</param>
    /// <param name="runsLeft">Whether the page runs to the left, and so this line, whatever most of its letters are.</param>
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
        // Words of such a script in a line that runs to the right: each stretch of them by itself.
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

    /// <summary>In a line that was turned, what runs to the right stands backwards now: words of other scripts with what is between them, and numbers.</summary>
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
            // A number goes on over one sign between digits: a decimal point, a stroke of a date (W4); over a hyphen not beside Arabic letters (W2).
            while (end < last && (char.IsLetterOrDigit(run[end + 1]) || ((run[end + 1] is '.' or ',' or ':' or '/' || (run[end + 1] == '-' && !isArabic)) && char.IsLetterOrDigit(run[end + 2])))) end++;
            // Signs of percent and money are part of it (W5), but not beside Arabic letters.
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
            // Pairs of surrogates keep their order.
            if (i > 0 && char.IsLowSurrogate(text[i - 1]) && char.IsHighSurrogate(text[i])) (text[i - 1], text[i]) = (text[i], text[i - 1]);
        }
    }

    private static bool IsLetter(char c) => char.IsLetter(c) || c is '\u05BE' or '\u061B' or '\u061F' or '\u060C';

    private static IEnumerable<char> Range(char first, char last) => Enumerable.Range(first, last - first + 1).Select(static value => (char)value);
}
