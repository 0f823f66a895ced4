namespace DataCuration.Models;

/// <summary>A tensor of a safetensors file: name, number format, shape and place.</summary>
public sealed class SafetensorsTensor
{
    internal SafetensorsTensor(string name, TensorElementType elementType, long[] shape, long count, long start)
    {
        Name = name;
        ElementType = elementType;
        Shape = shape;
        Count = count;
        Start = start;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The number format.</summary>
    public TensorElementType ElementType { get; }

    /// <summary>The sizes of the dimensions, the contiguous one last; empty for a single number.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The number of elements.</summary>
    public long Count { get; }

    /// <summary>The number of bytes.</summary>
    public long ByteLength => Count * TensorElementTypes.Size(ElementType);

    /// <summary>The offset of the first byte in the file.</summary>
    internal long Start { get; }
}
