namespace DataCuration.Tabular;

/// <summary>The values of a column of one type.</summary>
/// <typeparam name="T">The type in memory.</typeparam>
/// <param name="name">The name of the column.</param>
/// <param name="values">The values.</param>
/// <param name="convert">Converts a value into an annotation.</param>
/// <param name="format">Formats a value; null for the text of its annotation.</param>
internal sealed class ColumnValuesOf<T>(string name, T?[] values, Func<T, AnnotationValue> convert, Func<T, string>? format = null) : ColumnValues(name)
    where T : struct
{
    public override AnnotationValue this[int row] => values[row] is { } value ? convert(value) : AnnotationValue.Null;

    public override string? Format(int row) => format is null ? this[row].AsString() : values[row] is { } value ? format(value) : null;
}
