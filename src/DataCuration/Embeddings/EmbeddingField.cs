namespace DataCuration;

/// <summary>A field of the records that holds vectors.</summary>
public sealed record EmbeddingField
{
    /// <summary>Names a field.</summary>
    /// <param name="name">The field's name, such as <c>embedding</c>: an array of numbers.</param>
    /// <param name="dimension">The length of the vectors. Another length is a fault of the document.</param>
    public EmbeddingField(string name, int dimension)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentOutOfRangeException.ThrowIfLessThan(dimension, 1);
        Name = name;
        Dimension = dimension;
    }

    /// <summary>The field's name.</summary>
    public string Name { get; }

    /// <summary>The length of the vectors.</summary>
    public int Dimension { get; }
}
