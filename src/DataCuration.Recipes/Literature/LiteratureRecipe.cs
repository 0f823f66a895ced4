using DataCuration.Deduplication;
using DataCuration.Filters;
using DataCuration.Selection;

namespace DataCuration.Recipes;

/// <summary>
/// A corpus of scientific literature with questions: sections of papers, summaries, and questions with answers. Whole papers are held out with all their texts,
/// so that no question of a held-out paper is trained on. After AstroMLab 4 (de Haan et al. 2025, arXiv 2505.17592): docs/recipe-literature.md.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Recipes;
///
/// using var run = new CurationRun();
/// var options = new LiteratureOptions { Questions = Corpus.FromJsonl("questions/*.jsonl"), HeldOutPapers = ["2401.00001"] };
/// RecipeResult result = await LiteratureRecipe.BuildAsync(Corpus.FromJsonl("papers/*.jsonl"), run, options);
/// await result.WriteJsonlAsync("literature", run); // literature/train and literature/held-out
/// </code>
/// </example>
public static class LiteratureRecipe
{
    /// <summary>The paper that a text belongs to, without the version of an arXiv identifier.</summary>
    public static readonly AnnotationKey<string> Paper = new("literature_paper");

    /// <summary>The kind of a text: <c>paper</c>, <c>summary</c> or <c>question</c>.</summary>
    public static readonly AnnotationKey<string> Kind = new("literature_kind");

    /// <summary>Builds the corpora <see cref="RecipeParts.Train"/> and <see cref="RecipeParts.HeldOut"/>.</summary>
    /// <param name="papers">The papers, each with the field <see cref="LiteratureOptions.PaperField"/>.</param>
    /// <param name="run">The run that executes the work.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work. The next run continues.</param>
    /// <returns>Both corpora. Texts of papers come first, then summaries, then questions.</returns>
    /// <exception cref="CurationRunException">A text has no paper, or a question no answer; the message names document and field.</exception>
    public static async Task<RecipeResult> BuildAsync(
        Corpus papers, CurationRun run, LiteratureOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(papers);
        ArgumentNullException.ThrowIfNull(run);
        options ??= new LiteratureOptions();
        Corpus sections = papers.Pipe(new PaperTagger(options.PaperField, "paper", null));
        if (options.Sections is { } selector) sections = sections.Pipe(selector);
        var parts = new List<Corpus> { sections };
        if (options.Summaries is { } summaries) parts.Add(summaries.Pipe(new PaperTagger(options.PaperField, "summary", null)));
        Corpus? questions = options.Questions?.Pipe(new PaperTagger(options.PaperField, "question", options.AnswerField));
        if (questions is not null) parts.Add(questions);
        Corpus all = Corpus.Concat([.. parts]).Pipe(new CharacterCountFilter { Min = 1 });
        Corpus heldOut = all.Pipe(Holdout(options, keepsHeldOut: true));
        Corpus train = await DeduplicateAsync(all.Pipe(Holdout(options, keepsHeldOut: false)), heldOut, options.Similarity, run, cancellationToken)
            .ConfigureAwait(false);
        if (options.Decontaminates && questions is not null)
        {
            Corpus heldOutQuestions = questions.Pipe(Holdout(options, keepsHeldOut: true));
            train = await RecipeSteps.DecontaminateAsync(train, heldOutQuestions, run, cancellationToken).ConfigureAwait(false);
        }
        return new RecipeResult((RecipeParts.Train, train), (RecipeParts.HeldOut, heldOut));
    }

    private static SourceHoldoutFilter Holdout(LiteratureOptions options, bool keepsHeldOut) => new(Paper.Name)
    {
        Share = options.HeldOutShare,
        Sources = [.. options.HeldOutPapers.Select(PaperTagger.NameOf).Distinct(StringComparer.Ordinal)],
        KeepsHeldOut = keepsHeldOut,
        Seed = options.Seed,
    };

    /// <summary>Removes duplicates in the training texts, and training texts that are duplicates of held-out ones.</summary>
    private static async Task<Corpus> DeduplicateAsync(Corpus train, Corpus heldOut, double? similarity, CurationRun run, CancellationToken cancellationToken)
    {
        ExactKey key = ExactKey.Normalized(TextForm.CaseAndWhiteSpace);
        ExactIndex known = await heldOut.FitAsync(new ExactIndexFit { Key = key }, run, cancellationToken).ConfigureAwait(false);
        KeepList exact = await train.FitAsync(new ExactDeduplication { Key = key, Indexes = [known] }, run, cancellationToken).ConfigureAwait(false);
        Corpus once = train.Keep(exact, RecipeSteps.Exact);
        if (similarity is not { } least) return once;
        MinHashParameters parameters = MinHashPresets.Fast.WithThreshold(least);
        var nearIndex = new MinHashIndexFit { Parameters = parameters, KeepsShingles = true };
        MinHashIndex near = await heldOut.FitAsync(nearIndex, run, cancellationToken).ConfigureAwait(false);
        var fit = new MinHashDeduplication { Parameters = parameters, MinSimilarity = least, Indexes = [near] };
        return once.Keep(await once.FitAsync(fit, run, cancellationToken).ConfigureAwait(false), RecipeSteps.Near);
    }
}
