namespace DataCuration.Selection;

/// <summary>
/// Notes the domain of each document, the label that a model gives the best score, and that score; on request the next best ones too. A text that holds nothing the model knows gets the taxonomy's domain for the rest, or
/// no tag where there is none; tags of an earlier run that are not written again are taken away.
/// </summary>
/// <param name="scorer">The model; its labels are the domains.</param>
public sealed class DomainTagger(ITextScorer scorer) : BatchTransform
{
    /// <summary>The annotation with the domain, unless another one is named.</summary>
    public static readonly AnnotationKey<string> Domain = new("domain");

    /// <summary>The annotation with the score of the domain, unless another one is named.</summary>
    public static readonly AnnotationKey<double> Score = new("domain_score");

    private readonly ITextScorer scorer = scorer ?? throw new ArgumentNullException(nameof(scorer));
    private readonly string[] domains = [.. scorer.Labels];

    /// <summary>The annotation that is written; its score goes to the same name with <c>_score</c>, the second best domain to the same names with <c>_2</c>, and so on. Default: <c>domain</c>.</summary>
    public string Annotation { get; init => field = OptionChecks.NotEmpty(value); } = Domain.Name;

    /// <summary>How many domains are written, best first; 1 or more. Default: 1.</summary>
    public int Count { get; init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one domain is written."); } = 1;

    /// <summary>A domain with a lower score is not believed: the document gets the taxonomy's domain for the rest instead, or no tag. Default: 0.</summary>
    public double MinScore { get; init => field = double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A score is a number."); }

    /// <summary>The taxonomy that the model's labels must belong to, by <see cref="DomainTaxonomy.Find"/>; its names are written. Default: null, any label.</summary>
    /// <exception cref="ArgumentException">The model has a label that is no domain of the taxonomy.</exception>
    public DomainTaxonomy? Taxonomy
    {
        get;
        init
        {
            if (value is not null && scorer.Labels.FirstOrDefault(label => value.Find(label) is null) is { } unknown)
                throw new ArgumentException($"Label '{unknown}' of {scorer.Name} is no domain of {value.Name}.", nameof(value));
            field = value;
            domains = [.. scorer.Labels.Select(label => value?.Find(label) ?? label)];
        }
    }

    /// <inheritdoc/>
    public override int BatchSize => ScoreBatches.BatchSize(scorer);

    /// <inheritdoc/>
    protected override ValueTask TransformAsync(ReadOnlyMemory<Document> documents, Memory<StageResult> results, StageContext context, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(context);
        ReadOnlySpan<float> scores = context.Scratch<ScoreBatches>().Score(scorer, documents.Span);
        int labels = scorer.Labels.Count;
        for (int i = 0; i < documents.Length; i++) results.Span[i] = Tag(documents.Span[i], scores.Slice(i * labels, labels));
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.BeginScope("scorer");
        scorer.Describe(writer);
        writer.EndScope();
        writer.Add(nameof(Annotation), Annotation);
        writer.Add(nameof(Count), Count);
        writer.Add(nameof(MinScore), MinScore);
        writer.BeginScope(nameof(Taxonomy));
        writer.Add("name", Taxonomy?.Name);
        Taxonomy?.Describe(writer);
        writer.EndScope();
    }

    private StageResult Tag(Document document, ReadOnlySpan<float> scores)
    {
        DocumentEditor editor = document.Edit();
        // Few domains are wanted and labels are few: the best of what is left is looked for again each time. Of equal scores the first label wins.
        float bound = float.PositiveInfinity;
        int last = -1, written = 0;
        for (int n = 1; n <= Math.Min(Count, scores.Length); n++)
        {
            int best = -1;
            for (int i = 0; i < scores.Length; i++)
                if ((scores[i] < bound || (scores[i] == bound && i > last)) && (best < 0 || scores[i] > scores[best])) best = i;
            if (best < 0 || !(scores[best] >= MinScore)) break;
            (bound, last) = (scores[best], best);
            Set(editor, n, domains[best], bound);
            written = n;
        }
        if (last < 0 && Taxonomy?.Other is { } other)
        {
            Set(editor, 1, other, 0);
            written = 1;
        }
        // An earlier run may have written more. Its scores tell its tags from annotations of other stages that are named alike.
        for (int n = written + 1; n <= Math.Min(Count, scores.Length) || StaleAnnotation.IsThere(document, NamesOf(n).Score); n++) Clear(editor, document, n);
        Document tagged = editor.Build();
        return ReferenceEquals(tagged, document) ? StageResult.Keep : StageResult.Replace(tagged);
    }

    private void Set(DocumentEditor editor, int number, string domain, float score)
    {
        (string domainName, string scoreName) = NamesOf(number);
        editor.Set(new AnnotationKey<string>(domainName), domain).Set(new AnnotationKey<double>(scoreName), score);
    }

    private void Clear(DocumentEditor editor, Document document, int number)
    {
        (string domainName, string scoreName) = NamesOf(number);
        if (StaleAnnotation.IsThere(document, domainName)) editor.Set(domainName, AnnotationValue.Null);
        if (StaleAnnotation.IsThere(document, scoreName)) editor.Set(scoreName, AnnotationValue.Null);
    }

    private (string Domain, string Score) NamesOf(int number)
    {
        string suffix = number == 1 ? "" : string.Create(System.Globalization.CultureInfo.InvariantCulture, $"_{number}");
        return (Annotation + suffix, $"{Annotation}_score{suffix}");
    }
}
