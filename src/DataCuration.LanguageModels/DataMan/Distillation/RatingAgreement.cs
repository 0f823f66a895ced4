using System.Globalization;
using DataCuration.Selection;

namespace DataCuration.LanguageModels;

/// <summary>
/// The agreement of two raters of the same documents on an integer scale, for example a fast model and the language model that it was distilled from, or two
/// runs of one model.
/// </summary>
public sealed class RatingAgreement
{
    /// <summary>Computes the agreement from a confusion matrix.</summary>
    /// <param name="evaluation">The evaluation; its classes must be integers. Examples without a predicted class count only as <see cref="Unrated"/>.</param>
    /// <exception cref="ArgumentException">A class is not an integer.</exception>
    public RatingAgreement(ClassifierEvaluation evaluation)
    {
        ArgumentNullException.ThrowIfNull(evaluation);
        Evaluation = evaluation;
        var cells = new List<(int Truth, int Predicted, long Count)>();
        foreach (ConfusionCell cell in evaluation.Confusion)
        {
            if (cell.Predicted.Length == 0) Unrated += cell.Count;
            else cells.Add((Number(cell.Truth), Number(cell.Predicted), cell.Count));
        }
        Documents = cells.Sum(cell => cell.Count);
        Exact = Share(cells.Where(cell => cell.Truth == cell.Predicted).Sum(cell => cell.Count));
        WithinOne = Share(cells.Where(cell => Math.Abs(cell.Truth - cell.Predicted) <= 1).Sum(cell => cell.Count));
        MeanAbsoluteError = Share(cells.Sum(cell => cell.Count * Math.Abs((long)cell.Truth - cell.Predicted)));
        Spearman = RankCorrelation(cells);

        double Share(long count) => (double)count / Documents;
    }

    /// <summary>The confusion matrix.</summary>
    public ClassifierEvaluation Evaluation { get; }

    /// <summary>The number of documents that both raters rated.</summary>
    public long Documents { get; }

    /// <summary>The number of documents without a rating by the second rater.</summary>
    public long Unrated { get; }

    /// <summary>The share of equal ratings; NaN without documents.</summary>
    public double Exact { get; }

    /// <summary>The share of ratings at most 1 apart; NaN without documents.</summary>
    public double WithinOne { get; }

    /// <summary>The mean absolute difference of the ratings; NaN without documents.</summary>
    public double MeanAbsoluteError { get; }

    /// <summary>Spearman's rank correlation from -1 to 1, with mean ranks for ties; NaN if a rater gave all documents the same rating.</summary>
    public double Spearman { get; }

    /// <summary>Computes the agreement of pairs of ratings.</summary>
    /// <param name="pairs">The ratings of each document by the first and the second rater; null if the second gave none.</param>
    public static RatingAgreement Of(IEnumerable<(int Truth, int? Predicted)> pairs)
    {
        ArgumentNullException.ThrowIfNull(pairs);
        return new(ClassifierEvaluation.Compute(
            pairs.Select(pair => (pair.Truth.ToString(CultureInfo.InvariantCulture), pair.Predicted?.ToString(CultureInfo.InvariantCulture) ?? ""))));
    }

    /// <summary>Returns the agreement in one line.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Documents} documents: exact {Exact:P1}, within 1 {WithinOne:P1}, mean absolute error "
            + $"{MeanAbsoluteError:F3}, Spearman {Spearman:F3}{(Unrated > 0 ? $", {Unrated} unrated" : "")}");

    /// <summary>Computes Pearson's correlation of the mean ranks, from the counts of pairs.</summary>
    private static double RankCorrelation(List<(int Truth, int Predicted, long Count)> cells)
    {
        Dictionary<int, double> first = Ranks(cells.Select(cell => (cell.Truth, cell.Count))),
            second = Ranks(cells.Select(cell => (cell.Predicted, cell.Count)));
        double total = cells.Sum(cell => cell.Count), mean = (total + 1) / 2, product = 0, squares1 = 0, squares2 = 0;
        foreach ((int truth, int predicted, long count) in cells)
        {
            double a = first[truth] - mean, b = second[predicted] - mean;
            product += count * a * b;
            squares1 += count * a * a;
            squares2 += count * b * b;
        }
        return squares1 > 0 && squares2 > 0 ? product / Math.Sqrt(squares1 * squares2) : double.NaN;

        static Dictionary<int, double> Ranks(IEnumerable<(int Value, long Count)> values)
        {
            var ranks = new Dictionary<int, double>();
            long before = 0;
            foreach (IGrouping<int, (int Value, long Count)> group in values.GroupBy(value => value.Value).OrderBy(group => group.Key))
            {
                long count = group.Sum(value => value.Count);
                ranks[group.Key] = before + (count + 1) / 2.0;
                before += count;
            }
            return ranks;
        }
    }

    private static int Number(string label) =>
        int.TryParse(label, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number) ? number
            : throw new ArgumentException($"'{label}' is not an integer.", nameof(label));
}
