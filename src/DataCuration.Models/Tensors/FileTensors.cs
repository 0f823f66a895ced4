using System.Diagnostics.CodeAnalysis;

namespace DataCuration.Models;

/// <summary>The tensors of a memory-mapped file, by name.</summary>
/// <param name="file">The file.</param>
internal sealed class FileTensors<T>(MappedFile file)
    where T : FileTensor
{
    private readonly Dictionary<string, T> byName = new(StringComparer.Ordinal);

    /// <summary>Adds a tensor. Returns false if there is one with its name.</summary>
    public bool TryAdd(T tensor) => byName.TryAdd(tensor.Name, tensor);

    /// <summary>Finds a tensor.</summary>
    public bool TryGet(string name, [NotNullWhen(true)] out T? tensor) => byName.TryGetValue(name, out tensor);

    /// <summary>Finds a tensor that must be there.</summary>
    /// <exception cref="ModelFileException">There is no such tensor.</exception>
    public T Get(string name) => byName.TryGetValue(name, out T? tensor) ? tensor
        : throw ModelFileException.In(file.Path, $"tensor '{ModelFileException.Show(name)}' is missing.");

    /// <summary>Returns bytes of a tensor, where they are in the file.</summary>
    public ReadOnlySpan<byte> Bytes(T tensor, long start, int length)
    {
        CheckOwn(tensor);
        if (start < 0 || length < 0 || start > tensor.ByteLength - length)
            throw new ArgumentOutOfRangeException(nameof(start), start, $"Tensor '{tensor.Name}' has {tensor.ByteLength} bytes; {length} were requested.");
        return file.Slice(tensor.Start + start, length);
    }

    /// <summary>Refuses tensors of other files.</summary>
    public void CheckOwn(T tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (!byName.TryGetValue(tensor.Name, out T? own) || own != tensor)
            throw new ArgumentException($"Tensor '{tensor.Name}' is not one of '{file.Path}'.", nameof(tensor));
    }
}
