using System.Collections.Immutable;

namespace DataCuration.LanguageModels;

/// <summary>Distilled raters: a fastText classifier for each criterion, with the labels 1 to 5, and one for the domain. Immutable and thread-safe.</summary>
public sealed class DataManStudent
{
    internal const string DomainName = "domain";
    internal const string Extension = ".bin";

    private DataManStudent(ImmutableArray<(DataManCriterion Criterion, FastTextModel Model, ImmutableArray<int> Scores)> criteria, FastTextModel? domain, ImmutableArray<DataManDomain> domains)
    {
        Raters = criteria;
        Domain = domain;
        Domains = domains;
    }

    /// <summary>The criteria that it rates, in the order of the wire.</summary>
    public IReadOnlyList<DataManCriterion> Criteria => [.. Raters.Select(rater => rater.Criterion)];

    /// <summary>Whether it names the domain.</summary>
    public bool NamesDomain => Domain is not null;

    internal ImmutableArray<(DataManCriterion Criterion, FastTextModel Model, ImmutableArray<int> Scores)> Raters { get; }

    internal FastTextModel? Domain { get; }

    internal ImmutableArray<DataManDomain> Domains { get; }

    /// <summary>Reads the models of a folder, those that are there: <c>accuracy.bin</c> … <c>overall_score.bin</c>, <c>domain.bin</c>.</summary>
    /// <param name="folder">The folder that <see cref="DataManDistillation.TrainAsync"/> wrote.</param>
    /// <exception cref="FileNotFoundException">It holds none of them.</exception>
    /// <exception cref="InvalidDataException">A file is no fastText model, or has labels that are no scores or domains.</exception>
    public static DataManStudent Load(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        var criteria = ImmutableArray.CreateBuilder<(DataManCriterion, FastTextModel, ImmutableArray<int>)>();
        foreach (DataManCriterion criterion in DataManCriteria.All)
        {
            string path = Path.Combine(folder, criterion.Field() + Extension);
            if (!File.Exists(path)) continue;
            FastTextModel model = FastTextModel.Load(path);
            criteria.Add((criterion, model, [.. model.Labels.Select(label => label is [>= '1' and <= '5'] ? label[0] - '0' : throw Unknown(path, label))]));
        }
        string domainPath = Path.Combine(folder, DomainName + Extension);
        FastTextModel? domain = File.Exists(domainPath) ? FastTextModel.Load(domainPath) : null;
        if (criteria.Count == 0 && domain is null) throw new FileNotFoundException($"There are no raters in '{folder}', such as '{DataManCriterion.Accuracy.Field()}{Extension}'.");
        // Labels of fastText hold no blanks: Retail_E-commerce.
        ImmutableArray<DataManDomain> domains = domain is null ? [] : [.. domain.Labels.Select(label => DataManDomains.TryFromName(label.Replace('_', ' '), out DataManDomain named) ? named : throw Unknown(domainPath, label))];
        return new(criteria.ToImmutable(), domain, domains);
    }

    /// <summary>Rates a text. Criteria of whose features nothing is known, or that it has no rater for, are 0.</summary>
    /// <param name="utf8Text">The text in UTF-8.</param>
    /// <param name="scratch">The thread's buffers.</param>
    public DataManRating Rate(ReadOnlySpan<byte> utf8Text, FastTextScratch scratch)
    {
        ArgumentNullException.ThrowIfNull(scratch);
        Span<FastTextPrediction> best = stackalloc FastTextPrediction[1];
        Span<int> scores = stackalloc int[DataManCriteria.Count];
        scores.Clear();
        foreach ((DataManCriterion criterion, FastTextModel model, ImmutableArray<int> values) in Raters)
            if (model.Predict(utf8Text, best, scratch) > 0) scores[(int)criterion] = values[best[0].Label];
        DataManDomain? domain = Domain is not null && Domain.Predict(utf8Text, best, scratch) > 0 ? Domains[best[0].Label] : null;
        return new DataManRating(domain, scores);
    }

    internal void Describe(FingerprintWriter writer)
    {
        foreach ((DataManCriterion criterion, FastTextModel model, _) in Raters) writer.Add(criterion.Field(), model);
        writer.Add(DomainName, Domain?.Fingerprint);
    }

    private static InvalidDataException Unknown(string path, string label) => new($"'{path}': label '{label}' is no score from 1 to 5, or none of DataMan's domains.");
}
