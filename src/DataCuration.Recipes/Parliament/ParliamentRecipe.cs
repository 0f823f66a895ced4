using DataCuration.Deduplication;
using DataCuration.Selection;

namespace DataCuration.Recipes;

/// <summary>
/// A corpus of parliamentary debates by speaker turn, with whole debates in train or dev. After RooseBERT (Dore, Cabrio and Villata 2025, arXiv 2508.03250):
/// docs/recipe-parliament.md.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Recipes;
///
/// using var run = new CurationRun();
/// RecipeResult result = await ParliamentRecipe.BuildAsync(Corpus.FromJsonl("sittings/*.jsonl"), run); // with the field "date"
/// await result.WriteJsonlAsync("parliament", run); // parliament/train and parliament/dev
/// </code>
/// </example>
public static class ParliamentRecipe
{
    /// <summary>Builds the corpora <see cref="RecipeParts.Train"/> and <see cref="RecipeParts.Dev"/>. The turns are written to files first.</summary>
    /// <param name="debates">The debates, such as a sitting day each.</param>
    /// <param name="run">The run that executes the work.</param>
    /// <param name="options">The options; null for the defaults.</param>
    /// <param name="cancellationToken">Stops the work. The next run continues.</param>
    /// <returns>Both corpora. A duplicate turn stays where it is first, so no turn is in both.</returns>
    /// <exception cref="CurationRunException">A debate lacks its date; the message names document and field.</exception>
    public static async Task<RecipeResult> BuildAsync(
        Corpus debates, CurationRun run, ParliamentOptions? options = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(debates);
        ArgumentNullException.ThrowIfNull(run);
        options ??= new ParliamentOptions();
        Corpus turns = await debates.Pipe(options.Turns).WriteJsonlAsync(options.Folder, run, null, cancellationToken).ConfigureAwait(false);
        Corpus once = await RecipeSteps.DeduplicateAsync(turns, run, TextForm.WhiteSpace, options.Similarity, cancellationToken).ConfigureAwait(false);
        return new RecipeResult((RecipeParts.Train, once.Pipe(Holdout(isDev: false))), (RecipeParts.Dev, once.Pipe(Holdout(isDev: true))));

        SourceHoldoutFilter Holdout(bool isDev) =>
            new(SpeakerTurnSplitter.Debate.Name) { Share = options.DevShare, Seed = options.Seed, KeepsHeldOut = isDev };
    }
}
