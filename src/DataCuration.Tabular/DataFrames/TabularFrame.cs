using Microsoft.Data.Analysis;

namespace DataCuration.Tabular;

/// <summary>Makes a <see cref="DataFrame"/> of any small table: for reports and notebooks, not for corpora.</summary>
public static class TabularFrame
{
    /// <summary>Makes a frame. A column of Booleans, integers or numbers keeps them (integers beside numbers become numbers); any other holds strings.</summary>
    /// <param name="columns">The columns' names, all different.</param>
    /// <param name="rows">The rows, a value for each column.</param>
    /// <exception cref="ArgumentException">Two columns have one name, or a row has another number of values.</exception>
    public static DataFrame From(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<AnnotationValue>> rows)
    {
        ArgumentNullException.ThrowIfNull(columns);
        ArgumentNullException.ThrowIfNull(rows);
        if (columns.Distinct(StringComparer.Ordinal).Count() != columns.Count) throw new ArgumentException($"Two of the columns have one name: {string.Join(", ", columns)}.", nameof(columns));
        IReadOnlyList<AnnotationValue>[] list = [.. rows];
        for (int i = 0; i < list.Length; i++)
            if (list[i].Count != columns.Count) throw new ArgumentException($"Row {i} has {list[i].Count} values for {columns.Count} columns.", nameof(rows));
        return new DataFrame(columns.Select((name, column) => MakeColumn(name, [.. list.Select(row => row[column])])));
    }

    private static DataFrameColumn MakeColumn(string name, AnnotationValue[] values) =>
        values.Aggregate(AnnotationKind.Null, static (kind, value) => TabularSchema.Merge(kind, value.Kind)) switch
        {
            AnnotationKind.Boolean => new BooleanDataFrameColumn(name, values.Select(static value => value.Kind == AnnotationKind.Null ? (bool?)null : value.AsBoolean())),
            AnnotationKind.Integer => new Int64DataFrameColumn(name, values.Select(static value => value.Kind == AnnotationKind.Null ? (long?)null : value.AsInteger())),
            AnnotationKind.Number => new DoubleDataFrameColumn(name, values.Select(static value => value.Kind == AnnotationKind.Null ? (double?)null : value.AsNumber())),
            _ => new StringDataFrameColumn(name, values.Select(static value => value.AsString())),
        };
}
