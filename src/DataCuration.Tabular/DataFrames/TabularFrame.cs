using Microsoft.Data.Analysis;

namespace DataCuration.Tabular;

/// <summary>Creates a <see cref="DataFrame"/> from a small table, for reports and notebooks but not for corpora.</summary>
public static class TabularFrame
{
    /// <summary>
    /// Creates a frame. Columns of Booleans, integers or numbers keep their type. Integers mixed with numbers become numbers, or strings if a number cannot
    /// hold one of the integers. Other columns hold strings.
    /// </summary>
    /// <param name="columns">The column names, all different.</param>
    /// <param name="rows">The rows, with one value for each column.</param>
    /// <exception cref="ArgumentException">Two columns have the same name, or a row has a wrong number of values.</exception>
    public static DataFrame From(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<AnnotationValue>> rows)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        if (columns.Distinct(StringComparer.Ordinal).Count() != columns.Count)
            throw new ArgumentException($"Two columns have the same name: {string.Join(", ", columns)}.", nameof(columns));
        IReadOnlyList<AnnotationValue>[] list = [.. rows];
        for (int i = 0; i < list.Length; i++)
            if (list[i].Count != columns.Count) throw new ArgumentException($"Row {i} has {list[i].Count} values for {columns.Count} columns.", nameof(rows));
        return new DataFrame(columns.Select((name, column) => MakeColumn(name, [.. list.Select(row => row[column])])));
    }

    private static DataFrameColumn MakeColumn(string name, AnnotationValue[] values) =>
        CorpusField.MergeKinds(values) switch
        {
            AnnotationKind.Boolean =>
                new BooleanDataFrameColumn(name, values.Select(static value => value.Kind == AnnotationKind.Null ? (bool?)null : value.AsBoolean())),
            AnnotationKind.Integer =>
                new Int64DataFrameColumn(name, values.Select(static value => value.Kind == AnnotationKind.Null ? (long?)null : value.AsInteger())),
            AnnotationKind.Number =>
                new DoubleDataFrameColumn(name, values.Select(static value => value.Kind == AnnotationKind.Null ? (double?)null : value.AsNumber())),
            _ => new StringDataFrameColumn(name, values.Select(static value => value.AsString())),
        };
}
