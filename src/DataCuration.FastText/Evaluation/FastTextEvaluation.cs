using System.Runtime.InteropServices;
using System.Text;

namespace DataCuration.FastText;

/// <summary>
/// The quality of a classifier's predictions on a file, with the metrics of <c>fasttext test</c> and <c>test-label</c> (meter.cc of version 0.9.2).
/// </summary>
public sealed class FastTextEvaluation
{
    private readonly List<(float Score, bool Correct)>[]? curves;

    private FastTextEvaluation(FastTextLabelScore total, FastTextLabelScore[] labels, long examples, List<(float, bool)>[]? curves)
    {
        Total = total;
        Labels = labels;
        Examples = examples;
        this.curves = curves;
    }

    /// <summary>The number of evaluated lines (N): those with at least one label of the model and at least one known word or n-gram.</summary>
    public long Examples { get; }

    /// <summary>The score of all labels together: P@k and R@k.</summary>
    public FastTextLabelScore Total { get; }

    /// <summary>The scores of the single labels, in the order of <see cref="FastTextModel.Labels"/>.</summary>
    public IReadOnlyList<FastTextLabelScore> Labels { get; }

    /// <summary>Evaluates a model on a file of labelled lines.</summary>
    /// <param name="model">A classifier.</param>
    /// <param name="path">The file, in the format of training files.</param>
    /// <param name="count">The number of labels predicted for each line (k), 1 or more. Default: 1.</param>
    /// <param name="threshold">The minimum probability of a predicted label. Default: 0.</param>
    /// <param name="labelPrefix">The prefix of labels in the file. Default: <c>__label__</c>.</param>
    /// <param name="curves">
    /// True to keep all predictions, 8 bytes each, for <see cref="PrecisionAtRecall"/> and <see cref="RecallAtPrecision"/>. Default: false.
    /// </param>
    /// <param name="cancellationToken">Cancels the evaluation.</param>
    public static FastTextEvaluation Test(FastTextModel model, string path, int count = 1, float threshold = 0, string labelPrefix = "__label__",
        bool curves = false, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ModelPath.RequireText(path);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        if (float.IsNaN(threshold)) throw new ArgumentOutOfRangeException(nameof(threshold), threshold, null);
        ArgumentException.ThrowIfNullOrEmpty(labelPrefix);
        var gold = new long[model.Labels.Count];
        var predicted = new long[gold.Length];
        var correct = new long[gold.Length];
        List<(float, bool)>[]? points = curves ? [.. gold.Select(_ => new List<(float, bool)>())] : null;
        var scratch = new FastTextScratch();
        var predictions = new FastTextPrediction[Math.Min(count, gold.Length)];
        using var reader = new FastTextTokenReader(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 1));
        var line = new FastTextLineReader(reader, model.Dictionary, model.Arguments, Encoding.UTF8.GetBytes(labelPrefix));
        long examples = 0;
        while (!reader.Ended)
        {
            if (line.ReadText() == 0) break;
            if (line.Labels.IsEmpty || line.Rows.IsEmpty) continue;
            if ((++examples & 0xFF) == 0) cancellationToken.ThrowIfCancellationRequested();
            foreach (int label in line.Labels) gold[label]++;
            int found = model.Predict(line.Rows, predictions, scratch, threshold);
            foreach (FastTextPrediction prediction in predictions.AsSpan(0, found))
            {
                bool right = line.Labels.Contains(prediction.Label);
                predicted[prediction.Label]++;
                if (right) correct[prediction.Label]++;
                points?[prediction.Label].Add((Math.Min(prediction.Probability, 1), right));
            }
        }
        FastTextLabelScore[] scores =
            [.. gold.Select((_, i) => new FastTextLabelScore { Label = model.Labels[i], Gold = gold[i], Predicted = predicted[i], Correct = correct[i] })];
        var total = new FastTextLabelScore { Gold = gold.Sum(), Predicted = predicted.Sum(), Correct = correct.Sum() };
        return new(total, scores, examples, points);
    }

    /// <summary>Finds the best precision over all thresholds that reach a minimum recall. Only the k labels predicted for each line count.</summary>
    /// <param name="recall">The minimum recall, 0 to 1.</param>
    /// <param name="label">A label without its prefix; null for all labels together.</param>
    /// <returns>The precision, 0 to 1; 0 if no threshold reaches the recall.</returns>
    /// <exception cref="InvalidOperationException">The predictions were not kept (<c>curves</c>).</exception>
    public double PrecisionAtRecall(double recall, string? label = null) => Best(label, (precision, reached) => reached >= recall ? precision : 0);

    /// <summary>Finds the best recall over all thresholds that reach a minimum precision. Only the k labels predicted for each line count.</summary>
    /// <param name="precision">The minimum precision, 0 to 1.</param>
    /// <param name="label">A label without its prefix; null for all labels together.</param>
    /// <returns>The recall, 0 to 1; 0 if no threshold reaches the precision.</returns>
    /// <exception cref="InvalidOperationException">The predictions were not kept (<c>curves</c>).</exception>
    public double RecallAtPrecision(double precision, string? label = null) => Best(label, (reached, recall) => reached >= precision ? recall : 0);

    /// <summary>Returns the score of a label.</summary>
    /// <param name="label">A label without its prefix; null for all labels together.</param>
    /// <exception cref="ArgumentException">The model has no such label.</exception>
    public FastTextLabelScore Of(string? label) => label is null ? Total : Labels[IndexOf(label)];

    private int IndexOf(string label)
    {
        for (int i = 0; i < Labels.Count; i++)
            if (Labels[i].Label == label) return i;
        throw new ArgumentException($"The model has no label '{label}'.", nameof(label));
    }

    private double Best(string? label, Func<double, double, double> value)
    {
        if (curves is null) throw new InvalidOperationException("The predictions were not kept; call Test with 'curves: true'.");
        List<(float Score, bool Correct)> points = label is null ? [.. curves.SelectMany(curve => curve)] : [.. curves[IndexOf(label)]];
        long gold = Of(label).Gold, correct = 0;
        if (gold == 0) return 0;
        points.Sort((left, right) => right.Score.CompareTo(left.Score));
        ReadOnlySpan<(float Score, bool Correct)> sorted = CollectionsMarshal.AsSpan(points);
        double best = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            if (sorted[i].Correct) correct++;
            // A threshold accepts all predictions of the same score, or rejects all.
            if (i + 1 < sorted.Length && sorted[i + 1].Score == sorted[i].Score) continue;
            best = Math.Max(best, value((double)correct / (i + 1), (double)correct / gold));
        }
        return best;
    }
}
