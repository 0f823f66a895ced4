using System.Collections.Immutable;

namespace DataCuration.Selection;

/// <summary>The values of one annotation in one group of documents.</summary>
/// <param name="Field">The annotation.</param>
/// <param name="GroupField">The field that makes the group; null for the whole corpus.</param>
/// <param name="Group">The group; <see cref="AnnotationReport.OtherGroups"/> for all that are not shown by themselves.</param>
/// <param name="Count">Documents of the group that have the annotation.</param>
/// <param name="Mean">Its mean in the group.</param>
/// <param name="Bins">The bars, the same in every group.</param>
public sealed record FieldHistogram(string Field, string? GroupField, string Group, long Count, double Mean, ImmutableArray<HistogramBin> Bins);
