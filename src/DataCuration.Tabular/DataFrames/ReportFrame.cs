using Microsoft.Data.Analysis;

namespace DataCuration.Tabular;

/// <summary>Makes a <see cref="DataFrame"/> of a run's report.</summary>
public static class ReportFrame
{
    /// <summary>Makes a frame with a row for each stage, in pipeline order: <c>stage</c>, <c>in</c>, <c>emitted</c>, <c>kept</c>, <c>replaced</c>,
    /// <c>dropped</c>, <c>faulted</c> (documents) and <c>seconds</c>.</summary>
    /// <param name="report">The report.</param>
    public static DataFrame From(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return TabularFrame.From(
            ["stage", "in", "emitted", "kept", "replaced", "dropped", "faulted", "seconds"],
            report.Stages.Select(static stage => new[]
            {
                AnnotationValue.FromString(stage.Name), AnnotationValue.FromInteger(stage.In), AnnotationValue.FromInteger(stage.Emitted),
                AnnotationValue.FromInteger(stage.Kept), AnnotationValue.FromInteger(stage.Replaced), AnnotationValue.FromInteger(stage.Dropped),
                AnnotationValue.FromInteger(stage.Faulted), AnnotationValue.FromNumber(stage.Seconds),
            }));
    }

    /// <summary>Makes a frame with a row for each stage and reason it dropped documents for: <c>stage</c>, <c>reason</c>, <c>dropped</c>.</summary>
    /// <param name="report">The report.</param>
    public static DataFrame DropsFrom(RunReport report)
    {
        ArgumentNullException.ThrowIfNull(report);
        return TabularFrame.From(
            ["stage", "reason", "dropped"],
            report.Stages.SelectMany(static stage => stage.DroppedByReason.Select(drop => new[]
            {
                AnnotationValue.FromString(stage.Name), AnnotationValue.FromString(drop.Key), AnnotationValue.FromInteger(drop.Value),
            })));
    }
}
