using System.Runtime.InteropServices;

namespace DataCuration.Selection;

/// <summary>A worker's buffers for scoring a batch.</summary>
internal sealed class ScoreBatches
{
    private readonly List<ReadOnlyMemory<byte>> texts = [];
    private float[] scores = [];

    /// <summary>Scores a batch. Returns one number for each label and document, valid until the next call.</summary>
    public ReadOnlySpan<float> Score(ITextScorer scorer, ReadOnlySpan<Document> documents)
    {
        texts.Clear();
        foreach (Document document in documents) texts.Add(document.Utf8Text);
        int length = checked(documents.Length * scorer.Labels.Count);
        if (scores.Length < length) scores = new float[length];
        scorer.Score(CollectionsMarshal.AsSpan(texts), scores.AsSpan(0, length));
        texts.Clear(); // so that the buffers keep no texts alive
        return scores.AsSpan(0, length);
    }

    /// <summary>
    /// Returns the batch size of a stage: the scorer's, or 64 if the scorer takes one document at a time, so that calls have little overhead.
    /// </summary>
    public static int BatchSize(ITextScorer scorer) => scorer.BatchSize > 1 ? scorer.BatchSize : 64;
}
