using DataCuration.Deduplication;
using DataCuration.Extraction;
using DataCuration.Filters;

namespace DataCuration.Recipes;

/// <summary>
/// A corpus of posts with code and text together: answers with enough votes, their HTML as text with marks around code, and their comments. After SOBert
/// (Mukherjee and Hellendoorn 2023, arXiv 2306.03268): docs/recipe-stackoverflow.md.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Recipes;
///
/// using var run = new CurationRun();
/// Corpus posts = Corpus.FromJsonl(new JsonlReadOptions { TextField = "body" }, "posts/*.jsonl");
/// Corpus texts = await StackOverflowRecipe.BuildAsync(posts, run, new StackOverflowOptions { MinScore = 2 });
/// await texts.WriteJsonlAsync("stackoverflow", run);
/// </code>
/// </example>
public static class StackOverflowRecipe
{
    /// <summary>Builds the corpus. Each text is one post with its comments.</summary>
    /// <param name="posts">The posts: HTML as text, with votes, kind, title and comments as fields.</param>
    /// <param name="run">The run that executes the work.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work. The next run continues.</param>
    /// <returns>The texts.</returns>
    /// <exception cref="CurationRunException">A post lacks a field that is needed; the message names document and field.</exception>
    public static async Task<Corpus> BuildAsync(
        Corpus posts, CurationRun run, StackOverflowOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(posts);
        ArgumentNullException.ThrowIfNull(run);
        options ??= new StackOverflowOptions();
        Corpus texts = posts.Pipe(new PostFilter(options), new HtmlFragmentConverter(), new PostTextBuilder(options));
        if (options.RequiresCode) texts = texts.Pipe(new CodeFilter());
        texts = texts.Pipe(new WordCountFilter { Min = options.MinWords, Splitter = WordSplitter.WhiteSpace });
        // White space is part of code, so texts that differ in it are different.
        texts = await RecipeSteps.DeduplicateAsync(texts, run, TextForm.Unchanged, options.Similarity, cancellationToken).ConfigureAwait(false);
        texts = await RecipeSteps.DecontaminateAsync(texts, options.Evaluation, run, cancellationToken).ConfigureAwait(false);
        return options.PersonalData == PersonalDataKinds.None ? texts : texts.Pipe(new PersonalDataRemover { Kinds = options.PersonalData });
    }
}
