namespace DataCuration.Training;

/// <summary>One denoiser of a mixture: the size and the rate of the spans that it removes.</summary>
public sealed record Denoiser
{
    /// <summary>
    /// UL2's mixture (Tay et al. 2022): R with mean spans of 3 and 8 tokens at a rate of 15 %, S with the last quarter, and X with (3, 50 %), (8, 50 %),
    /// (64, 15 %) and (64, 50 %). All seven have the same share, which is our choice.
    /// </summary>
    public static IReadOnlyList<Denoiser> Ul2 { get; } =
    [
        new() { Kind = DenoiserKind.Regular, MeanSpan = 3, Rate = 0.15 },
        new() { Kind = DenoiserKind.Regular, MeanSpan = 8, Rate = 0.15 },
        new() { Kind = DenoiserKind.Sequential, Rate = 0.25 },
        new() { Kind = DenoiserKind.Extreme, MeanSpan = 3, Rate = 0.5 },
        new() { Kind = DenoiserKind.Extreme, MeanSpan = 8, Rate = 0.5 },
        new() { Kind = DenoiserKind.Extreme, MeanSpan = 64, Rate = 0.15 },
        new() { Kind = DenoiserKind.Extreme, MeanSpan = 64, Rate = 0.5 },
    ];

    /// <summary>The kind, which decides the mode token.</summary>
    public required DenoiserKind Kind { get; init; }

    /// <summary>The mean number of tokens of a span. Of no effect for <see cref="DenoiserKind.Sequential"/>, which has one span at the end.</summary>
    /// <value>At least 1. Default 3: T5.</value>
    public double MeanSpan
    {
        get;
        init => field = value >= 1 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(MeanSpan), value, "Must be at least 1 and finite.");
    } = 3;

    /// <summary>The share of tokens that are removed.</summary>
    /// <value>Above 0 and below 1. Default 0.15: T5.</value>
    public double Rate
    {
        get;
        init => field = value is > 0 and < 1 ? value : throw new ArgumentOutOfRangeException(nameof(Rate), value, "Must be above 0 and below 1.");
    } = 0.15;

    /// <summary>The weight of the denoiser among the others.</summary>
    /// <value>Positive. Default 1.</value>
    public double Share
    {
        get;
        init => field = value > 0 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(Share), value, "Must be positive and finite.");
    } = 1;
}
