namespace DataCuration.Models;

/// <summary>A tensor of a GGUF file: name, number format, shape and place.</summary>
public sealed class GgufTensor
{
    internal GgufTensor(string name, GgufTensorType type, long[] shape, long count, long start)
    {
        Name = name;
        Type = type;
        Shape = shape;
        Count = count;
        Start = start;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The number format.</summary>
    public GgufTensorType Type { get; }

    /// <summary>The sizes of the dimensions, the contiguous one last. In the file, and in ggml's own notation, it is the first.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The number of elements.</summary>
    public long Count { get; }

    /// <summary>The number of bytes.</summary>
    public long ByteLength
    {
        get
        {
            (int elements, int bytes) = GgufTypes.AnyBlock(Type);
            return Count / elements * bytes;
        }
    }

    /// <summary>The offset of the first byte in the file.</summary>
    internal long Start { get; }
}
