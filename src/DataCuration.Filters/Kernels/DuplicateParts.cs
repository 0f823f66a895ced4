namespace DataCuration.Filters;

/// <summary>Counts repeated parts of a text: second and later copies only.</summary>
/// <param name="Count">The number of parts.</param>
/// <param name="Duplicates">The number of parts that repeat an earlier one.</param>
/// <param name="DuplicateCharacters">The code points of these.</param>
internal readonly record struct DuplicateParts(int Count, int Duplicates, long DuplicateCharacters)
{
    /// <summary>Splits at runs of at least <paramref name="feeds"/> line feeds, as <c>re.split("\n{2,}")</c> and <c>re.split("\n+")</c> do.</summary>
    /// <param name="text">The text.</param>
    /// <param name="feeds">1 or 2.</param>
    /// <param name="table">Scratch memory.</param>
    public static DuplicateParts Split(ReadOnlySpan<byte> text, int feeds, SpanTable table)
    {
        ReadOnlySpan<byte> separator = feeds == 1 ? "\n"u8 : "\n\n"u8;
        // Most texts have few paragraphs and many lines: the number of separators bounds the number of parts.
        int first = text.IndexOf(separator);
        if (first < 0) return new(1, 0, 0);
        table.Reset(text.Count(separator) + 1);
        int count = 0, duplicates = 0;
        long characters = 0;
        int start = 0;
        while (true)
        {
            int offset = text[start..].IndexOf(separator);
            int end = offset < 0 ? text.Length : start + offset;
            int before = table.Count;
            table.Add(text, start, end - start);
            count++;
            if (table.Count == before)
            {
                duplicates++;
                characters += Utf8CodePoints.Count(text[start..end]);
            }
            if (offset < 0) return new(count, duplicates, characters);
            start = end + feeds;
            while (start < text.Length && text[start] == '\n') start++;
        }
    }
}
