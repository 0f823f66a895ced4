using DataCuration.Deduplication;
using DataCuration.Filters;
using DataCuration.Selection;
using DataCuration.Synthesis;
using TextForm = DataCuration.Deduplication.TextForm;

namespace DataCuration.Recipes;

/// <summary>
/// A corpus of a small technical domain: documents with its terms, each once, with indicators kept or masked. After Salahuddin et al. 2025 (<em>Less Data, More
/// Security</em>, arXiv 2507.02964), who adapted three models with 119 million tokens. The steps are ours: docs/recipe-cybersecurity.md.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Recipes;
///
/// using var run = new CurationRun();
/// Corpus domain = await CybersecurityRecipe.BuildAsync(Corpus.FromJsonl("web/*.jsonl"), run);
/// await domain.WriteJsonlAsync("cybersecurity", run);
/// </code>
/// </example>
public static class CybersecurityRecipe
{
    /// <summary>Builds the corpus. Decisions about the whole corpus are made here; documents are written when the result is.</summary>
    /// <param name="pool">Documents of any kind.</param>
    /// <param name="run">The run that executes the work.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work. The next run continues.</param>
    /// <returns>The documents of the domain.</returns>
    public static async Task<Corpus> BuildAsync(
        Corpus pool, CurationRun run, CybersecurityOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pool);
        ArgumentNullException.ThrowIfNull(run);
        options ??= new CybersecurityOptions();
        Corpus domain = pool.Pipe(new WordCountFilter { Min = options.MinWords, Splitter = WordSplitter.WhiteSpace });
        domain = options.Scorer is { } scorer
            ? domain.Pipe(new QualityRater(scorer, options.Label), new ScoreFilter(QualityRater.Score) { Min = options.MinScore })
            : domain.Pipe(new TermFilter(new TermMatcher(options.Terms, ignoresCase: true, wholeWords: true))
            { MinTerms = options.MinTerms, MinPerThousandWords = options.MinTermsPerThousandWords });
        // Before anything is masked: masked hashes would make different reports alike.
        Corpus once = await RecipeSteps.DeduplicateAsync(domain, run, TextForm.CaseAndWhiteSpace, options.Similarity, cancellationToken).ConfigureAwait(false);
        Corpus clean = await RecipeSteps.DecontaminateAsync(once, options.Evaluation, run, cancellationToken).ConfigureAwait(false);
        if (options.PersonalData != PersonalDataKinds.None) clean = clean.Pipe(new PersonalDataRemover { Kinds = options.PersonalData });
        return options.MaskedIndicators == IndicatorKinds.None ? clean : clean.Pipe(new IndicatorMasker { Kinds = options.MaskedIndicators });
    }
}
