namespace DataCuration.Selection;

/// <summary>
/// Writes the predictive strength (<see cref="Selection.PredictiveStrength"/>) of each document with known losses. Drops documents that lack a model's loss
/// with the reason <c>no_losses</c>, as in PreSelect.
/// </summary>
/// <remarks>
/// Memory: some hundred bytes for each document that the models were run on (900,000 in the paper), independent of the size of the corpus.
/// </remarks>
/// <param name="losses">The losses.</param>
public sealed class PredictiveStrengthTagger(ILossSource losses) : AsyncDocumentTransform, IPhaseCheck
{
    /// <summary>The annotation with the predictive strength, 0 to 1.</summary>
    public static readonly AnnotationKey<double> Strength = new("predictive_strength");

    private readonly ILossSource losses = losses ?? throw new ArgumentNullException(nameof(losses));
    // Stages with the same losses share a table.
    private readonly Lazy<string> identity = new(() => Identify(losses));
    private readonly double[] benchmarks = [.. losses.Models.Select(model => model.Benchmark)];

    /// <summary>True to keep documents without losses, without the annotation. Default: false.</summary>
    public bool KeepUnrated { get; init; }

    /// <summary>True to write each model's loss too, in bits per character, as <c>bits_per_character_MODEL</c>. Default: false.</summary>
    public bool WriteBitsPerCharacter { get; init; }

    /// <inheritdoc/>
    protected override async ValueTask<StageResult> TransformAsync(Document document, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(document);
        ArgumentNullException.ThrowIfNull(context);
        StrengthTable table = context.Resource($"losses:{identity.Value}", () => new StrengthTable(losses));
        if (await table.FindAsync(document.Id, cancellationToken).ConfigureAwait(false) is not { } own)
            return KeepUnrated ? Unrated(document) : StageResult.Drop("no_losses");
        DocumentEditor editor = document.Edit().Set(Strength, PredictiveStrength.Score(own, benchmarks));
        long characters = WriteBitsPerCharacter ? Utf8CodePoints.Count(document.Utf8Text.Span) : 0;
        for (int i = 0; i < own.Length && characters > 0; i++)
            editor.Set(new AnnotationKey<double>(BitsName(i)), PredictiveStrength.BitsPerCharacter(own[i], characters));
        if (characters == 0) ClearBits(editor, document);
        return StageResult.Replace(editor.Build());
    }

    /// <inheritdoc/>
    void IPhaseCheck.Check(StageReport counts, RunReport report)
    {
        ArgumentNullException.ThrowIfNull(counts);
        ArgumentNullException.ThrowIfNull(report);
        if (counts.In == 0 || counts.DroppedByReason.GetValueOrDefault("no_losses") < counts.In) return;
        throw new InsufficientDataException(FormattableString.Invariant(
            $"{report.Phase}: {counts.Name} dropped all {counts.In} documents (no_losses): no loss is known for the id of any. Losses and ")
                + "documents must have the same ids.");
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.AddScope("losses", losses.Describe);
        writer.Add(nameof(KeepUnrated), KeepUnrated);
        writer.Add(nameof(WriteBitsPerCharacter), WriteBitsPerCharacter);
    }

    private StageResult Unrated(Document document)
    {
        DocumentEditor editor = document.Edit();
        if (StaleAnnotation.IsThere(document, Strength.Name)) editor.Set(Strength.Name, AnnotationValue.Null);
        ClearBits(editor, document);
        Document cleared = editor.Build();
        return ReferenceEquals(cleared, document) ? StageResult.Keep : StageResult.Replace(cleared);
    }

    private void ClearBits(DocumentEditor editor, Document document)
    {
        for (int i = 0; i < benchmarks.Length && WriteBitsPerCharacter; i++)
            if (StaleAnnotation.IsThere(document, BitsName(i))) editor.Set(BitsName(i), AnnotationValue.Null);
    }

    private string BitsName(int model) => $"bits_per_character_{losses.Models[model].Name}";

    private static string Identify(ILossSource losses)
    {
        var writer = new FingerprintWriter();
        losses.Describe(writer);
        return writer.ToFingerprint();
    }
}
