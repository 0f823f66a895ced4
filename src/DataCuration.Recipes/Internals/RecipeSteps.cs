using DataCuration.Deduplication;
using DataCuration.Filters;

namespace DataCuration.Recipes;

/// <summary>Steps that several recipes share.</summary>
internal static class RecipeSteps
{
    /// <summary>The drop reasons of <see cref="DeduplicateAsync"/>.</summary>
    public const string Exact = "exact_duplicate", Near = "near_duplicate";

    /// <summary>Removes exact duplicates, and near duplicates if a similarity is given.</summary>
    /// <param name="corpus">The corpus. Its stages give one document for each, at most.</param>
    /// <param name="run">The run.</param>
    /// <param name="form">The differences that exact duplicates may have.</param>
    /// <param name="similarity">The minimum similarity of near duplicates; null to keep them.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="known">A corpus whose documents go from this one, too; null for none.</param>
    public static async Task<Corpus> DeduplicateAsync(Corpus corpus, CurationRun run, TextForm form, double? similarity, CancellationToken cancellationToken,
        Corpus? known = null)
    {
        var key = ExactKey.Normalized(form);
        ExactIndex[] exactIndexes = known is null ? []
            : [await known.FitAsync(new ExactIndexFit { Key = key }, run, cancellationToken).ConfigureAwait(false)];
        var exact = new ExactDeduplication { Key = key, Indexes = exactIndexes };
        Corpus once = corpus.Keep(await corpus.FitAsync(exact, run, cancellationToken).ConfigureAwait(false), Exact);
        if (similarity is not { } least) return once;
        MinHashParameters parameters = MinHashPresets.Fast.WithThreshold(least);
        MinHashIndex[] nearIndexes = known is null ? []
            : [await known.FitAsync(new MinHashIndexFit { Parameters = parameters, KeepsShingles = true }, run, cancellationToken).ConfigureAwait(false)];
        var near = new MinHashDeduplication { Parameters = parameters, MinSimilarity = least, Indexes = nearIndexes };
        return once.Keep(await once.FitAsync(near, run, cancellationToken).ConfigureAwait(false), Near);
    }

    /// <summary>Drops documents that share 12 words in a row with an evaluation text. Returns the corpus itself without one.</summary>
    public static async Task<Corpus> DecontaminateAsync(Corpus corpus, Corpus? evaluation, CurationRun run, CancellationToken cancellationToken)
    {
        if (evaluation is null) return corpus;
        ContaminationIndex index = await evaluation.FitAsync(new ContaminationIndexFit(), run, cancellationToken).ConfigureAwait(false);
        return corpus.Pipe(new ContaminationFilter(index));
    }

    /// <summary>Checks a similarity of near duplicates.</summary>
    public static double? CheckSimilarity(double? value, string name) => value is null or (> 0 and <= 1) ? value
        : throw new ArgumentOutOfRangeException(name, value, "A similarity is above 0 and at most 1; null turns near duplicates off.");

    /// <summary>Checks a number of words.</summary>
    public static int CheckWords(int value, string name) => value >= 0 ? value
        : throw new ArgumentOutOfRangeException(name, value, "A number of words is not negative.");

    /// <summary>Checks a share.</summary>
    public static double CheckShare(double value, string name) => value is >= 0 and <= 1 ? value
        : throw new ArgumentOutOfRangeException(name, value, "A share is from 0 to 1.");
}
