using System.Buffers;

namespace DataCuration.Filters;

/// <summary>The scores of NeMo Curator's heuristic filters (commit 1e2e4275) as functions of UTF-8 text.</summary>
internal static class NemoKernel
{
    private static readonly SearchValues<byte> Counted = SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789\n?!,."u8);

    /// <summary>A longer text is searched in linear time; the search for a short one is fast but can compare it at every place.</summary>
    private const int MaxSearched = 256;

    // RFC 3986 without ';'. A '%' is part of an address only before two hexadecimal digits.
    private static readonly SearchValues<byte> UrlBytes =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~:/?#[]@!$&'()*+,="u8);

    /// <summary>The share of characters other than ASCII letters, digits, line feed and <c>?!,.</c>.</summary>
    public static double NonAlphanumeric(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return 1;
        int all = Utf8.Count(text), counted = 0;
        foreach (byte one in text) counted += Counted.Contains(one) ? 1 : 0;
        return (double)(all - counted) / all;
    }

    /// <summary>The share of words that are a lone hash or a form of the ellipsis.</summary>
    public static double Symbols(TextWords words)
    {
        if (words.Count == 0) return 1;
        int symbols = 0;
        foreach (ReadOnlySpan<byte> word in words)
            if ((word.Length == 1 && word[0] == '#') || IsEllipsis(word)) symbols++;
        return (double)symbols / words.Count;
    }

    /// <summary>The share of ASCII digits.</summary>
    public static double Numbers(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return 1;
        int digits = 0;
        foreach (byte one in text) digits += one is >= (byte)'0' and <= (byte)'9' ? 1 : 0;
        return (double)digits / Utf8.Count(text);
    }

    /// <summary>The share of characters in addresses. Addresses are ASCII.</summary>
    public static double Urls(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return 1;
        long characters = 0;
        for (int at = 0; NextUrl(text, at, out int start, out int end); at = end) characters += end - start;
        return (double)characters / Utf8.Count(text);
    }

    /// <summary>True if an address contains "porn".</summary>
    public static bool HasPornographicUrl(ReadOnlySpan<byte> text)
    {
        for (int at = 0; NextUrl(text, at, out int start, out int end); at = end)
            if (text[start..end].IndexOf("porn"u8) >= 0) return true;
        return false;
    }

    /// <summary>The share of lines that are not blank and begin with a bullet.</summary>
    public static double Bullets(ReadOnlySpan<byte> text)
    {
        int lines = 0, bullets = 0;
        foreach (ReadOnlySpan<byte> one in new FeedLines(text))
        {
            ReadOnlySpan<byte> line = Utf8.TrimStart(one);
            if (line.IsEmpty) continue;
            lines++;
            if (line[0] >= 0x80 && Utf8.Decode(line, 0, out _) is 0x2022 or 0x2023 or 0x2043 or 0x204C or 0x204D or 0x2219 or 0x25CB or 0x25CF or 0x25D8
                or 0x25E6 or 0x29BE or 0x29BF) bullets++;
        }
        return lines == 0 ? 1 : (double)bullets / lines;
    }

    /// <summary>The share of blanks, tabs, line feeds, carriage returns and backspaces.</summary>
    public static double WhiteSpace(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return 1;
        int spaces = 0;
        foreach (byte one in text) spaces += one is (byte)' ' or (byte)'\t' or (byte)'\n' or (byte)'\r' or (byte)'\b' ? 1 : 0;
        return (double)spaces / Utf8.Count(text);
    }

    /// <summary>The share of brackets.</summary>
    public static double Parentheses(ReadOnlySpan<byte> text)
    {
        if (text.IsEmpty) return 1;
        int brackets = Utf8.CountOccurrences(text, "⟨"u8) + Utf8.CountOccurrences(text, "⟩"u8);
        foreach (byte one in text) brackets += one is (byte)'(' or (byte)')' or (byte)'[' or (byte)']' or (byte)'{' or (byte)'}' ? 1 : 0;
        return (double)brackets / Utf8.Count(text);
    }

    /// <summary>The share of paragraphs with a phrase of <see cref="NemoPhrases"/>; 1 for "lorem ipsum".</summary>
    public static double Boilerplate(ReadOnlySpan<byte> text, LowerCaser lower)
    {
        int paragraphs = 0, found = 0;
        foreach (ReadOnlySpan<byte> paragraph in new FeedParagraphs(lower.Lower(text)))
        {
            paragraphs++;
            if (paragraph.IndexOf("lorem ipsum"u8) >= 0) return 1;
            if (NemoPhrases.AreIn(paragraph)) found++;
        }
        return (double)found / paragraphs;
    }

    /// <summary>The share of lines without end mark.</summary>
    public static double WithoutEndMark(ReadOnlySpan<byte> text)
    {
        int lines = 0, without = 0;
        foreach (ReadOnlySpan<byte> one in new FeedLines(text))
        {
            ReadOnlySpan<byte> line = Utf8.TrimEnd(one);
            if (line.IsEmpty) continue;
            lines++;
            if (line[^1] is not ((byte)'.' or (byte)'?' or (byte)'!' or (byte)'"' or (byte)'\'')) without++;
        }
        return lines == 0 ? 1 : (double)without / lines;
    }

