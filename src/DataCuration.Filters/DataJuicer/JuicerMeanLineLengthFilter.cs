namespace DataCuration.Filters;

/// <summary>
/// Keeps texts with a mean length of lines between two bounds (Data-Juicer's <c>average_line_length_filter</c>): from 10 characters on by default, line ends
/// included. An empty text has mean 0. Drop reason: <c>average_line_length_filter</c>. Measure: <c>avg_line_length</c>.
/// </summary>
public sealed class JuicerMeanLineLengthFilter() : JuicerFilter("average_line_length_filter", "avg_line_length", 10, double.MaxValue)
{
    private protected override double Measure(Document document, JuicerScratch scratch)
    {
        int lines = 0;
        foreach (ReadOnlySpan<byte> _ in new PythonLines(document.Utf8Text.Span)) lines++;
        return lines == 0 ? 0 : (double)Utf8.Count(document.Utf8Text.Span) / lines;
    }
}
