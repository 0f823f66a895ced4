namespace DataCuration.Selection;

/// <summary>
/// Writes the information gain of a longer context for each document (<see cref="InformationGain"/>), in nats per token. The two scorers are one model with two
/// lengths of context: the paper compares 128 tokens with 256, 512 and 1,024.
/// </summary>
/// <remarks>
/// A document of which the models predict nothing gets no annotation. Documents shorter than the short context gain nothing, so leave them out or cut the
/// corpus into pieces of equal length first (the paper: 2,048 tokens).
/// </remarks>
/// <param name="shortContext">The model with the short context.</param>
/// <param name="longContext">The same model with the long context.</param>
public sealed class InformationGainTagger(ITokenLossScorer shortContext, ITokenLossScorer longContext) : BatchTransform
{
    /// <summary>The default annotation.</summary>
    public static readonly AnnotationKey<double> Gain = new("information_gain");

    private readonly ITokenLossScorer shortContext = shortContext ?? throw new ArgumentNullException(nameof(shortContext));
    private readonly ITokenLossScorer longContext = longContext ?? throw new ArgumentNullException(nameof(longContext));

    /// <summary>The annotation to write. Default: <c>information_gain</c>.</summary>
    public string Annotation { get; init => field = OptionChecks.NotEmpty(value); } = Gain.Name;

    /// <inheritdoc/>
    public override int BatchSize => Math.Max(shortContext.BatchSize, longContext.BatchSize);

    /// <inheritdoc/>
    protected override ValueTask TransformAsync(ReadOnlyMemory<Document> documents, Memory<StageResult> results, StageContext context,
        CancellationToken cancellationToken)
    {
        List<TokenLoss>[] brief = TokenLosses.Score(shortContext, documents.Span, cancellationToken),
            full = TokenLosses.Score(longContext, documents.Span, cancellationToken);
        for (int i = 0; i < documents.Length; i++)
        {
            Document document = documents.Span[i];
            double gain = InformationGain.Of(brief[i], full[i]);
            if (double.IsFinite(gain)) results.Span[i] = StageResult.Replace(document.With(new AnnotationKey<double>(Annotation), gain));
            else if (StaleAnnotation.IsThere(document, Annotation))
                results.Span[i] = StageResult.Replace(document.Edit().Set(Annotation, AnnotationValue.Null).Build());
        }
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("short_batch", shortContext.BatchSize);
        writer.AddScope("short", shortContext.Describe);
        writer.Add("long_batch", longContext.BatchSize);
        writer.AddScope("long", longContext.Describe);
        writer.Add(nameof(Annotation), Annotation);
    }
}
