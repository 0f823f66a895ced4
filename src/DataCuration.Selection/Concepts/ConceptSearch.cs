namespace DataCuration.Selection;

/// <summary>
/// Collects the passages of a corpus for a bank of concepts: each concept becomes a query, and the passages of all queries are joined. It is the text part of
/// Precision at Scale.
/// </summary>
/// <remarks>The same concepts give the same passages in the same order. Memory: the texts of the passages that are found.</remarks>
/// <example>
/// <code>
/// using DataCuration;
/// using DataCuration.Selection;
///
/// public static class Passages
/// {
///     public static async Task&lt;Corpus&gt; CollectAsync(IPassageRetriever index, CancellationToken cancellationToken)
///     {
///         var search = new ConceptSearch(index) { PerConcept = 20, Query = "{concept} in clinical practice" };
///         IReadOnlyList&lt;ConceptPassage&gt; passages = await search.FindAsync(["sepsis", "heart failure"], cancellationToken);
///         return Corpus.FromDocuments(passages.Select(passage => new Document(passage.Id, passage.Text)));
///     }
/// }
/// </code>
/// </example>
/// <param name="retriever">The search.</param>
public sealed class ConceptSearch(IPassageRetriever retriever)
{
    private const string Place = "{concept}";
    private readonly IPassageRetriever retriever = retriever ?? throw new ArgumentNullException(nameof(retriever));

    /// <summary>The maximum number of passages of a concept, 1 or more. Default: 10 (our choice).</summary>
    public int PerConcept
    {
        get;
        init => field = value >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "At least one passage is retrieved.");
    } = 10;

    /// <summary>The query of a concept; <c>{concept}</c> is replaced. Default: the concept alone.</summary>
    public string Query
    {
        get;
        init => field = value is not null && value.Contains(Place, StringComparison.Ordinal) ? value
            : throw new ArgumentException($"A query must contain {Place}.", nameof(value));
    } = Place;

    /// <summary>The minimum score of a passage, in the retriever's scale. Default: negative infinity.</summary>
    public double MinScore
    {
        get;
        init => field = !double.IsNaN(value) ? value : throw new ArgumentOutOfRangeException(nameof(value), value, "A bound must be a number.");
    } = double.NegativeInfinity;

    /// <summary>Finds the passages of all concepts.</summary>
    /// <param name="concepts">The concepts. Empty ones, and repeated ones, count once or not at all.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>The passages: those of more concepts first, then those with better scores, then by id.</returns>
    public async Task<IReadOnlyList<ConceptPassage>> FindAsync(IEnumerable<string> concepts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(concepts);
        var found = new Dictionary<string, ConceptPassage>(StringComparer.Ordinal);
        foreach (string concept in concepts.Select(concept => concept.Trim()).Where(concept => concept.Length > 0).Distinct(StringComparer.Ordinal))
        {
            string query = Query.Replace(Place, concept, StringComparison.Ordinal);
            foreach (RetrievedPassage passage in await retriever.RetrieveAsync(query, PerConcept, cancellationToken).ConfigureAwait(false))
            {
                if (!(passage.Score >= MinScore)) continue;
                found[passage.Id] = found.TryGetValue(passage.Id, out ConceptPassage? known)
                    ? known with
                    {
                        Concepts = known.Concepts[^1] == concept ? known.Concepts : known.Concepts.Add(concept),
                        Score = Math.Max(known.Score, passage.Score),
                    }
                    : new() { Id = passage.Id, Text = passage.Text, Concepts = [concept], Score = passage.Score };
            }
        }
        return [.. found.Values.OrderByDescending(passage => passage.Concepts.Length).ThenByDescending(passage => passage.Score)
            .ThenBy(passage => passage.Id, StringComparer.Ordinal)];
    }
}
