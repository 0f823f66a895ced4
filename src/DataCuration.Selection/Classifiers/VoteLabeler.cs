namespace DataCuration.Selection;

/// <summary>
/// Gives unlabelled documents the label that most of several annotations agree on, with the share of the votes as the confidence (<see cref="PseudoLabels"/>).
/// The votes are, for example, a language model's answers to the same question in several attempts, or the classes of several models. A document that has a
/// label of its own keeps it. If two values share the most votes, or there is no vote,
/// the document gets no label.
/// </summary>
/// <param name="fields">The annotations or fields that vote. A missing one counts as a vote for nothing.</param>
public sealed class VoteLabeler(IReadOnlyList<string> fields) : DocumentTransform
{
    private readonly IReadOnlyList<string> fields = SelectionChecks.Metrics(fields);

    /// <summary>The field of labels. Default: <c>label</c>.</summary>
    public string Annotation { get; init => field = OptionChecks.NotEmpty(value); } = PseudoLabels.Label;

    /// <inheritdoc/>
    protected override StageResult Transform(Document document, StageContext context)
    {
        ArgumentNullException.ThrowIfNull(document);
        (string Label, int Votes)[] votes = [.. fields.Select(one => GroupNumbers.NameOf(document, one)).Where(vote => vote.Length > 0)
            .GroupBy(vote => vote, StringComparer.Ordinal).Select(group => (group.Key, group.Count())).OrderByDescending(vote => vote.Item2)];
        bool isClear = votes.Length == 1 || (votes.Length > 1 && votes[0].Votes > votes[1].Votes);
        return PseudoLabels.Write(document, Annotation, isClear ? votes[0].Label : null, isClear ? (double)votes[0].Votes / fields.Count : 0);
    }

    /// <inheritdoc/>
    protected override void Describe(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        SelectionChecks.Describe(writer, "fields", fields);
        writer.Add(nameof(Annotation), Annotation);
    }
}
