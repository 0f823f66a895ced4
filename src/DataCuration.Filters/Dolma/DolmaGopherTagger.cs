namespace DataCuration.Filters;

/// <summary>
/// Dolma's Gopher attributes (<c>gopher_v1</c>, <c>gopher_v2</c>): 10 numbers, and the shares of n-grams for texts with enough words. Words lie between white
/// space. The share of characters in duplicate lines has the characters of words in its denominator, so it can exceed 1.
/// </summary>
public sealed class DolmaGopherTagger : DolmaTagger
{
    private const int FirstTop = 2, FirstDuplicate = 5, Last = 10;
    private static readonly string[] GramTypes =
    [
        "fraction_of_characters_in_most_common_2grams", "fraction_of_characters_in_most_common_3grams", "fraction_of_characters_in_most_common_4grams",
        "fraction_of_characters_in_duplicate_5grams", "fraction_of_characters_in_duplicate_6grams", "fraction_of_characters_in_duplicate_7grams",
        "fraction_of_characters_in_duplicate_8grams", "fraction_of_characters_in_duplicate_9grams", "fraction_of_characters_in_duplicate_10grams",
    ];

    /// <summary>True for <c>gopher_v2</c>, which takes several line feeds as one. Default: false, as the mixing files of Dolma v1.5 and v1.6 ask for.</summary>
    public bool IsVersion2 { get; init; }

    private protected override string Tagger => IsVersion2 ? "gopher_v2" : "gopher_v1";

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        TextScratch scratch = context.Scratch<TextScratch>();
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        DocumentEditor editor = document.Edit();
        WordRuns words = NemoKernel.Start(document, scratch);
        Set(editor, "character_count", Utf8.Count(text));
        SetWords(editor, document.Words, words, scratch);
        SetLines(editor, text, words.Characters, scratch.Parts);
        SetGrams(editor, words);
        return StageResult.Replace(editor.Build());
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add(nameof(IsVersion2), IsVersion2);
    }

    private void SetWords(DocumentEditor editor, TextWords all, WordRuns words, TextScratch scratch)
    {
        int symbols = 0, letters = 0, required = 0;
        foreach (ReadOnlySpan<byte> word in all)
        {
            if (word.Contains((byte)'#') || word.IndexOf("…"u8) >= 0) symbols++;
            if (CharacterClasses.ContainsAny(word, CharacterClasses.Letter)) letters++;
            if (StopWordSet.Gopher.Find(word) >= 0) required++;
        }
        int count = all.Count;
        Set(editor, "word_count", count);
        Set(editor, "median_word_length", Median(words.WordLengths, scratch.Histogram));
        Set(editor, "symbol_to_word_ratio", count == 0 ? 0 : (double)symbols / count);
        Set(editor, "fraction_of_words_with_alpha_character", count == 0 ? 0 : (double)letters / count);
        Set(editor, "required_word_count", required);
    }

    private void SetLines(DocumentEditor editor, ReadOnlySpan<byte> text, long wordCharacters, SpanTable parts)
    {
        int all = 0, bullets = 0, ellipses = 0, position = 0;
        parts.Reset(text.Length);
        var lines = new FeedLines(text);
        while (lines.MoveNext())
        {
            ReadOnlySpan<byte> line = lines.Current;
            bool isLast = lines.Start + lines.Length == text.Length;
            // Between line feeds of one run there is no line in version 2.
            if (IsVersion2 && line.IsEmpty && position > 0 && !isLast)
            {
                position++;
                continue;
            }
            position++;
            all++;
            parts.Add(text, lines.Start, lines.Length);
            if (line.StartsWith("*"u8) || line.StartsWith("-"u8)) bullets++;
            if (line.EndsWith("…"u8)) ellipses++;
        }
        long copies = 0, copied = 0;
        foreach (SpanTable.Entry part in parts.Entries)
        {
            if (part.Count < 2) continue;
            copies += part.Count;
            copied += (long)part.Count * Utf8.Count(text.Slice(part.Start, part.Length));
        }
        // On an empty text, and on one without words, the peer stops with zeros.
        bool isEmpty = text.IsEmpty;
        Set(editor, "fraction_of_lines_starting_with_bullet_point", isEmpty ? 0 : (double)bullets / all);
        Set(editor, "fraction_of_lines_ending_with_ellipsis", isEmpty ? 0 : (double)ellipses / all);
        Set(editor, "fraction_of_duplicate_lines", isEmpty ? 0 : (double)copies / all);
        Set(editor, "fraction_of_characters_in_duplicate_lines", isEmpty ? 0 : (double)copied / Math.Max(wordCharacters, 1));
    }

    private void SetGrams(DocumentEditor editor, WordRuns words)
    {
        for (int length = FirstTop; length <= Last && length <= words.WordCount; length++)
        {
            words.Next();
            double share;
            if (length < FirstDuplicate) share = (double)words.MostFrequent(out int position) * words.CharactersAt(position) / words.Characters;
            else
            {
                long repeated = 0;
                foreach (int position2 in words.Positions) repeated += words.CharactersAt(position2);
                share = (double)repeated / words.AllGramCharacters();
            }
            Set(editor, GramTypes[length - FirstTop], share);
        }
    }

    /// <summary>The median of the lengths, the mean of the two middle ones for an even number.</summary>
    private static double Median(ReadOnlySpan<int> lengths, List<int> sorted)
    {
        if (lengths.IsEmpty) return 0;
        sorted.Clear();
        sorted.AddRange(lengths);
        sorted.Sort();
        int middle = sorted.Count / 2;
        return sorted.Count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2.0;
    }
}
