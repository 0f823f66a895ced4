using System.Collections.Immutable;

namespace DataCuration.Selection;

/// <summary>The distribution of an annotation in a group of documents.</summary>
public sealed record FieldHistogram
{
    /// <summary>The annotation.</summary>
    public required string Field { get; init; }

    /// <summary>The field that defines the group. Null for the whole corpus.</summary>
    public string? GroupField { get; init; }

    /// <summary>The group: a value of <see cref="GroupField"/>, or <see cref="AnnotationReport.OtherGroups"/>. Empty for the whole corpus.</summary>
    public required string Group { get; init; }

    /// <summary>The number of documents in the group that have the annotation.</summary>
    public long Count { get; init; }

    /// <summary>The mean of the annotation in the group. NaN if no document of the group has it.</summary>
    public required double Mean { get; init; }

    /// <summary>The bars; their bounds are the same in every group.</summary>
    public required ImmutableArray<HistogramBin> Bins { get; init; }
}
