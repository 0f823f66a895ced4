namespace DataCuration.Recipes;

/// <summary>
/// Keeps texts with code: a fence or a pair of backticks, as <see cref="Extraction.HtmlFragmentConverter"/> writes them. Drop reason: <c>no_code</c>.
/// </summary>
internal sealed class CodeFilter : DocumentFilter
{
    protected override StageResult Evaluate(Document document, StageContext context)
    {
        ReadOnlySpan<byte> text = document.Utf8Text.Span;
        int first = text.IndexOf((byte)'`');
        return first >= 0 && text[(first + 1)..].Contains((byte)'`') ? StageResult.Keep : StageResult.Drop("no_code");
    }

    protected override void Describe(FingerprintWriter writer) => writer.Add("version", 1);
}
