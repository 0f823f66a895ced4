namespace DataCuration.Filters;

/// <summary>
/// Keeps texts of a length between two bounds (Data-Juicer's <c>text_length_filter</c>): from 10 characters on by default. Drop reason:
/// <c>text_length_filter</c>. Measure: <c>text_len</c>.
/// </summary>
public sealed class JuicerTextLengthFilter() : JuicerFilter("text_length_filter", "text_len", 10, double.MaxValue)
{
    private protected override double Measure(Document document, JuicerScratch scratch) => Utf8.Count(document.Utf8Text.Span);
}
