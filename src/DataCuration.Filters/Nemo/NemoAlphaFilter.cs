namespace DataCuration.Filters;

/// <summary>
/// Keeps files with enough alphabetic characters (NeMo Curator's <c>AlphaFilter</c>, of StarCoder, against tables of numbers): at least 0.25 by default. An
/// empty text scores 0. Drop reason: <c>alpha_filter</c>.
/// </summary>
public sealed class NemoAlphaFilter() : NemoMinFilter("alpha_filter", 0.25)
{
    private protected override double Score(Document document, TextScratch scratch)
    {
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        return text.IsEmpty ? 0 : (double)CharacterClasses.Count(text, CharacterClasses.Alphabetic) / Utf8.Count(text);
    }
}
