using DataCuration.Deduplication;
using DataCuration.Filters;
using DataCuration.Synthesis;
using TextForm = DataCuration.Deduplication.TextForm;

namespace DataCuration.Recipes;

/// <summary>
/// A corpus of Chinese posts without markup, each once, with the places of a lexicon's terms for masks. After Zhai and others 2024, <em>Chinese MentalBERT</em>
/// (arXiv 2402.09151). What is ours: docs/recipe-chinese-social-media.md.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Recipes;
/// using DataCuration.Synthesis;
///
/// using var run = new CurationRun();
/// var options = new ChineseSocialMediaOptions { Lexicon = TermMatcher.Load("depression-lexicon.txt") };
/// Corpus posts = await ChineseSocialMediaRecipe.BuildAsync(Corpus.FromJsonl("posts/*.jsonl"), run, options);
/// await posts.WriteJsonlAsync("chinese-posts", run);
/// </code>
/// </example>
public static class ChineseSocialMediaRecipe
{
    /// <summary>Builds the corpus. Duplicates are found here; documents are written when the result is.</summary>
    /// <param name="posts">Posts, one a document.</param>
    /// <param name="run">The run that executes the work.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work. The next run continues.</param>
    /// <returns>The cleaned posts.</returns>
    /// <exception cref="ArgumentException">Posts shall have terms, and there is no lexicon.</exception>
    public static async Task<Corpus> BuildAsync(
        Corpus posts, CurationRun run, ChineseSocialMediaOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(posts);
        ArgumentNullException.ThrowIfNull(run);
        options ??= new ChineseSocialMediaOptions();
        if (options.MinTerms > 0 && options.Lexicon is null)
        {
            throw new ArgumentException($"{nameof(options.MinTerms)} is {options.MinTerms}, and there is no {nameof(options.Lexicon)}. Set both, or neither.",
                nameof(options));
        }
        // Platforms put zero-width spaces after addresses and names. Without them the markup is found, and equal posts are equal.
        Corpus clean = posts.Pipe(new InvisibleCharacterRemover(), options.Cleaner, new HanCountFilter { Min = options.MinHan });
        if (options.PersonalData != PersonalDataKinds.None) clean = clean.Pipe(new PersonalDataRemover { Kinds = options.PersonalData });
        if (options is { MinTerms: > 0, Lexicon: { } wanted }) clean = clean.Pipe(new TermFilter(wanted) { MinTerms = options.MinTerms });
        clean = await RecipeSteps.DeduplicateAsync(clean, run, TextForm.CaseAndWhiteSpace, similarity: null, cancellationToken).ConfigureAwait(false);
        // The places are those of the final text.
        return options.Lexicon is { } lexicon ? clean.Pipe(new TermTagger(lexicon) { Field = options.TermsField }) : clean;
    }
}
