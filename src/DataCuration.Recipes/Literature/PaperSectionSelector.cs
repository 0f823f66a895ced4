namespace DataCuration.Recipes;

/// <summary>
/// Keeps named sections of papers: abstract, introduction and conclusions, which say what a paper is about, without its tables, derivations and references.
/// Drop reason: <c>no_sections</c>.
/// </summary>
/// <remarks>
/// Headings are read in Markdown (<c>## 1 Introduction</c>), LaTeX (<c>\section{Introduction}</c>, the <c>abstract</c> environment), with a number
/// (<c>1 Introduction</c>, <c>IV. CONCLUSIONS</c>) after an empty line, or as a line with a known title alone. The text may follow the title in the same line
/// (<c>Abstract. We …</c>). A section ends at the next heading that is not one of its subsections, and at LaTeX's references, acknowledgements and appendix.
/// Headings stay as lines of their own, without number and marks.
/// </remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Recipes;
///
/// using var run = new CurationRun();
/// await Corpus.FromText("papers/*.md").Pipe(new PaperSectionSelector()).WriteJsonlAsync("sections", run);
/// </code>
/// </example>
public sealed class PaperSectionSelector : DocumentTransform
{
    /// <summary>Part of the fingerprint. Increase it when the same paper gives another text.</summary>
    private const int RulesVersion = 5;

    /// <summary>The drop reason of a paper without any of the sections.</summary>
    public const string NoSections = "no_sections";

    private readonly string[] lower = ["abstract", "introduction", "conclusion", "conclusions", "concluding remarks"];

    /// <summary>The names of the sections. A heading that begins or ends with a name is taken, such as "Discussion and conclusions".</summary>
    /// <value>
    /// Not empty; default: abstract, introduction, conclusion, conclusions, concluding remarks. AstroMLab trains on abstract, introduction and conclusion
    /// (AIC; model card of AstroLLaMA-3-8B-Base_AIC). The words for the last one are ours.
    /// </value>
    /// <exception cref="ArgumentException">The list is empty, or has an empty name.</exception>
    public IReadOnlyList<string> Names
    {
        get => lower;
        init
        {
            ArgumentNullException.ThrowIfNull(value);
            if (value.Count == 0) throw new ArgumentException("Name at least one section.", nameof(value));
            lower = [.. value.Select(name => OptionChecks.NotEmpty(name).ToLowerInvariant())];
        }
    }

    /// <summary>True to keep papers in which no section was found, as they are.</summary>
    /// <value>Default false: they are dropped.</value>
    public bool KeepsUndivided { get; init; }

    /// <summary>Returns the sections of a paper.</summary>
    /// <param name="text">The paper.</param>
    /// <returns>The sections, in the order of the text; null if the paper has no such section.</returns>
    public string? Select(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return PaperSections.Select(text, lower);
    }

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (PaperSections.Select(document.Text, lower) is { Length: > 0 } sections) return StageResult.Replace(document.WithText(sections));
        return KeepsUndivided ? StageResult.Keep : StageResult.Drop(NoSections);
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", RulesVersion);
        writer.Add(nameof(Names), string.Join('\0', lower));
        writer.Add(nameof(KeepsUndivided), KeepsUndivided);
    }
}
