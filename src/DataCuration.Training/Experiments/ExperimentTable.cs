namespace DataCuration.Training;

/// <summary>
/// A table of an experiment's report. <c>TabularFrame.From(table.Columns, table.Rows)</c> of the package <c>DataCuration.Tabular</c> makes a <c>DataFrame</c>
/// of it.
/// </summary>
public sealed record ExperimentTable
{
    /// <summary>The names of the columns.</summary>
    public required IReadOnlyList<string> Columns { get; init; }

    /// <summary>The rows, with one value for each column.</summary>
    public required IReadOnlyList<IReadOnlyList<AnnotationValue>> Rows { get; init; }
}
