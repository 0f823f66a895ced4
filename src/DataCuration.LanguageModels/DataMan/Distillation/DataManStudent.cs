using System.Collections.Immutable;
using DataCuration.FastText;
using DataCuration.Selection;

namespace DataCuration.LanguageModels;

/// <summary>Distilled raters: a fastText classifier for each criterion with the labels 1 to 5, and one for the domain. Immutable and thread-safe.</summary>
public sealed class DataManStudent
{
    internal const string DomainName = "domain";
    internal const string Extension = ".bin";

    private DataManStudent(ImmutableArray<(DataManCriterion Criterion, FastTextModel Model, ImmutableArray<int> Scores)> criteria, FastTextModel? domain,
        ImmutableArray<DataManDomain> domains)
    {
        Raters = criteria;
        Domain = domain;
        Domains = domains;
    }

    /// <summary>The criteria with a rater, in wire order.</summary>
    public IReadOnlyList<DataManCriterion> Criteria => [.. Raters.Select(rater => rater.Criterion)];

    /// <summary>True if there is a classifier for the domain.</summary>
    public bool NamesDomain => Domain is not null;

    internal ImmutableArray<(DataManCriterion Criterion, FastTextModel Model, ImmutableArray<int> Scores)> Raters { get; }

    internal FastTextModel? Domain { get; }

    internal ImmutableArray<DataManDomain> Domains { get; }

    /// <summary>Loads the models that exist in a folder: <c>accuracy.bin</c> … <c>overall_score.bin</c>, <c>domain.bin</c>.</summary>
    /// <param name="folder">A folder written by <see cref="DataManDistillation.TrainAsync"/>.</param>
    /// <exception cref="FileNotFoundException">The folder contains no model.</exception>
    /// <exception cref="InvalidDataException">A file is not a fastText model, or has labels that are not scores or domains.</exception>
    public static DataManStudent Load(string folder)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(folder);
        Addresses.RefuseLocal(folder, "a folder of models");
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
        if (criteria.Count == 0 && domain is null)
            throw new FileNotFoundException($"The folder '{folder}' has no models, such as '{DataManCriterion.Accuracy.Field()}{Extension}'.");
        // fastText labels cannot contain spaces: Retail_E-commerce.
        ImmutableArray<DataManDomain> domains = domain is null ? [] : [.. domain.Labels.Select(
            label => DataManDomains.TryFromName(label.Replace('_', ' '), out DataManDomain named) ? named : throw Unknown(domainPath, label))];
        return new(criteria.ToImmutable(), domain, domains);
    }

    /// <summary>Rates a text. The score of a criterion is 0 if it has no rater, or if its rater knows none of the text's features.</summary>
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

    private static InvalidDataException Unknown(string path, string label) =>
        new($"'{path}': label '{label}' is neither a score from 1 to 5 nor a DataMan domain.");
}
