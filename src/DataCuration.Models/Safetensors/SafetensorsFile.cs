using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataCuration.Models;

/// <summary>
/// A safetensors file, memory-mapped: tensors are read where they are, and nothing is copied before it is asked for. The format holds data only, so reading a
/// file never runs code. The whole header is checked when the file is opened.
/// </summary>
/// <remarks>
/// Format: <see href="https://github.com/huggingface/safetensors">huggingface/safetensors</see>, section Format. As in the reference implementation, the
/// tensors must fill the data without gaps and overlaps. Thread-safe until it is disposed. The file must not be changed while it is open.
/// </remarks>
public sealed class SafetensorsFile : IDisposable
{
    private readonly MappedFile file;
    private readonly FileTensors<SafetensorsTensor> byName;

    private SafetensorsFile(MappedFile file)
    {
        this.file = file;
        (SafetensorsTensor[] tensors, Dictionary<string, string> metadata) = SafetensorsHeader.Read(file);
        Tensors = tensors;
        Metadata = metadata;
        byName = new(file);
        foreach (SafetensorsTensor tensor in tensors) byName.TryAdd(tensor); // the header has each name once
    }

    /// <summary>The file's path.</summary>
    public string Path => file.Path;

    /// <summary>The tensors in the order of their data.</summary>
    public IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>The texts in the header's <c>__metadata__</c>; empty if there is no such field.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="files">The store that the file is in; null for the local file system. A file of another store is copied to a temporary file.</param>
    /// <exception cref="ModelFileException">The header is damaged, or does not fit the file. The message names the tensor.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static SafetensorsFile Open(string path, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        files ??= LocalFileStore.Instance;
        var mapped = new MappedFile(files, files.GetFullPath(path));
        try
        {
            return new SafetensorsFile(mapped);
        }
        catch
        {
            mapped.Dispose();
            throw;
        }
    }

    /// <summary>Finds a tensor.</summary>
    /// <param name="name">The name.</param>
    /// <param name="tensor">The tensor.</param>
    public bool TryGet(string name, [NotNullWhen(true)] out SafetensorsTensor? tensor) => byName.TryGet(name, out tensor);

    /// <summary>Finds a tensor that must be there.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ModelFileException">There is no such tensor.</exception>
    public SafetensorsTensor Get(string name) => byName.Get(name);

    /// <summary>Returns bytes of a tensor, where they are in the file.</summary>
    /// <param name="tensor">A tensor of this file.</param>
    /// <param name="start">The offset of the first byte in the tensor.</param>
    /// <param name="length">The number of bytes.</param>
    public ReadOnlySpan<byte> Bytes(SafetensorsTensor tensor, long start, int length) => byName.Bytes(tensor, start, length);

    /// <summary>
    /// Returns elements of a tensor, where they are in the file. Nothing is copied or converted. Only for little-endian machines, as the file is.
    /// </summary>
    /// <typeparam name="T">A type of the elements' size, such as <see cref="float"/> or <see cref="Half"/>.</typeparam>
    /// <param name="tensor">A tensor of this file.</param>
    /// <param name="start">The index of the first element.</param>
    /// <param name="count">The number of elements.</param>
    /// <exception cref="ArgumentException">The type has another size than the elements.</exception>
    public ReadOnlySpan<T> Values<T>(SafetensorsTensor tensor, long start, int count)
        where T : unmanaged
    {
        byName.CheckOwn(tensor);
        int size = TensorElementTypes.Size(tensor.ElementType);
        if (Unsafe.SizeOf<T>() != size)
            throw new ArgumentException($"Tensor '{tensor.Name}' has elements of {size} bytes ({tensor.ElementType}), but {typeof(T).Name} has another size.");
        if (start < 0 || count < 0 || start > tensor.Count - count)
            throw new ArgumentOutOfRangeException(nameof(start), start, $"Tensor '{tensor.Name}' has {tensor.Count} elements; {count} were requested.");
        return MemoryMarshal.Cast<byte, T>(Bytes(tensor, start * size, checked(count * size)));
    }

    /// <summary>Reads elements of a tensor as float32.</summary>
    /// <param name="tensor">A tensor of this file, of <see cref="TensorElementType.Float32"/>, <see cref="TensorElementType.Float16"/> or
    /// <see cref="TensorElementType.BFloat16"/>.</param>
    /// <param name="start">The index of the first element.</param>
    /// <param name="values">Receives the elements.</param>
    /// <exception cref="ModelFileException">The tensor has another number format.</exception>
    public void Read(SafetensorsTensor tensor, long start, Span<float> values)
    {
        byName.CheckOwn(tensor);
        CheckIsFloat(tensor);
        if (start < 0 || start > tensor.Count - values.Length)
            throw new ArgumentOutOfRangeException(nameof(start), start, $"Tensor '{tensor.Name}' has {tensor.Count} elements; {values.Length} were requested.");
        const int Piece = 1 << 20; // the bytes of a piece fit an int, whatever the format
        int size = TensorElementTypes.Size(tensor.ElementType);
        for (int done = 0; done < values.Length;)
        {
            int count = Math.Min(Piece, values.Length - done);
            FloatConversion.Widen(Bytes(tensor, (start + done) * size, count * size), tensor.ElementType, values.Slice(done, count));
            done += count;
        }
    }

    /// <summary>Returns a tensor as one of float32 elements. It can be read until this file is disposed.</summary>
    /// <param name="tensor">A tensor of this file, in one of the formats of <see cref="Read"/>.</param>
    /// <exception cref="ModelFileException">The tensor has another number format.</exception>
    public ModelTensor ToModelTensor(SafetensorsTensor tensor)
    {
        byName.CheckOwn(tensor);
        CheckIsFloat(tensor);
        return new(tensor.Name, tensor.Shape, (start, values) => Read(tensor, start, values));
    }

    /// <summary>Closes the file. Spans of its tensors must not be used any more.</summary>
    public void Dispose() => file.Dispose();

    private void CheckIsFloat(SafetensorsTensor tensor)
    {
        if (!TensorElementTypes.IsModelType(tensor.ElementType))
        {
            throw ModelFileException.In(Path, $"tensor '{ModelFileException.Show(tensor.Name)}' has dtype {TensorElementTypes.Name(tensor.ElementType)}; "
                + "F32, F16 and BF16 can be read as float32.");
        }
    }
}
