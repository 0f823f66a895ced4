using System.Text;

namespace DataCuration.Selection.Tests;

/// <summary>A scorer that reads its scores from the text: numbers separated by spaces, in the labels' order. In any other text it knows nothing.</summary>
internal sealed class FakeScorer(string[] labels, int batchSize = 1) : ITextScorer
{
    public string Name => "fake";

    public IReadOnlyList<string> Labels => labels;

    public int BatchSize => batchSize;

    /// <summary>The largest batch so far.</summary>
    public int LargestBatch { get; private set; }

    public void Describe(FingerprintWriter writer)
    {
        foreach (string label in labels) writer.Add("label", label);
    }

    public void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<float> scores)
    {
        LargestBatch = Math.Max(LargestBatch, utf8Texts.Length);
        for (int i = 0; i < utf8Texts.Length; i++)
        {
            string[] words = Encoding.UTF8.GetString(utf8Texts[i].Span).Split(' ');
            Span<float> own = scores.Slice(i * labels.Length, labels.Length);
            own.Fill(float.NaN);
            if (words.Length != labels.Length) continue;
            for (int j = 0; j < labels.Length; j++)
                if (!float.TryParse(words[j], System.Globalization.CultureInfo.InvariantCulture, out own[j])) own[j] = float.NaN;
        }
    }
}
