using DataCuration;
using DataCuration.Extraction;

namespace WebCorpus;

/// <summary>Keeps pages that declare one of some languages. The declaration may be wrong; LanguageTagger identifies the language from the text.</summary>
internal sealed class DeclaredLanguageFilter(IEnumerable<string> languages) : DocumentFilter
{
    private readonly string[] languages = [.. languages.Select(language => language.ToLowerInvariant()).Distinct().Order(StringComparer.Ordinal)];

    protected override StageResult Evaluate(Document document, StageContext context)
    {
        if (!document.TryGet(PageAnnotations.Language, out string? tag) || tag is null) return StageResult.Drop("no_language");
        string primary = tag.Split('-')[0].ToLowerInvariant();
        return languages.Contains(primary) ? StageResult.Keep : StageResult.Drop("other_language");
    }

    protected override void Describe(FingerprintWriter writer) => writer.Add("languages", string.Join(',', languages));
}
