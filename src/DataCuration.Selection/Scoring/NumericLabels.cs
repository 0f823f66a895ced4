using System.Globalization;

namespace DataCuration.Selection;

/// <summary>Labels that are numbers, such as the points of a rating.</summary>
internal static class NumericLabels
{
    /// <summary>Returns the labels as numbers; null if one is not a finite number, or if there is no label.</summary>
    public static double[]? Parse(IReadOnlyList<string> labels)
    {
        double[] numbers = new double[labels.Count];
        for (int i = 0; i < numbers.Length; i++)
            if (!double.TryParse(labels[i], NumberStyles.Float, CultureInfo.InvariantCulture, out numbers[i]) || !double.IsFinite(numbers[i])) return null;
        return numbers.Length == 0 ? null : numbers;
    }

    /// <summary>Returns the expected value: Σ score · number / Σ score. NaN if the scores have no positive sum.</summary>
    public static double Expect(ReadOnlySpan<float> scores, ReadOnlySpan<double> numbers)
    {
        double sum = 0, total = 0;
        for (int i = 0; i < scores.Length; i++)
        {
            sum += scores[i] * numbers[i];
            total += scores[i];
        }
        return total > 0 ? sum / total : double.NaN;
    }
}
