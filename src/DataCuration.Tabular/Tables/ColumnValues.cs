namespace DataCuration.Tabular;

/// <summary>The values of a column as annotations.</summary>
/// <param name="name">The name of the column.</param>
internal abstract class ColumnValues(string name)
{
    public string Name { get; } = name;

    public abstract AnnotationValue this[int row] { get; }

    /// <summary>Returns a value as text with all its digits, for ids; null if there is no value.</summary>
    public abstract string? Format(int row);
}
