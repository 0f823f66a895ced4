namespace DataCuration.Mixing;

/// <summary>The mean and the spread of a rating over the documents of a pool.</summary>
/// <param name="Name">The annotation that has the rating.</param>
/// <param name="Mean">The mean, finite.</param>
/// <param name="StandardDeviation">The standard deviation of the population: the sum of squares is divided by the number of ratings. Positive, finite.</param>
public sealed record RatingScale(string Name, double Mean, double StandardDeviation)
{
    /// <summary>The annotation that has the rating.</summary>
    public string Name { get; } = OptionChecks.NotEmpty(Name);

    /// <summary>The mean, finite.</summary>
    public double Mean { get; } = double.IsFinite(Mean) ? Mean
        : throw new ArgumentOutOfRangeException(nameof(Mean), Mean, $"The mean of '{Name}' must be finite.");

    /// <summary>The standard deviation of the population. Positive, finite.</summary>
    public double StandardDeviation { get; } = StandardDeviation > 0 && double.IsFinite(StandardDeviation) ? StandardDeviation
        : throw new ArgumentOutOfRangeException(nameof(StandardDeviation), StandardDeviation, $"The deviation of '{Name}' must be positive and finite.");

    /// <summary>Returns the distance of a rating from the mean, in standard deviations.</summary>
    /// <param name="rating">The rating.</param>
    public double Standardize(double rating) => (rating - Mean) / StandardDeviation;
}
