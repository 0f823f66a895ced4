namespace DataCuration.Tabular;

/// <summary>A column's values as annotations.</summary>
/// <param name="name">The column's name.</param>
internal abstract class ColumnValues(string name)
{
    public string Name { get; } = name;

    public abstract AnnotationValue this[int row] { get; }
}
