using Microsoft.Data.Analysis;

namespace DataCuration.Tabular;

/// <summary>Run reports as data frames.</summary>
public static class ReportFrame
{
    /// <summary>One row per stage: name, in, kept, replaced, dropped, faulted, emitted, seconds.</summary>
    /// <param name="report">The report.</param>
    public static DataFrame Stages(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return TabularFrame.From(
            ["stage", "in", "kept", "replaced", "dropped", "faulted", "emitted", "seconds"],
            report.Stages.Select(stage => (IReadOnlyList<AnnotationValue>)
            [
                AnnotationValue.FromString(stage.Name), AnnotationValue.FromInteger(stage.In), AnnotationValue.FromInteger(stage.Kept), AnnotationValue.FromInteger(stage.Replaced),
                AnnotationValue.FromInteger(stage.Dropped), AnnotationValue.FromInteger(stage.Faulted), AnnotationValue.FromInteger(stage.Emitted), AnnotationValue.FromNumber(stage.Seconds),
            ]));
    }

    /// <summary>One row per stage and drop reason: stage, reason, documents.</summary>
    /// <param name="report">The report.</param>
    public static DataFrame Drops(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return TabularFrame.From(
            ["stage", "reason", "documents"],
            report.Stages.SelectMany(stage => stage.DroppedByReason.Select(drop => (IReadOnlyList<AnnotationValue>)
                [AnnotationValue.FromString(stage.Name), AnnotationValue.FromString(drop.Key), AnnotationValue.FromInteger(drop.Value)])));
    }

    /// <summary>One row per shard: shard, source, rank, records, kept, faulted, seconds.</summary>
    /// <param name="report">The report.</param>
    public static DataFrame Shards(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return TabularFrame.From(
            ["shard", "source", "rank", "records", "kept", "faulted", "seconds"],
            report.Shards.Select(shard => (IReadOnlyList<AnnotationValue>)
            [
                AnnotationValue.FromInteger(shard.Index), AnnotationValue.FromString(shard.Source), AnnotationValue.FromInteger(shard.Rank),
                AnnotationValue.FromInteger(shard.Stages.Where(stage => stage.Name == "read").Sum(stage => stage.In)),
                AnnotationValue.FromInteger(shard.Stages.Count == 0 ? 0 : shard.Stages[^1].Kept), AnnotationValue.FromInteger(shard.Stages.Sum(stage => stage.Faulted)),
                AnnotationValue.FromNumber(shard.Seconds),
            ]));
    }
}
