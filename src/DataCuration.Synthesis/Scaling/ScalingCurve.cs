using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace DataCuration.Synthesis;

/// <summary>
/// A mixture of exponentials: accuracy(x) = ceiling - Σ amplitude · rate^x, where x is the number of generated tokens in millions. It is the form that the
/// paper derives for EntiGraph (arXiv 2409.07431, section 6): accuracy grows linearly, then with the logarithm of the tokens, then approaches the ceiling.
/// </summary>
public sealed record ScalingCurve
{
    /// <summary>
    /// The curve that the paper publishes for closed-book accuracy on QuALITY in percent, with Llama 3 8B and up to 455 million tokens. It gives 38.3 without
    /// generated tokens, 48.0 at 10 million, 52.2 at 100 million and 56.2 at 455 million.
    /// </summary>
    public static ScalingCurve Published { get; } = new()
    {
        Ceiling = 64.5456,
        Terms = [new(13.8352, 0.9989), new(8.4705, 0.8961), new(3.9320, 0.0546)],
    };

    /// <summary>The value that the curve approaches.</summary>
    public required double Ceiling { get; init; }

    /// <summary>The terms, from the slowest to the fastest.</summary>
    public required ImmutableArray<ScalingTerm> Terms { get; init; }

    /// <summary>
    /// The root of the mean squared difference to the points that the curve was fitted to; 0 for a curve that was not fitted here. Default: 0.
    /// </summary>
    public double RootMeanSquareError { get; init; }

    /// <summary>Returns the value of the curve.</summary>
    /// <param name="millionTokens">The number of generated tokens in millions; 0 or more.</param>
    public double ValueAt(double millionTokens)
    {
        if (!(millionTokens >= 0)) throw new ArgumentOutOfRangeException(nameof(millionTokens), millionTokens, "A number of tokens must not be negative.");
        double value = Ceiling;
        foreach (ScalingTerm term in Terms) value -= term.Amplitude * Math.Pow(term.Rate, millionTokens);
        return value;
    }

    /// <summary>Returns the curve as a formula.</summary>
    public override string ToString()
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{Ceiling:0.####}");
        foreach (ScalingTerm term in Terms) text.Append(CultureInfo.InvariantCulture, $" - {term.Amplitude:0.####}*{term.Rate:0.#####}^x");
        return text.ToString();
    }
}
