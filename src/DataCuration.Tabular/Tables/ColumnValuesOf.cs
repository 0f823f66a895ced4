namespace DataCuration.Tabular;

/// <summary>The values of a column of one type.</summary>
/// <typeparam name="T">The type in memory.</typeparam>
internal sealed class ColumnValuesOf<T>(string name, T?[] values, Func<T, AnnotationValue> convert) : ColumnValues(name)
    where T : struct
{
    public override AnnotationValue this[int row] => values[row] is { } value ? convert(value) : AnnotationValue.Null;
}
