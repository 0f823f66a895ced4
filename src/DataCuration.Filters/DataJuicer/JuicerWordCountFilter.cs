namespace DataCuration.Filters;

/// <summary>
/// Keeps texts with a number of words between two bounds (Data-Juicer's <c>words_num_filter</c>): from 10 on by default. Words lie between blanks, tabs and
/// line feeds and have other than special characters. Drop reason: <c>words_num_filter</c>. Measure: <c>num_words</c>.
/// </summary>
public sealed class JuicerWordCountFilter() : JuicerFilter("words_num_filter", "num_words", 10, double.MaxValue)
{
    private protected override double Measure(Document document, JuicerScratch scratch) =>
        JuicerKernel.CountWords(document.Utf8Text.Span);
}
