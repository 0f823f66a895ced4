namespace DataCuration.Recipes;

/// <summary>The options of <see cref="LiteratureRecipe"/>.</summary>
public sealed record LiteratureOptions
{
    /// <summary>The field of each text that names its paper, such as an arXiv identifier or a DOI.</summary>
    /// <value>Not empty; default <c>paper</c> (our choice). A text without it is an error. Versions of an arXiv identifier are one paper.</value>
    public string PaperField { get; init => field = OptionChecks.NotEmpty(value); } = "paper";

    /// <summary>The selection of sections of the papers; null to keep whole papers.</summary>
    /// <value>Default: abstract, introduction and conclusions.</value>
    public PaperSectionSelector? Sections { get; init; } = new();

    /// <summary>Summaries of the papers, with the field <see cref="PaperField"/>.</summary>
    /// <value>Default null, for none. The library makes them with a language model (docs/rephrasing.md).</value>
    public Corpus? Summaries { get; init; }

    /// <summary>Questions about the papers: the question as text, the answer in <see cref="AnswerField"/>, and the field <see cref="PaperField"/>.</summary>
    /// <value>Default null, for none. The library makes them with a language model (docs/instructions.md).</value>
    public Corpus? Questions { get; init; }

    /// <summary>The field of a question that holds the answer.</summary>
    /// <value>Not empty; default <c>answer</c> (our choice). A question without it is an error.</value>
    public string AnswerField { get; init => field = OptionChecks.NotEmpty(value); } = "answer";

    /// <summary>The share of the papers that are held out, with all their texts.</summary>
    /// <value>
    /// 0 to 1; default 0.01 (our choice). AstroMLab withheld the literature that its benchmark was made from, which <see cref="HeldOutPapers"/> does.
    /// </value>
    public double HeldOutShare { get; init => field = RecipeSteps.CheckShare(value, nameof(HeldOutShare)); } = 0.01;

    /// <summary>Papers that are held out in any case, such as those that a benchmark was made from.</summary>
    /// <value>Default: empty.</value>
    public IReadOnlyList<string> HeldOutPapers { get; init => field = value ?? throw new ArgumentNullException(nameof(value)); } = [];

    /// <summary>The seed of the hold-out.</summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>The similarity from which on two texts are near duplicates; null keeps them.</summary>
    /// <value>Above 0, at most 1; default 0.8 (our choice).</value>
    public double? Similarity { get; init => field = RecipeSteps.CheckSimilarity(value, nameof(Similarity)); } = 0.8;

    /// <summary>
    /// True to drop a training text that shares 12 words in a row with a held-out question and its answer, whatever paper it is of: a review may repeat the
    /// fact that a question asks for.
    /// </summary>
    /// <value>Default true (our choice).</value>
    public bool Decontaminates { get; init; } = true;
}
