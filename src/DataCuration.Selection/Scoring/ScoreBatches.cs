using System.Runtime.InteropServices;

namespace DataCuration.Selection;

/// <summary>A worker's buffers for scoring a batch.</summary>
internal sealed class ScoreBatches
{
    private readonly List<ReadOnlyMemory<byte>> texts = [];
    private float[] scores = [];

    /// <summary>Scores a batch: labels times documents numbers, good until the next call.</summary>
    public ReadOnlySpan<float> Score(ITextScorer scorer, ReadOnlySpan<Document> documents)
    {
        texts.Clear();
        foreach (Document document in documents) texts.Add(document.Utf8Text);
        int length = checked(documents.Length * scorer.Labels.Count);
        if (scores.Length < length) scores = new float[length];
        scorer.Score(CollectionsMarshal.AsSpan(texts), scores.AsSpan(0, length));
        texts.Clear(); // a stage's buffers hold no texts alive
        return scores.AsSpan(0, length);
    }

    /// <summary>How many documents a stage asks for at a time: the scorer's number, or enough of them that calls cost nothing.</summary>
    public static int BatchSize(ITextScorer scorer) => scorer.BatchSize > 1 ? scorer.BatchSize : 64;
}
