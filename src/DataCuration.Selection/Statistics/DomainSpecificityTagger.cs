namespace DataCuration.Selection;

/// <summary>
/// Writes how specific each document is to a domain, by the score of CaseHOLD (Zheng and others 2021, arXiv 2104.08671). The score is the loss of a
/// general model minus that of a model of the domain, each as the mean over the tokens, in nats. A text with a higher score is more like the domain's own.
/// </summary>
/// <remarks>
/// The paper takes the pretraining loss of two BERT models with the same vocabulary and number of steps. Models with different tokens cannot be compared by
/// losses per token; give both models the same tokenizer. The loss of the general model is the document's difficulty. A document of which a model predicts
/// nothing gets no annotation.
/// </remarks>
/// <param name="general">The general model.</param>
/// <param name="domain">The model of the domain.</param>
public sealed class DomainSpecificityTagger(ITokenLossScorer general, ITokenLossScorer domain) : BatchTransform
{
    /// <summary>The loss of the general model, in nats per token.</summary>
    public static readonly AnnotationKey<double> GeneralLoss = new("general_loss");

    /// <summary>The loss of the domain's model, in nats per token.</summary>
    public static readonly AnnotationKey<double> DomainLoss = new("domain_loss");

    /// <summary>The difference: general minus domain.</summary>
    public static readonly AnnotationKey<double> Specificity = new("domain_specificity");

    private readonly ITokenLossScorer general = general ?? throw new ArgumentNullException(nameof(general));
    private readonly ITokenLossScorer domain = domain ?? throw new ArgumentNullException(nameof(domain));

    /// <inheritdoc/>
    public override int BatchSize => Math.Max(general.BatchSize, domain.BatchSize);

    /// <inheritdoc/>
    protected override ValueTask TransformAsync(ReadOnlyMemory<Document> documents, Memory<StageResult> results, StageContext context,
        CancellationToken cancellationToken)
    {
        List<TokenLoss>[] first = TokenLosses.Score(general, documents.Span, cancellationToken),
            second = TokenLosses.Score(domain, documents.Span, cancellationToken);
        for (int i = 0; i < documents.Length; i++)
        {
            Document document = documents.Span[i];
            double generalLoss = TokenLosses.Mean(first[i]), domainLoss = TokenLosses.Mean(second[i]);
            DocumentEditor editor = document.Edit();
            if (double.IsFinite(generalLoss - domainLoss))
                editor.Set(GeneralLoss, generalLoss).Set(DomainLoss, domainLoss).Set(Specificity, generalLoss - domainLoss);
            else
                foreach (string name in (string[])[GeneralLoss.Name, DomainLoss.Name, Specificity.Name])
                    if (StaleAnnotation.IsThere(document, name)) editor.Set(name, AnnotationValue.Null);
            Document edited = editor.Build();
            if (!ReferenceEquals(edited, document)) results.Span[i] = StageResult.Replace(edited);
        }
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("general_batch", general.BatchSize);
        writer.AddScope("general", general.Describe);
        writer.Add("domain_batch", domain.BatchSize);
        writer.AddScope("domain", domain.Describe);
    }
}
