using System.Globalization;
using DataCuration.LanguageModels;

namespace DataCuration.Synthesis;

/// <summary>
/// Counts the texts of a document that cannot be used, in the order of the texts, and says when there are too many. So the decision depends neither on the
/// order of the answers nor on the number of calls in flight.
/// </summary>
/// <param name="maxShare">The maximum share of unusable texts.</param>
internal sealed class UnusableTexts(double maxShare)
{
    /// <summary>
    /// The number of texts that the share is taken of at least, unless fewer are planned. With few texts, chance would decide: of 50 texts that fail with a
    /// chance of 0.1 each, more than a quarter fails once in a thousand documents. (Our choice.)
    /// </summary>
    public const int MinJudged = 50;

    private readonly SortedDictionary<string, long> problems = new(StringComparer.Ordinal);
    private long unusable;

    /// <summary>The number of texts that the document will have, as far as it is known.</summary>
    public long Planned { get; set; }

    /// <summary>The number of texts so far.</summary>
    public long Count { get; private set; }

    /// <summary>Counts the next text.</summary>
    /// <param name="problem">Its problem; null if it can be used.</param>
    /// <returns>True if too many texts cannot be used.</returns>
    public bool Add(string? problem)
    {
        Count++;
        if (problem is null) return false;
        problems[problem] = problems.GetValueOrDefault(problem) + 1;
        return ++unusable > maxShare * Math.Max(Count, Math.Min(Planned, MinJudged));
    }

    /// <summary>Makes the document's fault.</summary>
    /// <param name="documentId">The document's id.</param>
    /// <param name="option">The name of the option with the maximum share.</param>
    public AnswerRejectedException ToException(string documentId, string option)
    {
        string counts = string.Join(", ", problems.Select(problem => string.Create(CultureInfo.InvariantCulture, $"{problem.Key} {problem.Value}")));
        return new AnswerRejectedException(string.Create(CultureInfo.InvariantCulture,
            $"Document '{documentId}': {unusable} of the first {Count} texts cannot be used ({counts}), of {Planned} planned ones; at most a share of "
            + $"{maxShare} may be unusable ({option}). Its answers so far are in the ledger."))
        { Reason = "unusable_texts" };
    }
}
