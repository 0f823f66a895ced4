using System.Collections.Concurrent;

namespace DataCuration.FastText;

/// <summary>Scores texts with a fastText classifier, for raters and taggers. The scores are the probabilities of all labels, with any loss.</summary>
/// <param name="model">A classifier.</param>
public sealed class FastTextScorer(FastTextModel model) : ITextScorer
{
    private readonly FastTextModel model = Check(model);
    private readonly ConcurrentBag<FastTextScratch> pool = [];

    /// <inheritdoc/>
    public string Name => "fastText";

    /// <inheritdoc/>
    public IReadOnlyList<string> Labels => model.Labels;

    /// <inheritdoc/>
    public int BatchSize => 1;

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", "fasttext");
        writer.Add("model", model);
    }

    /// <inheritdoc/>
    public void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<float> scores)
    {
        int labels = Labels.Count;
        if (scores.Length != (long)utf8Texts.Length * labels) throw new ArgumentException(
            $"{utf8Texts.Length} texts with {labels} labels each need {(long)utf8Texts.Length * labels} scores, not {scores.Length}.", nameof(scores));
        if (!pool.TryTake(out FastTextScratch? scratch)) scratch = new();
        for (int i = 0; i < utf8Texts.Length; i++)
        {
            Span<float> own = scores.Slice(i * labels, labels);
            if (!model.TryGetProbabilities(utf8Texts[i].Span, own, scratch)) own.Fill(float.NaN);
        }
        pool.Add(scratch);
    }

    private static FastTextModel Check(FastTextModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        if (model.Kind != FastTextModelKind.Supervised)
            throw new ArgumentException($"A model of word vectors ({model.Kind}) cannot score texts.", nameof(model));
        return model.Labels.Distinct(StringComparer.Ordinal).Count() == model.Labels.Count ? model
            : throw new ArgumentException("Two of the model's labels have the same name.", nameof(model));
    }
}
