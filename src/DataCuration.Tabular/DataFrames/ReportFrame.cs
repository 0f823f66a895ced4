using Microsoft.Data.Analysis;

namespace DataCuration.Tabular;

/// <summary>Creates a <see cref="DataFrame"/> from the report of a run.</summary>
public static class ReportFrame
{
    /// <summary>
    /// Creates a frame with a row for each stage, in pipeline order. The columns are <c>stage</c>, the document counts <c>in</c>, <c>emitted</c>, <c>kept</c>,
    /// <c>replaced</c>, <c>dropped</c> and <c>faulted</c>, and <c>seconds</c>.
    /// </summary>
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

    /// <summary>Creates a frame with a row for each stage and drop reason: <c>stage</c>, <c>reason</c>, <c>dropped</c>.</summary>
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
