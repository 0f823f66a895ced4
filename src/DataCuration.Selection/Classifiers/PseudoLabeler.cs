namespace DataCuration.Selection;

/// <summary>
/// Gives unlabelled documents the best label of a classifier, with its score as the confidence (<see cref="PseudoLabels"/>). A document that has a label of its
/// own keeps it. A text without any known feature gets no label. <see cref="PseudoLabelSelection"/> takes the confident ones as training examples.
/// </summary>
/// <param name="scorer">The classifier. Scores must be probabilities, as those of <c>FastTextScorer</c>.</param>
public sealed class PseudoLabeler(ITextScorer scorer) : BatchTransform
{
    private readonly ITextScorer scorer = scorer ?? throw new ArgumentNullException(nameof(scorer));

    /// <summary>The field of labels. Default: <c>label</c>.</summary>
    public string Annotation { get; init => field = OptionChecks.NotEmpty(value); } = PseudoLabels.Label;

    /// <inheritdoc/>
    public override int BatchSize => ScoreBatches.BatchSize(scorer);

    /// <inheritdoc/>
    protected override ValueTask TransformAsync(ReadOnlyMemory<Document> documents, Memory<StageResult> results, StageContext context,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ReadOnlySpan<float> scores = context.Scratch<ScoreBatches>().Score(scorer, documents.Span);
        int labels = scorer.Labels.Count;
        for (int i = 0; i < documents.Length; i++)
        {
            ReadOnlySpan<float> own = scores.Slice(i * labels, labels);
            int best = -1;
            for (int j = 0; j < labels; j++)
                if (!float.IsNaN(own[j]) && (best < 0 || own[j] > own[best])) best = j; // of equal scores, the first label wins
            results.Span[i] = PseudoLabels.Write(documents.Span[i], Annotation, best < 0 ? null : scorer.Labels[best], best < 0 ? 0 : own[best]);
        }
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.AddScope("scorer", scorer.Describe);
        writer.Add(nameof(Annotation), Annotation);
    }
}
