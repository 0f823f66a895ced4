namespace DataCuration.Filters;

/// <summary>
/// Keeps texts whose longest line has a length between two bounds (Data-Juicer's <c>maximum_line_length_filter</c>): from 10 characters on by default. Drop
/// reason: <c>maximum_line_length_filter</c>. Measure: <c>max_line_length</c>.
/// </summary>
public sealed class JuicerLongestLineFilter() : JuicerFilter("maximum_line_length_filter", "max_line_length", 10, double.MaxValue)
{
    private protected override double Measure(Document document, JuicerScratch scratch)
    {
        int longest = 0;
        foreach (ReadOnlySpan<byte> line in new PythonLines(document.Utf8Text.Span))
            if (line.Length > longest) longest = Math.Max(longest, Utf8.Count(line));
        return longest;
    }
}
