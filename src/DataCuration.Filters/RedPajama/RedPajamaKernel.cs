using System.Text;

namespace DataCuration.Filters;

/// <summary>Measures RedPajama-Data v2's signals.</summary>
internal static class RedPajamaKernel
{
    private const int FirstTop = 2, FirstDuplicate = 5, Last = 10;
    private static readonly string[] GramNames =
    [
        "rps_doc_frac_chars_top_2gram", "rps_doc_frac_chars_top_3gram", "rps_doc_frac_chars_top_4gram", "rps_doc_frac_chars_dupe_5grams",
        "rps_doc_frac_chars_dupe_6grams", "rps_doc_frac_chars_dupe_7grams", "rps_doc_frac_chars_dupe_8grams", "rps_doc_frac_chars_dupe_9grams",
        "rps_doc_frac_chars_dupe_10grams",
    ];

    private static readonly string[] LineNames =
    [
        "rps_lines_ending_with_terminal_punctution_mark", "rps_lines_javascript_counts", "rps_lines_num_words", "rps_lines_numerical_chars_fraction",
        "rps_lines_start_with_bulletpoint", "rps_lines_uppercase_letter_fraction",
    ];

    /// <summary>Signals of raw words and of the text itself.</summary>
    public static void RawWords(Document document, DocumentEditor editor, HashSet<string>? stopWords, RedPajamaScratch scratch)
    {
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        TextWords words = document.GetWords(WordSplitter.WordPunct);
        int count = words.Count, capitals = 0, letters = 0, stops = 0;
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = stopWords is null ? default : stopWords.GetAlternateLookup<ReadOnlySpan<char>>();
        Span<char> decoded = stackalloc char[256];
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> word = words[i];
            if (IsUpper(word)) capitals++;
            if (HasAsciiLetter(word)) letters++;
            if (stopWords is not null && word.Length <= decoded.Length && lookup.Contains(decoded[..Encoding.UTF8.GetChars(word, decoded)])) stops++;
        }
        long symbols = (long)text.Count((byte)'#') + Utf8.CountOccurrences(text, "..."u8) + Utf8.CountOccurrences(text, "…"u8);
        Set(editor, "rps_doc_frac_all_caps_words", count == 0 ? null : (double)capitals / count);
        Set(editor, "rps_doc_frac_no_alph_words", count == 0 ? null : 1.0 - (double)letters / count);
        Set(editor, "rps_doc_symbol_to_word_ratio", count == 0 ? null : (double)symbols / count);
        editor.Set("rps_doc_num_sentences", AnnotationValue.FromNumber(CountSentences(text)));
        Set(editor, "rps_doc_curly_bracket", text.IsEmpty ? 0 : (double)(text.Count((byte)'{') + text.Count((byte)'}')) / Utf8.Count(text));
        // It is 0 if there are no normal words, and counts raw ones.
        if (stopWords is not null) Set(editor, "rps_doc_stop_word_fraction", Utf8.IsBlank(scratch.Normalize(text)) ? 0 : (double)stops / count);
    }

    /// <summary>Signals of normal words.</summary>
    public static void NormalWords(ReadOnlySpan<byte> text, DocumentEditor editor, HashSet<string>? badWords, int[] badLengths, RedPajamaScratch scratch)
    {
        ReadOnlySpan<byte> normal = scratch.Normalize(text);
        WordRuns words = scratch.Words;
        words.Clear();
        for (int at = 0; at < normal.Length;)
        {
            int blank = normal[at..].IndexOf((byte)' ');
            int length = blank < 0 ? normal.Length - at : blank;
            if (length > 0) words.Add(normal, at, length);
            at += length + 1;
        }
        int count = words.WordCount;
        editor.Set("rps_doc_word_count", AnnotationValue.FromInteger(count));
        Set(editor, "rps_doc_mean_word_length", count == 0 ? null : (double)words.Characters / count);
        Set(editor, "rps_doc_frac_unique_words", count == 0 ? null : (double)words.DistinctWords / count);
        Set(editor, "rps_doc_unigram_entropy", count == 0 ? null : Entropy(words.DistinctWordEntries, count));
        Set(editor, "rps_doc_lorem_ipsum", normal.IsEmpty ? 0 : (double)Utf8.CountOccurrences(normal, "lorem ipsum"u8) / Utf8.Count(normal));
        if (badWords is not null) editor.Set("rps_doc_ldnoobw_words", AnnotationValue.FromNumber(CountBad(normal, badWords, badLengths)));
        words.Finish();
        for (int length = FirstTop; length <= Last; length++)
        {
            words.Next();
            double covered;
            if (length < FirstDuplicate) covered = words.MostFrequent(out int position) is > 1 and var times ? (double)words.CharactersAt(position) * times : 0;
            else covered = words.CoveredCharacters();
            Set(editor, GramNames[length - FirstTop], covered == 0 ? 0 : covered / words.Characters);
        }
    }

    /// <summary>Signals of lines, and the share of lines with an ellipsis.</summary>
    public static void Lines(ReadOnlySpan<byte> text, DocumentEditor editor, bool withLines, RedPajamaScratch scratch)
    {
        int lines = 0, ellipses = 0, start = 0;
        foreach (RedPajamaLineList list in scratch.Lists) list.Clear();
        for (int at = 0; at < text.Length;)
        {
            int feed = text[at..].IndexOf((byte)'\n');
            ReadOnlySpan<byte> line = feed < 0 ? text[at..] : text.Slice(at, feed + 1);
            at += line.Length;
            ReadOnlySpan<byte> end = Utf8.TrimEnd(line);
            if (end.EndsWith("..."u8) || end.EndsWith("…"u8)) ellipses++;
            int length = Utf8.Count(line);
            if (withLines) AddLine(line, end, start, start + length, scratch);
            lines++;
            start += length;
        }
        Set(editor, "rps_doc_frac_lines_end_with_ellipsis", lines == 0 ? null : (double)ellipses / lines);
        if (!withLines) return;
        for (int i = 0; i < LineNames.Length; i++) editor.Set(LineNames[i], AnnotationValue.FromJson(scratch.Lists[i].ToJson()));
    }

    private static void AddLine(ReadOnlySpan<byte> line, ReadOnlySpan<byte> end, int from, int to, RedPajamaScratch scratch)
    {
        ReadOnlySpan<byte> normal = scratch.Normalize(line);
        int words = normal.IsEmpty ? 0 : normal.Count((byte)' ') + 1, javascript = 0;
        for (ReadOnlySpan<byte> rest = normal; !rest.IsEmpty && Utf8.NextWord(ref rest) is { IsEmpty: false } word;)
            if (word.SequenceEqual("javascript"u8)) javascript++;
        bool isMarked = end.EndsWith("."u8) || end.EndsWith("!"u8) || end.EndsWith("?"u8) || end.EndsWith("”"u8);
        ReadOnlySpan<byte> begin = Utf8.TrimStart(line);
        bool isBullet = !begin.IsEmpty && Utf8.Decode(begin, 0, out _) is 0x2022 or 0x2023 or 0x25B6 or 0x25C0 or 0x25E6 or 0x25A0 or 0x25A1 or 0x25AA
            or 0x25AB or 0x2013;
        double numeric = normal.IsEmpty ? 0 : (double)CharacterClasses.Count(normal, CharacterClasses.Numeric) / Utf8.Count(normal);
        double upper = (double)CharacterClasses.Count(line, CharacterClasses.Upper) / (to - from);
        Span<byte> buffer = stackalloc byte[32];
        ReadOnlySpan<byte> place = RedPajamaLineList.Format(from, to, buffer);
        RedPajamaLineList[] lists = scratch.Lists;
        lists[0].Add(place, isMarked ? 1 : 0);
        lists[1].Add(place, javascript);
        lists[2].Add(place, words);
        lists[3].Add(place, RedPajamaSignals.Round(numeric));
        lists[4].Add(place, isBullet ? 1 : 0);
        lists[5].Add(place, RedPajamaSignals.Round(upper));
    }

    private static void Set(DocumentEditor editor, string name, double? value) =>
        editor.Set(name, value is { } number ? AnnotationValue.FromNumber(RedPajamaSignals.Round(number)) : AnnotationValue.Null);

    /// <summary>A sentence begins with a word character; it and what follows up to the next stops belong to it.</summary>
    private static int CountSentences(ReadOnlySpan<byte> text)
    {
        int sentences = 0;
        for (int at = 0; at < text.Length;)
        {
            if (!WordBoundary.IsWord(Utf8.Decode(text, at, out int size)))
            {
                at += size;
                continue;
            }
            sentences++;
            int stop = text[at..].IndexOfAny((byte)'.', (byte)'!', (byte)'?');
            at = stop < 0 ? text.Length : at + stop;
        }
        return sentences;
    }

    private static bool IsUpper(ReadOnlySpan<byte> word)
    {
        bool hasUpper = false;
        for (int at = 0; at < word.Length;)
        {
            ushort bits = CharacterClasses.Of(Utf8.Decode(word, at, out int size));
            if ((bits & CharacterClasses.LowerOrTitle) != 0) return false;
            hasUpper |= (bits & CharacterClasses.Upper) != 0;
            at += size;
        }
        return hasUpper;
    }

    private static bool HasAsciiLetter(ReadOnlySpan<byte> word)
    {
        foreach (byte one in word)
            if ((one | 0x20) is >= (byte)'a' and <= (byte)'z') return true;
        return false;
    }

    private static double Entropy(ReadOnlySpan<SpanTable.Entry> words, int total)
    {
        double sum = 0;
        foreach (SpanTable.Entry word in words) sum += -word.Count / (double)total * Math.Log(word.Count / (double)total);
        return sum;
    }

    private static int CountBad(ReadOnlySpan<byte> normal, HashSet<string> badWords, int[] lengths)
    {
        HashSet<string>.AlternateLookup<ReadOnlySpan<char>> lookup = badWords.GetAlternateLookup<ReadOnlySpan<char>>();
        int found = 0;
        char[] decoded = Encoding.UTF8.GetString(normal).ToCharArray();
        foreach (int length in lengths)
        {
            for (int start = 0; start < decoded.Length;)
            {
                int end = start - 1;
                for (int i = 0; i < length && end < decoded.Length; i++)
                {
                    int blank = decoded.AsSpan(end + 1).IndexOf(' ');
                    end = end + 1 >= decoded.Length ? decoded.Length + 1 : blank < 0 ? decoded.Length : end + 1 + blank;
                    if (end == decoded.Length && i + 1 < length) end = decoded.Length + 1;
                }
                if (end > decoded.Length) break;
                if (lookup.Contains(decoded.AsSpan(start, end - start))) found++;
                int next = decoded.AsSpan(start).IndexOf(' ');
                start = next < 0 ? decoded.Length : start + next + 1;
            }
        }
        return found;
    }
}
