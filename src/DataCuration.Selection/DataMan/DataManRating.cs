using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

namespace DataCuration.Selection;

/// <summary>A rating of a text by DataMan, complete or in part.</summary>
public sealed class DataManRating : IEquatable<DataManRating>
{
    private readonly ImmutableArray<int> scores;

    /// <summary>Creates a rating.</summary>
    /// <param name="domain">The domain; null if it was not requested.</param>
    /// <param name="scores">The scores in the order of <see cref="DataManCriterion"/>: 1 to 5, or 0 for a score that was not requested.</param>
    /// <exception cref="ArgumentException">There are not 14 scores.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A score is outside 0 to 5.</exception>
    public DataManRating(DataManDomain? domain, ReadOnlySpan<int> scores)
    {
        if (scores.Length != DataManCriteria.Count)
            throw new ArgumentException($"A rating has {DataManCriteria.Count} scores, not {scores.Length}.", nameof(scores));
        foreach (int score in scores)
            if (score is < 0 or > DataManCriteria.MaxScore)
                throw new ArgumentOutOfRangeException(nameof(scores), score, "A score must be from 1 to 5, or 0 if it was not requested.");
        Domain = domain;
        this.scores = [.. scores];
    }

    /// <summary>The domain; null if it was not requested.</summary>
    public DataManDomain? Domain { get; }

    /// <summary>The scores in the order of <see cref="DataManCriterion"/>; 0 for a score that was not requested.</summary>
    public IReadOnlyList<int> Scores => scores;

    /// <summary>Gets the score of a criterion: 1 to 5, or 0 if it was not requested.</summary>
    /// <param name="criterion">The criterion.</param>
    public int this[DataManCriterion criterion] => scores[(int)criterion];

    /// <summary>Creates a rating of the overall score alone.</summary>
    /// <param name="overallScore">The score, 1 to 5.</param>
    public static DataManRating OfOverallScore(int overallScore)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(overallScore, DataManCriteria.MinScore);
        int[] scores = new int[DataManCriteria.Count];
        scores[(int)DataManCriterion.OverallScore] = overallScore;
        return new(null, scores);
    }

    /// <summary>Creates a rating of the domain alone.</summary>
    /// <param name="domain">The domain.</param>
    public static DataManRating OfDomain(DataManDomain domain) => new(domain, new int[DataManCriteria.Count]);

    /// <summary>Reads a rating from a document's annotations.</summary>
    /// <param name="document">The document.</param>
    /// <param name="rating">The rating, with the parts that the document has.</param>
    /// <returns>True if the document has at least one part of a rating.</returns>
    public static bool TryRead(Document document, [NotNullWhen(true)] out DataManRating? rating)
    {
        ArgumentNullException.ThrowIfNull(document);
        int[] scores = new int[DataManCriteria.Count];
        bool any = false;
        foreach (DataManCriterion criterion in DataManCriteria.All)
        {
            if (!document.TryGet(criterion.Annotation(), out int score) || score is < DataManCriteria.MinScore or > DataManCriteria.MaxScore) continue;
            scores[(int)criterion] = score;
            any = true;
        }
        DataManDomain? domain = document.TryGet(DataManDomains.Annotation, out string? name)
            && DataManDomains.TryFromName(name, out DataManDomain found) ? found : null;
        rating = any || domain is not null ? new(domain, scores) : null;
        return rating is not null;
    }

    /// <summary>Writes the rating's parts to a document's annotations.</summary>
    /// <param name="document">The document.</param>
    /// <returns>The annotated copy.</returns>
    public Document Annotate(Document document)
    {
        ArgumentNullException.ThrowIfNull(document);
        DocumentEditor editor = document.Edit();
        if (Domain is { } domain) editor.Set(DataManDomains.Annotation, domain.Name());
        foreach (DataManCriterion criterion in DataManCriteria.All)
            if (this[criterion] > 0) editor.Set(criterion.Annotation(), this[criterion]);
        return editor.Build();
    }

    /// <inheritdoc/>
    public bool Equals(DataManRating? other) => other is not null && Domain == other.Domain && scores.AsSpan().SequenceEqual(other.scores.AsSpan());

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as DataManRating);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = new HashCode();
        hash.Add(Domain);
        foreach (int score in scores) hash.Add(score);
        return hash.ToHashCode();
    }

    /// <summary>Returns the rating in one line: the domain's letter and the scores.</summary>
    public override string ToString() => $"{(Domain is { } domain ? domain.Letter() : '-')} {string.Join(' ', scores)}";
}
