using DataCuration.Training;

namespace DataCuration.Experiments;

/// <summary>
/// The difference of two models' accuracy on the same groups of questions, with the interval of the library's paired bootstrap. A group is drawn as a whole,
/// since answers to questions about one article depend on each other.
/// </summary>
/// <param name="Mean">The accuracy of the candidate minus that of the baseline, over all questions.</param>
/// <param name="Low">The lower end of the 95 % interval.</param>
/// <param name="High">The upper end of the 95 % interval.</param>
internal readonly record struct AccuracyDifference(double Mean, double Low, double High)
{
    /// <summary>Compares two models.</summary>
    /// <param name="candidate">For each group, the candidate's right answers and the number of questions.</param>
    /// <param name="baseline">The same for the baseline.</param>
    public static AccuracyDifference Between(IReadOnlyList<(int Right, int Questions)> candidate, IReadOnlyList<(int Right, int Questions)> baseline)
    {
        // The library resamples sums of bits over sums of bytes. Right answers over questions are the same kind of ratio.
        BitsPerByteDifference difference = PairedBootstrap.Compare(AsEvaluation(candidate), AsEvaluation(baseline), resamples: 10_000);
        return new(difference.Mean, difference.Low, difference.High);
    }

    private static EvaluationResult AsEvaluation(IReadOnlyList<(int Right, int Questions)> groups) =>
        new([.. groups.Select((group, i) => new DocumentEvaluation
        {
            Id = FormattableString.Invariant($"{i}"),
            Bits = group.Right,
            Utf8Bytes = group.Questions,
            Tokens = group.Questions,
        })]);
}
