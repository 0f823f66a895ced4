namespace DataCuration.Filters;

/// <summary>
/// Keeps texts with enough letters, digits and other numbers (Data-Juicer's <c>alphanumeric_filter</c>): a share of at least 0.25 by default. An empty text has
/// share 0. Drop reason: <c>alphanumeric_filter</c>. Measure: <c>alnum_ratio</c>.
/// </summary>
public sealed class JuicerAlphanumericFilter() : JuicerFilter("alphanumeric_filter", "alnum_ratio", 0.25, double.MaxValue)
{
    private protected override double Measure(Document document, JuicerScratch scratch)
    {
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        return text.IsEmpty ? 0 : (double)CharacterClasses.Count(text, CharacterClasses.Alphanumeric) / Utf8.Count(text);
    }
}
