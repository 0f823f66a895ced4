using System.Globalization;
using System.IO.Hashing;

namespace DataCuration.Mixing;

/// <summary>
/// Measures the mean and the standard deviation of ratings, so that <see cref="WeightedRatingTagger"/> can bring them to one scale. Weights of ratings mean
/// little without: a rating from 0 to 100 outweighs one from 0 to 1. Standard scores are our choice.
/// </summary>
/// <remarks>
/// A rating that is not finite counts as absent. A warning says how many documents lack a rating. The result does not depend on the number of workers. Its last
/// digits may depend on the division of the pool into files, and so does <see cref="RatingScales.PoolHash"/>. Memory: a few numbers for each rating.
/// </remarks>
public sealed class RatingScaleFit : CorpusFit<RatingScales>
{
    private readonly string[] ratings;

    /// <summary>Creates a fit.</summary>
    /// <param name="ratings">The annotations that have the ratings, at least one, without repeats.</param>
    /// <exception cref="ArgumentException">There is no name, or one is empty or appears twice.</exception>
    public RatingScaleFit(params IReadOnlyList<string> ratings)
    {
        ArgumentNullException.ThrowIfNull(ratings);
        if (ratings.Count == 0) throw new ArgumentException("There is no rating.", nameof(ratings));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string rating in ratings)
        {
            ArgumentException.ThrowIfNullOrEmpty(rating, nameof(ratings));
            if (!seen.Add(rating)) throw new ArgumentException($"The rating '{rating}' appears twice.", nameof(ratings));
        }
        this.ratings = [.. ratings];
    }

    /// <inheritdoc/>
    public override string Name => "rating-scales";

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("version", 1);
        foreach (string rating in ratings) writer.Add("rating", rating);
    }

    /// <inheritdoc/>
    /// <exception cref="CurationException">A rating is in no document, is equal in all, or is too large to be squared. The message names it.</exception>
    protected override async Task<RatingScales> FitAsync(FitScope scope, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(scope);
        PhaseFiles sums = await scope.MapAsync("ratings", scope.Corpus, new RatingSink(ratings), cancellationToken).ConfigureAwait(false);
        PhaseFiles files = await scope.FinishAsync("scales", (output, _) =>
        {
            RatingScales scales = Join(scope, sums, output);
            using Stream file = output.CreateFile(RatingScales.FileName);
            scales.WriteJson(file);
            return Task.CompletedTask;
        }, cancellationToken).ConfigureAwait(false);
        return RatingScales.Load(files.FindFile(RatingScales.FileName)!, files.Files);
    }

    private RatingScales Join(FitScope scope, PhaseFiles sums, ShardOutput output)
    {
        var moments = new RatingMoments[ratings.Length];
        var pool = new XxHash128();
        long documents = 0;
        for (int shard = 0; shard < scope.ShardCount; shard++)
            if (sums.FindFile(RatingSink.FileName(shard)) is { } path)
                documents += RatingSink.AddFrom(sums.Files.OpenRead(path, FileReadPattern.Sequential), moments, pool);
        for (int i = 0; i < ratings.Length; i++)
            if (moments[i].Count > 0 && moments[i].Count < documents)
                output.Warn(string.Create(CultureInfo.InvariantCulture,
                    $"{documents - moments[i].Count} of {documents} documents have no number in '{ratings[i]}'. They get no weighted rating."));
        return new([.. ratings.Select((rating, i) => ScaleOf(rating, moments[i], documents))], Convert.ToHexStringLower(pool.GetCurrentHash()));
    }

    private static RatingScale ScaleOf(string rating, RatingMoments moments, long documents)
    {
        if (moments.Count == 0)
            throw new CurationException(string.Create(CultureInfo.InvariantCulture,
                $"None of {documents} documents has a number in '{rating}'. Run the stage that rates before, or leave the rating out."));
        double deviation = moments.StandardDeviation;
        if (deviation == 0)
            throw new CurationException(string.Create(CultureInfo.InvariantCulture,
                $"All {moments.Count} ratings in '{rating}' are {moments.Mean:R}. A rating that is constant selects nothing: leave it out."));
        if (!double.IsFinite(deviation) || !double.IsFinite(moments.Mean))
            throw new CurationException($"The ratings in '{rating}' are so large that their variance is not finite. Divide them by a constant before.");
        return new(rating, moments.Mean, deviation);
    }
}
