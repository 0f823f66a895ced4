using System.Globalization;

namespace DataCuration.Selection;

/// <summary>Reports documents without a score to a filter by that score: a warning in each shard, and an error if no document has one.</summary>
internal sealed class MissingScores
{
    private int warnedShard = -1;

    /// <summary>Warns about the first document of a shard that has no score.</summary>
    public static void Warn(StageContext context, Document document, string score)
    {
        MissingScores state = context.Scratch<MissingScores>();
        if (state.warnedShard == context.ShardIndex) return;
        state.warnedShard = context.ShardIndex;
        var fields = new FieldNames();
        fields.Add(document);
        context.Warn($"document '{document.Id}' has no number in '{score}'. {fields.Describe([score])}", Kind(score));
    }

    /// <summary>Throws if a stage dropped all documents of a phase because they have no score.</summary>
    /// <param name="counts">The stage's counts.</param>
    /// <param name="report">The phase.</param>
    /// <param name="reason">The drop reason of documents without a score.</param>
    /// <param name="score">The field.</param>
    public static void Require(StageReport counts, RunReport report, string reason, string score)
    {
        if (counts.In == 0 || counts.DroppedByReason.GetValueOrDefault(reason) < counts.In) return;
        string kind = $"{counts.Name}: {Kind(score)}";
        string? example = report.Warnings.FirstOrDefault(warning => warning.Kind == kind)?.Message;
        throw new InsufficientDataException(string.Create(CultureInfo.InvariantCulture,
            $"{report.Phase}: {counts.Name} dropped all {counts.In:N0} documents ({reason}): none has a number in '{score}'. Check the name, and that the "
                + $"documents were rated{(example is null ? "." : $". For example, {example[(counts.Name.Length + 2)..]}")}"));
    }

    private static string Kind(string score) => $"documents without a number in '{score}', by shard";
}
