namespace DataCuration.Selection;

/// <summary>
/// Writes the domain of each document: the label with the best score, and that score. With <see cref="Count"/> it also writes the next best domains. A text
/// without any known feature gets the taxonomy's domain for the rest, or no tag if the taxonomy has no such domain. Tags of an earlier run that are not
/// written again are removed.
/// </summary>
/// <param name="scorer">The model; its labels are the domains.</param>
public sealed class DomainTagger(ITextScorer scorer) : BatchTransform
{
    /// <summary>The default annotation for the domain.</summary>
    public static readonly AnnotationKey<string> Domain = new("domain");

    /// <summary>The default annotation for the score of the domain.</summary>
    public static readonly AnnotationKey<double> Score = new("domain_score");

    private readonly ITextScorer scorer = scorer ?? throw new ArgumentNullException(nameof(scorer));
    private readonly string[] domains = [.. scorer.Labels];

    /// <summary>
    /// The annotation to write. Its score has the same name with <c>_score</c>, the second best domain the same names with <c>_2</c>, and so on. Default:
    /// <c>domain</c>.
    /// </summary>
    public string Annotation { get; init => field = OptionChecks.NotEmpty(value); } = Domain.Name;

    /// <summary>The maximum number of domains to write, best first; 1 or more. Default: 1.</summary>
    public int Count
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one domain must be written.");
    } = 1;

    /// <summary>The minimum score of a domain. Below it, the document gets the taxonomy's domain for the rest, or no tag. Default: 0.</summary>
    public double MinScore
    {
        get;
        init => field = double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A score must be a finite number.");
    }

    /// <summary>
    /// The taxonomy that the model's labels must belong to, by <see cref="DomainTaxonomy.Find"/>. Its names are written. Default: null, any label.
    /// </summary>
    /// <exception cref="ArgumentException">The model has a label that is not a domain of the taxonomy.</exception>
    public DomainTaxonomy? Taxonomy
    {
        get;
        init
        {
            if (value is not null && scorer.Labels.FirstOrDefault(label => value.Find(label) is null) is { } unknown)
                throw new ArgumentException($"Label '{unknown}' of {scorer.Name} is not a domain of {value.Name}.", nameof(value));
            field = value;
            domains = [.. scorer.Labels.Select(label => value?.Find(label) ?? label)];
        }
    }

    /// <inheritdoc/>
    public override int BatchSize => ScoreBatches.BatchSize(scorer);

    /// <inheritdoc/>
    protected override ValueTask TransformAsync(ReadOnlyMemory<Document> documents, Memory<StageResult> results, StageContext context,
        CancellationToken cancellationToken)
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
        writer.AddScope("scorer", scorer.Describe);
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
        // Count and the number of labels are small, so each domain is found by another scan. If scores are equal, the first label wins.
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
        // An earlier run may have written more tags. Their scores distinguish them from other stages' annotations with the same names.
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
