namespace DataCuration.Filters;

/// <summary>
/// Drops texts with many special characters (Data-Juicer's <c>special_characters_filter</c>): a share above 0.25 by default. Digits and white space are special
/// too, so plain English has 0.18. Drop reason: <c>special_characters_filter</c>. Measure: <c>special_char_ratio</c>.
/// </summary>
public sealed class JuicerSpecialCharacterFilter() : JuicerFilter("special_characters_filter", "special_char_ratio", 0, 0.25)
{
    private protected override double Measure(Document document, JuicerScratch scratch)
    {
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        return text.IsEmpty ? 0 : (double)SpecialCharacters.Count(text) / Utf8.Count(text);
    }
}
