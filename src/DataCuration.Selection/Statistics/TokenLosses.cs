namespace DataCuration.Selection;

/// <summary>Scores the tokens of documents in batches of a scorer's size.</summary>
internal static class TokenLosses
{
    public static List<TokenLoss>[] Score(ITokenLossScorer scorer, ReadOnlySpan<Document> documents, CancellationToken cancellationToken)
    {
        var losses = new List<TokenLoss>[documents.Length];
        var places = new List<int>();
        for (int i = 0; i < documents.Length; i++)
        {
            losses[i] = [];
            if (!documents[i].Utf8Text.IsEmpty) places.Add(i);
        }
        int size = Math.Max(1, scorer.BatchSize);
        for (int start = 0; start < places.Count; start += size)
        {
            cancellationToken.ThrowIfCancellationRequested();
            int count = Math.Min(size, places.Count - start);
            var texts = new ReadOnlyMemory<byte>[count];
            var own = new List<TokenLoss>[count];
            for (int i = 0; i < count; i++) (texts[i], own[i]) = (documents[places[start + i]].Utf8Text, losses[places[start + i]]);
            scorer.ScoreTokens(texts, own, cancellationToken);
        }
        return losses;
    }

    /// <summary>Returns the mean loss in nats; NaN without tokens.</summary>
    public static double Mean(List<TokenLoss> losses)
    {
        CompensatedSum sum = default;
        foreach (TokenLoss loss in losses) sum.Add(loss.Nats);
        return losses.Count == 0 ? double.NaN : sum.Value / losses.Count;
    }
}