    /// <summary>The share of lines that end with a form of the ellipsis, in any case.</summary>
    public static double Ellipses(ReadOnlySpan<byte> text, LowerCaser lower)
    {
        int lines = 0, ends = 0;
        foreach (ReadOnlySpan<byte> one in new FeedLines(lower.Lower(text)))
        {
            ReadOnlySpan<byte> line = Utf8.TrimEnd(one);
            if (line.IsEmpty) continue;
            lines++;
            if (line.EndsWith("..."u8) || line.EndsWith("…"u8) || line.EndsWith("[...]"u8) || line.EndsWith("(...)"u8) || line.EndsWith("[…]"u8)
                || line.EndsWith("-»"u8) || line.EndsWith("read more.."u8) || line.EndsWith("read more"u8)) ends++;
        }
        return lines == 0 ? 1 : (double)ends / lines;
    }

    /// <summary>The shares of different lines, and of their characters. Blank lines do not count.</summary>
    public static (double Count, double Characters) UniqueLines(ReadOnlySpan<byte> text, SpanTable parts)
    {
        parts.Reset(text.Length);
        var lines = new FeedLines(text);
        while (lines.MoveNext())
            if (!Utf8.IsBlank(lines.Current)) parts.Add(text, lines.Start, lines.Length);
        return Unique(text, parts);
    }

    /// <summary>The shares of different paragraphs, and of their characters.</summary>
    public static (double Count, double Characters) UniqueParagraphs(ReadOnlySpan<byte> text, SpanTable parts)
    {
        parts.Reset(text.Length);
        var paragraphs = new FeedParagraphs(text);
        while (paragraphs.MoveNext()) parts.Add(text, paragraphs.Start, paragraphs.Length);
        return Unique(text, parts);
    }

    /// <summary>Numbers the words of a document.</summary>
    public static WordRuns Start(Document document, TextScratch scratch)
    {
        WordRuns words = scratch.Words;
        words.Clear();
        words.AddAll(document.Words, document.Utf8Text.Span);
        words.Finish();
        return words;
    }

    /// <summary>The share of characters that go if the most frequent n-gram is removed from the text.</summary>
    public static double TopNGram(Document document, WordRuns words, TextEdit edit)
    {
        words.MostFrequent(out int position);
        edit.Clear();
        for (int i = 0; i < words.Length; i++)
        {
            if (i > 0) edit.Append(" "u8);
            edit.Append(document.Words[position + i]);
        }
        ReadOnlySpan<byte> gram = edit.Written;
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        int count = gram.Length <= MaxSearched ? Utf8.CountOccurrences(text, gram) : LongSearch.Count(text, gram);
        return (double)count * Utf8.Count(gram) / Utf8.Count(text);
    }

    /// <summary>The share of characters in second and later copies of n-grams, with the blanks between their words.</summary>
    public static double DuplicateNGrams(WordRuns words, int characters, SeenSet seen)
    {
        seen.Clear(words.GramCount);
        long duplicated = 0;
        int overlap = 0, previous = -1, length = words.Length;
        for (int i = 0; i < words.Positions.Length; i++)
        {
            int position = words.Positions[i];
            overlap = Math.Max(0, overlap - (position - previous));
            previous = position;
            if (!seen.Add(words.Grams[i]))
            {
                for (int word = position + overlap; word < position + length; word++) duplicated += words.WordLengths[word];
                duplicated += Math.Min(length - overlap, length - 1);
                overlap = length;
            }
        }
        return (double)duplicated / characters;
    }

    private static (double Count, double Characters) Unique(ReadOnlySpan<byte> text, SpanTable parts)
    {
        long all = 0, characters = 0, unique = 0;
        foreach (SpanTable.Entry part in parts.Entries)
        {
            long length = Utf8.Count(text.Slice(part.Start, part.Length));
            all += part.Count;
            characters += length * part.Count;
            unique += length;
        }
        return (all == 0 ? 0 : (double)parts.Count / all, characters == 0 ? 0 : (double)unique / characters);
    }

    private static bool IsEllipsis(ReadOnlySpan<byte> word) => word.Length switch
    {
        3 => word.SequenceEqual("..."u8) || word.SequenceEqual("…"u8) || word.SequenceEqual("-»"u8),
        5 => word.SequenceEqual("[...]"u8) || word.SequenceEqual("(...)"u8) || word.SequenceEqual("[…]"u8),
        _ => false,
    };

    private static bool NextUrl(ReadOnlySpan<byte> text, int at, out int start, out int end)
    {
        while (at < text.Length && text[at..].IndexOf("http"u8) is >= 0 and var found)
        {
            start = at + found;
            ReadOnlySpan<byte> rest = text[start..];
            int scheme = rest.StartsWith("http://"u8) ? 7 : rest.StartsWith("https://"u8) ? 8 : 0;
            end = start + Math.Max(scheme, 1);
            if (scheme > 0)
            {
                while (end < text.Length && (UrlBytes.Contains(text[end]) || IsEscape(text, end))) end += text[end] == '%' ? 3 : 1;
                if (end > start + scheme) return true;
            }
            at = end;
        }
        start = end = text.Length;
        return false;
    }

    private static bool IsEscape(ReadOnlySpan<byte> text, int at) =>
        text[at] == '%' && at + 2 < text.Length && char.IsAsciiHexDigit((char)text[at + 1]) && char.IsAsciiHexDigit((char)text[at + 2]);
}
