namespace DataCuration.Models;

/// <summary>
/// A named tensor of float32 elements that are read piece by piece, from a file or from another place. So a model can be written or converted without a
/// copy of all its weights in memory.
/// </summary>
public sealed class ModelTensor
{
    private readonly TensorReader read;

    /// <summary>Creates a tensor.</summary>
    /// <param name="name">The name.</param>
    /// <param name="shape">The sizes of the dimensions, the contiguous one last; empty for a single number.</param>
    /// <param name="read">Reads elements.</param>
    /// <exception cref="ArgumentException">A size is negative, or there are more elements than 64 bits can count.</exception>
    public ModelTensor(string name, IReadOnlyList<long> shape, TensorReader read)
    {
        ArgumentException.ThrowIfNullOrEmpty(name);
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(read);
        if (shape.Any(size => size < 0) || !TensorShapes.TryCount(shape, out long count) || count > long.MaxValue / sizeof(double))
            throw new ArgumentException($"Tensor '{name}' has the impossible shape {TensorShapes.Text(shape)}.", nameof(shape));
        Name = name;
        Shape = [.. shape];
        Count = count;
        this.read = read;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The sizes of the dimensions, the contiguous one last.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The number of elements.</summary>
    public long Count { get; }

    /// <summary>Creates a tensor from elements in memory.</summary>
    /// <param name="name">The name.</param>
    /// <param name="shape">The sizes of the dimensions, the contiguous one last.</param>
    /// <param name="values">The elements in row-major order.</param>
    /// <exception cref="ArgumentException">The number of elements does not fit the shape.</exception>
    public static ModelTensor FromValues(string name, IReadOnlyList<long> shape, ReadOnlyMemory<float> values)
    {
        var tensor = new ModelTensor(name, shape, (start, into) => values.Span.Slice((int)start, into.Length).CopyTo(into));
        return tensor.Count == values.Length ? tensor
            : throw new ArgumentException(
                $"Tensor '{name}' of shape {TensorShapes.Text(shape)} needs {tensor.Count} elements, not {values.Length}.", nameof(values));
    }

    /// <summary>Reads a range of elements.</summary>
    /// <param name="start">The index of the first element, in row-major order.</param>
    /// <param name="values">Receives the elements.</param>
    /// <exception cref="ArgumentOutOfRangeException">The range is not within the tensor.</exception>
    public void Read(long start, Span<float> values)
    {
        if (start < 0 || start > Count - values.Length)
            throw new ArgumentOutOfRangeException(nameof(start), start, $"Tensor '{Name}' has {Count} elements; {values.Length} were requested.");
        if (!values.IsEmpty) read(start, values);
    }

    /// <summary>Reads all elements.</summary>
    /// <exception cref="InvalidOperationException">There are more elements than an array can hold.</exception>
    public float[] ToArray()
    {
        if (Count > Array.MaxLength) throw new InvalidOperationException($"Tensor '{Name}' has {Count} elements, too many for an array.");
        var values = new float[Count];
        Read(0, values);
        return values;
    }
}
