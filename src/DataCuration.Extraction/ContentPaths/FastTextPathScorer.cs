using System.Collections.Concurrent;
using DataCuration.FastText;

namespace DataCuration.Extraction;

/// <summary>Scores documents by the probability of one label of a fastText model, as RedStone does for math and questions.</summary>
public sealed class FastTextPathScorer : IContentPathScorer
{
    private readonly FastTextModel model;
    private readonly string label;
    private readonly int index;
    private readonly ConcurrentBag<(FastTextScratch Scratch, FastTextPrediction[] Predictions)> pool = [];

    /// <summary>Creates a scorer.</summary>
    /// <param name="model">The model.</param>
    /// <param name="label">The label of the path, without the <c>__label__</c> prefix.</param>
    /// <exception cref="ArgumentException">The model has no such label.</exception>
    public FastTextPathScorer(FastTextModel model, string label)
    {
        ArgumentNullException.ThrowIfNull(model);
        this.model = model;
        this.label = label;
        index = model.Labels.ToList().IndexOf(label);
        if (index < 0) throw new ArgumentException($"The model has no label '{label}'; it has {string.Join(", ", model.Labels.Take(20))}.", nameof(label));
    }

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", "fasttext");
        writer.Add("model", model);
        writer.Add("label", label);
    }

    /// <inheritdoc/>
    public double Score(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        if (!pool.TryTake(out (FastTextScratch Scratch, FastTextPrediction[] Predictions) buffers))
            buffers = (new(), new FastTextPrediction[model.Labels.Count]);
        int count = model.Predict(document.Utf8Text.Span, buffers.Predictions, buffers.Scratch);
        double score = 0;
        for (int i = 0; i < count; i++)
            if (buffers.Predictions[i].Label == index) score = Math.Min(1, buffers.Predictions[i].Probability);
        pool.Add(buffers);
        return score;
    }
}
