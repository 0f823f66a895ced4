using System.Text.RegularExpressions;

namespace DataCuration.Recipes;

/// <summary>
/// Writes which paper a text belongs to and what it is, and joins questions to their answers. All versions of a paper have one name, so that a hold-out by name
/// has them on one side.
/// </summary>
/// <param name="field">The field with the paper.</param>
/// <param name="kind">The kind of the texts.</param>
/// <param name="answerField">The field with the answer; null for texts that are no questions.</param>
internal sealed partial class PaperTagger(string field, string kind, string? answerField) : DocumentTransform
{
    protected override StageResult Transform(Document document, StageContext context)
    {
        // 2401.00010 and 2401.0001 are one number and two papers.
        if (document.TryGetValue(field, out AnnotationValue value) && value.Kind == AnnotationKind.Number)
        {
            throw new CurationException($"Document '{document.Id}': field '{field}' is the number {value.AsString()}, and numbers lose the zeros at the end of "
                + "a name. Write names as texts, in quotes.");
        }
        string paper = NameOf(RecipeFields.GetText(document, field, $"{nameof(LiteratureOptions)}.{nameof(LiteratureOptions.PaperField)}"));
        DocumentEditor editor = document.Edit().Set(LiteratureRecipe.Paper, paper).Set(LiteratureRecipe.Kind, kind);
        if (answerField is not null)
        {
            string answer = RecipeFields.GetText(document, answerField, $"{nameof(LiteratureOptions)}.{nameof(LiteratureOptions.AnswerField)}");
            if (string.IsNullOrWhiteSpace(document.Text)) return StageResult.Drop("empty_question");
            editor.SetText($"Question: {document.Text.Trim()}\nAnswer: {answer}");
        }
        return StageResult.Replace(editor.Build());
    }

    protected override void Describe(FingerprintWriter writer)
    {
        writer.Add("version", 2);
        writer.Add(nameof(field), field);
        writer.Add(nameof(kind), kind);
        writer.Add(nameof(answerField), answerField);
    }

    /// <summary>
    /// Returns a paper's name without <c>arXiv:</c>, <c>doi:</c>, the address of either site, and the version of an arXiv identifier. Case does not count in a
    /// DOI, which is written in lower case here.
    /// </summary>
    public static string NameOf(string paper)
    {
        string name = paper.Trim();
        foreach (string prefix in Prefixes)
        {
            if (!name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) continue;
            name = name[prefix.Length..].Trim();
            break;
        }
        if (name.StartsWith("10.", StringComparison.Ordinal) && name.Contains('/', StringComparison.Ordinal)) return name.ToLowerInvariant();
        Match version = VersionedArxiv().Match(name);
        return version.Success ? version.Groups[1].Value : name;
    }

    private static readonly string[] Prefixes =
    [
        "arxiv:", "doi:", "https://arxiv.org/abs/", "http://arxiv.org/abs/", "https://doi.org/", "http://doi.org/", "https://dx.doi.org/",
        "http://dx.doi.org/",
    ];

    /// <summary>Both schemes of arXiv: <c>2505.17592v2</c> and <c>astro-ph/0601001v1</c>.</summary>
    [GeneratedRegex(@"^(\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})v\d{1,3}$")]
    private static partial Regex VersionedArxiv();
}
