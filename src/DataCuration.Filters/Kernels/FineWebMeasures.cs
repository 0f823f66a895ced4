namespace DataCuration.Filters;

/// <summary>Measures the lines of a text for FineWeb's rules. Lines end at line feeds, and blank lines do not count.</summary>
internal struct FineWebMeasures
{
    /// <summary>Lines that are not blank, those that end with a mark, and those that are short.</summary>
    public int Lines, Ending, Short;

    /// <summary>The code points of lines that repeat an earlier one.</summary>
    public long DuplicateCharacters;

    /// <summary>The code points of the text without line feeds.</summary>
    public long Characters;

    /// <summary>The number of line feeds.</summary>
    public int LineFeeds;

    /// <summary>Measures a text.</summary>
    /// <param name="text">The text.</param>
    /// <param name="marks">The characters that end a sentence.</param>
    /// <param name="shortLength">The maximum length of a short line, in code points.</param>
    /// <param name="table">Scratch memory.</param>
    public void Count(ReadOnlySpan<byte> text, CodePointSet marks, int shortLength, SpanTable table)
    {
        LineFeeds = text.Count((byte)'\n');
        Characters = Utf8CodePoints.Count(text) - LineFeeds;
        table.Reset(LineFeeds + 1);
        for (int start = 0; start < text.Length;)
        {
            int length = text[start..].IndexOf((byte)'\n');
            if (length < 0) length = text.Length - start;
            ReadOnlySpan<byte> line = text.Slice(start, length);
            if (!Utf8.IsBlank(line))
            {
                Lines++;
                if (marks.Contains(Utf8.DecodeLast(line))) Ending++;
                // A line of n code points has at most 4 n bytes.
                if (length <= shortLength || (length <= 4L * shortLength && Utf8CodePoints.Count(line) <= shortLength)) Short++;
                int before = table.Count;
                table.Add(text, start, length);
                if (table.Count == before) DuplicateCharacters += Utf8CodePoints.Count(line);
            }
            start += length + 1;
        }
    }
}
