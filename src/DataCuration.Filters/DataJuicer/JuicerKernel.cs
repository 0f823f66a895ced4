using System.Text;

namespace DataCuration.Filters;

/// <summary>The numbers of Data-Juicer's filters.</summary>
internal static class JuicerKernel
{
    /// <summary>The share of sequences of characters that are among the most frequent repeated ones.</summary>
    public static double CharacterRepetition(ReadOnlySpan<byte> text, int length, JuicerScratch scratch)
    {
        SpanTable parts = scratch.Parts;
        parts.Reset(text.Length);
        int end = 0;
        for (int i = 0; i < length; i++)
        {
            if (end == text.Length) return 0; // fewer characters than one sequence
            end = Utf8.Skip(text, end, 1);
        }
        long total = 0;
        for (int start = 0; ; start = Utf8.Skip(text, start, 1), end = Utf8.Skip(text, end, 1))
        {
            parts.Add(text, start, end - start);
            total++;
            if (end == text.Length) break;
        }
        List<int> counts = scratch.Counts;
        counts.Clear();
        foreach (SpanTable.Entry part in parts.Entries)
            if (part.Count > 1) counts.Add(part.Count);
        int most = Math.Min((int)Math.Sqrt(parts.Count), counts.Count);
        counts.Sort();
        long repeated = 0;
        for (int i = 0; i < most; i++) repeated += counts[counts.Count - 1 - i];
        return (double)repeated / total;
    }

    /// <summary>The share of sequences of words that occur more than once.</summary>
    public static double WordRepetition(ReadOnlySpan<byte> text, int length, JuicerScratch scratch)
    {
        ReadOnlySpan<byte> lower = scratch.Lower.Lower(text);
        WordRuns words = scratch.Words;
        words.Clear();
        for (int at = 0; Next(lower, ref at, out int start, out int size);)
        {
            ReadOnlySpan<byte> word = SpecialCharacters.Trim(lower.Slice(start, size));
            if (!word.IsEmpty) words.Add(lower, start + SpecialCharacters.LeadingBytes(lower.Slice(start, size)), word.Length);
        }
        if (words.WordCount < length) return 0;
        words.Finish();
        while (words.Length < length) words.Next();
        return (double)words.Positions.Length / (words.WordCount - length + 1);
    }

    /// <summary>Counts the words that have other than special characters.</summary>
    public static int CountWords(ReadOnlySpan<byte> text)
    {
        int words = 0;
        for (int at = 0; Next(text, ref at, out int start, out int size);)
            if (!SpecialCharacters.Trim(text.Slice(start, size)).IsEmpty) words++;
        return words;
    }

    /// <summary>The share of words that are in a list.</summary>
    public static double Listed(ReadOnlySpan<byte> text, HashSet<string> list, JuicerScratch scratch)
    {
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = list.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> decoded = stackalloc char[256];
        ReadOnlySpan<byte> lower = scratch.Lower.Lower(text);
        int words = 0, listed = 0;
        for (int at = 0; Next(lower, ref at, out int start, out int size);)
        {
            ReadOnlySpan<byte> word = SpecialCharacters.Trim(lower.Slice(start, size));
            if (word.IsEmpty) continue;
            words++;
            if (word.Length <= decoded.Length
                ? lookup.Contains(decoded[..Encoding.UTF8.GetChars(word, decoded)])
                : list.Contains(Encoding.UTF8.GetString(word)))
                listed++;
        }
        return words == 0 ? 0 : (double)listed / words;
    }

    /// <summary>Words lie between blanks, tabs and line feeds.</summary>
    private static bool Next(ReadOnlySpan<byte> text, ref int at, out int start, out int size)
    {
        int begin = text[at..].IndexOfAnyExcept((byte)' ', (byte)'\t', (byte)'\n');
        if (begin < 0)
        {
            (start, size) = (text.Length, 0);
            return false;
        }
        start = at + begin;
        int length = text[start..].IndexOfAny((byte)' ', (byte)'\t', (byte)'\n');
        size = length < 0 ? text.Length - start : length;
        at = start + size;
        return true;
    }
}
