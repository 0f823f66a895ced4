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
        writer.Add("version", 3);
        writer.Add(nameof(field), field);
        writer.Add(nameof(kind), kind);
        writer.Add(nameof(answerField), answerField);
    }

    /// <summary>
    /// Returns a paper's name without <c>arXiv:</c>, <c>doi:</c>, the address of a page or file of either site, and the version and subject class of an arXiv
    /// identifier. arXiv's DOIs are their identifiers. Case does not count in a DOI, which is written in lower case here.
    /// </summary>
    public static string NameOf(string paper)
    {
        string name = paper.Trim();
        if (ArxivAddress().Match(name) is { Success: true } page)
        {
            name = page.Groups["name"].Value;
            if (name.EndsWith(".pdf", StringComparison.OrdinalIgnoreCase)) name = name[..^4];
        }
        else if (DoiAddress().Match(name) is { Success: true } doi)
        {
            name = Uri.UnescapeDataString(doi.Groups["name"].Value);
        }
        foreach (string prefix in Prefixes)
            if (name.StartsWith(prefix, StringComparison.OrdinalIgnoreCase)) name = name[prefix.Length..].Trim();
        if (name.StartsWith("10.", StringComparison.Ordinal) && name.Contains('/', StringComparison.Ordinal)) return name.ToLowerInvariant();
        Match arxiv = Arxiv().Match(name);
        if (!arxiv.Success) return name;
        return arxiv.Groups["archive"] is { Success: true } archive ? $"{archive.Value.ToLowerInvariant()}/{arxiv.Groups["number"].Value}"
            : arxiv.Groups["number"].Value;
    }

    // In this order: a DOI of arXiv may have both of the first ones.
    private static readonly string[] Prefixes = ["doi:", "10.48550/arxiv.", "arxiv:"];

    [GeneratedRegex(@"^(?:https?://)?(?:[a-z0-9-]+\.)*arxiv\.org/(?:abs|pdf|html|ps|format|src|e-print)/(?<name>[^?#\s]+?)/?(?:[?#]\S*)?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex ArxivAddress();

    [GeneratedRegex(@"^(?:https?://)?(?:dx\.|www\.)?doi\.org/(?<name>\S+)$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex DoiAddress();

    /// <summary>
    /// Both schemes of arXiv, <c>2505.17592v2</c> and <c>math.GT/0309136v1</c>, where the class is optional. Citations add the class: <c>2505.17592 [cs.CL]</c>.
    /// </summary>
    [GeneratedRegex(@"^(?:(?<number>[0-9]{4}\.[0-9]{4,5})|(?<archive>[a-z-]+)(?:\.[a-z]{2})?/(?<number>[0-9]{7}))(?:v[0-9]{1,3})?(?:\s*\[[a-z.-]+\])?$",
        RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Arxiv();
}
