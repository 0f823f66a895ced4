using System.Globalization;
using System.Text;
using DataCuration.FastText;

namespace DataCuration.Selection;

/// <summary>Evaluates a classifier on labelled lines.</summary>
internal static class ClassifierEvaluator
{
    /// <summary>Evaluates a classifier.</summary>
    /// <param name="model">The classifier.</param>
    /// <param name="lines">The test examples, one a line.</param>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>The evaluation of the classes, and that of the expected value if all labels are numbers.</returns>
    public static (ClassifierEvaluation Classes, ScoreAgreement? Scores) Evaluate(FastTextModel model, Stream lines, CancellationToken cancellationToken)
    {
        var cells = new Dictionary<(string, string), long>();
        var scores = new List<(double Truth, double Predicted)>();
        double[]? numbers = NumericLabels.Parse(model.Labels);
        var scratch = new FastTextScratch();
        var best = new FastTextPrediction[1];
        float[] probabilities = new float[model.Labels.Count];
        using var reader = new StreamReader(lines, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16, leaveOpen: true);
        while (reader.ReadLine() is { } line)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            string truth = line[ExampleLine.Prefix.Length..space];
            byte[] text = Encoding.UTF8.GetBytes(line[(space + 1)..]);
            int found = model.Predict(text, best, scratch);
            (string, string) cell = (truth, found == 0 ? "" : model.Labels[best[0].Label]);
            cells[cell] = cells.GetValueOrDefault(cell) + 1;
            // A label that occurs only among the test examples may be a word.
            if (numbers is null || !double.TryParse(truth, NumberStyles.Float, CultureInfo.InvariantCulture, out double known)) continue;
            bool isKnown = model.TryGetProbabilities(text, probabilities, scratch);
            scores.Add((known, isKnown ? NumericLabels.Expect(probabilities, numbers) : double.NaN));
        }
        return (ClassifierEvaluation.FromCells(cells), numbers is null ? null : ScoreAgreement.Compute(scores));
    }
}
