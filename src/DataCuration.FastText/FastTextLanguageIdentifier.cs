using System.Collections.Concurrent;

namespace DataCuration.FastText;

/// <summary>
/// Identifies languages with a fastText model whose labels are languages, such as lid.176 (<c>__label__en</c>), or language and script
/// (<c>__label__eng_Latn</c>).
/// </summary>
/// <param name="model">A classifier whose labels are languages.</param>
public sealed class FastTextLanguageIdentifier(FastTextModel model) : ILanguageIdentifier
{
    private readonly FastTextModel model = model ?? throw new ArgumentNullException(nameof(model));
    private readonly string[] languages = [.. model.Labels.Select(label => LanguageTags.Primary(label) ?? label)];
    private readonly ConcurrentBag<Buffers> pool = [];

    /// <inheritdoc/>
    public string Name => "fastText";

    /// <inheritdoc/>
    public void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("kind", "fasttext");
        writer.Add("model", model);
    }

    /// <inheritdoc/>
    public int Identify(ReadOnlySpan<byte> utf8Text, Span<LanguageScore> languages)
    {
        if (languages.IsEmpty) return 0;
        if (!pool.TryTake(out Buffers? buffers)) buffers = new();
        // Labels with different scripts can be the same language, so predict a few more labels than languages are wanted.
        int wanted = Math.Min(model.Labels.Count, languages.Length + 3);
        if (buffers.Predictions.Length < wanted) buffers.Predictions = new FastTextPrediction[wanted];
        int found = model.Predict(utf8Text, buffers.Predictions.AsSpan(0, wanted), buffers.Scratch);
        int count = 0;
        for (int i = 0; i < found; i++)
        {
            FastTextPrediction prediction = buffers.Predictions[i];
            string language = this.languages[prediction.Label];
            int known = 0;
            while (known < count && languages[known].Language != language) known++;
            if (known < count) languages[known] = languages[known] with { Score = Math.Min(1, languages[known].Score + prediction.Probability) };
            else if (count < languages.Length) languages[count++] = new(language, Math.Min(1, prediction.Probability));
        }
        pool.Add(buffers);
        LanguageScore.SortBestFirst(languages[..count]);
        return count;
    }

    private sealed class Buffers
    {
        public FastTextScratch Scratch { get; } = new();

        public FastTextPrediction[] Predictions { get; set; } = [];
    }
}
