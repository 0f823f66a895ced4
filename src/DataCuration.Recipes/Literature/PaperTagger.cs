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
    /// Returns one name for all spellings of a paper's identifier. The name has no <c>arXiv:</c>, <c>doi:</c>, address of either site, or version of an arXiv
    /// identifier. The DOI of an arXiv paper becomes the arXiv identifier. Case does not count in a DOI, which is written in lower case here.
    /// </summary>
    /// <remarks>
    /// Numbers of the old scheme count within an archive, so the subject class is left out: <c>math.GT/0309136</c> and <c>math/0309136</c> are one paper.
    /// </remarks>
    public static string NameOf(string paper)
    {
        string name = paper.Trim();
        // "doi:https://doi.org/10.48550/arXiv.2401.00001" has three.
        for (Match prefix = Prefix().Match(name); prefix.Success; prefix = Prefix().Match(name))
        {
            name = name[prefix.Length..].Trim();
            if (prefix.Groups["address"].Success) name = Uri.UnescapeDataString(name);
        }
        Match arxiv = Arxiv().Match(name);
        if (arxiv.Success)
            return arxiv.Groups["new"].Success ? arxiv.Groups["new"].Value : $"{arxiv.Groups["archive"].Value.ToLowerInvariant()}/{arxiv.Groups["old"].Value}";
        return Doi().IsMatch(name) ? name.ToLowerInvariant() : name;
    }

    /// <summary>
    /// The beginnings of identifiers: <c>arXiv:</c>, <c>doi:</c>, an address of arXiv (with its mirrors and ar5iv) or of the resolver of DOIs, and the
    /// prefix of arXiv's own DOIs.
    /// </summary>
    [GeneratedRegex(@"^(?:arxiv:|doi:|10\.48550/arxiv\.|(?<address>(?:https?://)?(?:(?:[a-z0-9-]+\.)*arxiv\.org/(?:abs|pdf|html|ps|src|e-print|format)"
        + @"|(?:www\.)?ar5iv\.org/(?:abs|html)|(?:dx\.|www\.)?doi\.org)/))", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Prefix();

    /// <summary>
    /// Both schemes of arXiv: <c>2505.17592v2</c> and <c>astro-ph/0601001v1</c>. The end of an address may follow, or the class in brackets that arXiv
    /// writes.
    /// </summary>
    [GeneratedRegex(@"^(?:(?<new>[0-9]{4}\.[0-9]{4,5})|(?<archive>[a-z]+(?:-[a-z]+)?)(?:\.[a-z-]+)?/(?<old>[0-9]{7}))(?:v[0-9]{1,3})?(?:\.pdf)?/?"
        + @"(?:[?#].*|\s*\[[^\]]*\])?$", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Arxiv();

    [GeneratedRegex(@"^10\.[^/]*/", RegexOptions.CultureInvariant)]
    private static partial Regex Doi();
}
