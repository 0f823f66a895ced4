namespace DataCuration.Tabular;

/// <summary>A column of an output table other than id and text.</summary>
public sealed record TabularColumn
{
    /// <summary>Declares a column.</summary>
    /// <param name="name">The name of the annotation and of the column; not empty.</param>
    /// <param name="kind">The type of the values; not <see cref="AnnotationKind.Null"/>. <see cref="AnnotationKind.Json"/> gives a column of strings with
    /// JSON text.</param>
    /// <exception cref="ArgumentException">The name is empty, or a column cannot have the kind.</exception>
    public TabularColumn(string name, AnnotationKind kind)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        if (kind is AnnotationKind.Null || !Enum.IsDefined(kind)) throw new ArgumentException($"Column '{name}' cannot be of kind {kind}.", nameof(kind));
        Name = name;
        Kind = kind;
    }

    /// <summary>The name of the annotation and of the column.</summary>
    public string Name { get; }

    /// <summary>The type of the values.</summary>
    public AnnotationKind Kind { get; }
}
