namespace DataCuration.Tabular;

/// <summary>A column of a table that documents are written to, beside id and text.</summary>
public sealed record TabularColumn
{
    /// <summary>Declares a column.</summary>
    /// <param name="name">The annotation's name, which is the column's; not empty.</param>
    /// <param name="kind">What the column holds; not <see cref="AnnotationKind.Null"/>. <see cref="AnnotationKind.Json"/> columns are strings of JSON text.</param>
    /// <exception cref="ArgumentException">The name is empty, or the kind is no column's.</exception>
    public TabularColumn(string name, AnnotationKind kind)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (kind is AnnotationKind.Null || !Enum.IsDefined(kind)) throw new ArgumentException($"Column '{name}' cannot be of kind {kind}.", nameof(kind));
        Name = name;
        Kind = kind;
    }

    /// <summary>The annotation's name, which is the column's.</summary>
    public string Name { get; }

    /// <summary>What the column holds.</summary>
    public AnnotationKind Kind { get; }
}
