namespace DataCuration.Models;

/// <summary>A tensor in a file: name, shape and place. Its number format is that of the kind of file.</summary>
public abstract class FileTensor
{
    private protected FileTensor(string name, long[] shape, long count, long start)
    {
        Name = name;
        Shape = shape;
        Count = count;
        Start = start;
    }

    /// <summary>The name.</summary>
    public string Name { get; }

    /// <summary>The sizes of the dimensions, the contiguous one last; empty for a single number.</summary>
    public IReadOnlyList<long> Shape { get; }

    /// <summary>The number of elements.</summary>
    public long Count { get; }

    /// <summary>The number of bytes.</summary>
    public abstract long ByteLength { get; }

    /// <summary>The offset of the first byte in the file.</summary>
    internal long Start { get; }
}
