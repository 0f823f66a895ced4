using System.Text;
using DataCuration.FastText;

namespace DataCuration.Selection;

/// <summary>Evaluates a classifier on labelled lines.</summary>
internal static class ClassifierEvaluator
{
    public static ClassifierEvaluation Evaluate(FastTextModel model, Stream lines, CancellationToken cancellationToken)
    {
        var cells = new Dictionary<(string, string), long>();
        var scratch = new FastTextScratch();
        var best = new FastTextPrediction[1];
        using var reader = new StreamReader(lines, Encoding.UTF8, detectEncodingFromByteOrderMarks: true, bufferSize: 1 << 16, leaveOpen: true);
        while (reader.ReadLine() is { } line)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int space = line.IndexOf(' ', StringComparison.Ordinal);
            string truth = line[ExampleLine.Prefix.Length..space];
            int found = model.Predict(Encoding.UTF8.GetBytes(line[(space + 1)..]), best, scratch);
            (string, string) cell = (truth, found == 0 ? "" : model.Labels[best[0].Label]);
            cells[cell] = cells.GetValueOrDefault(cell) + 1;
        }
        return ClassifierEvaluation.FromCells(cells);
    }
}
