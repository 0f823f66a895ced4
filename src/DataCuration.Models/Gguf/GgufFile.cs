using System.Diagnostics.CodeAnalysis;
using System.Numerics;

namespace DataCuration.Models;

/// <summary>
/// A GGUF file of llama.cpp, memory-mapped: metadata, and tensors that are read where they are. Versions 2 and 3, little-endian; number formats of
/// <see cref="GgufTensorType"/>. The whole header is checked when the file is opened.
/// </summary>
/// <remarks>
/// Format: <see href="https://github.com/ggml-org/ggml/blob/master/docs/gguf.md">ggml's docs/gguf.md</see>. As in ggml's own reader, tensors must follow each
/// other without gaps but for the alignment. Thread-safe until it is disposed. The file must not be changed while it is open.
/// </remarks>
public sealed class GgufFile : IDisposable
{
    private const int MaxDimensions = 4; // GGML_MAX_DIMS
    private const int MaxNameBytes = 64; // GGML_MAX_NAME
    private const int MaxKeyBytes = 65_535; // docs/gguf.md
    private const int MinTensorBytes = 8 + 4 + 8 + 4 + 8;
    private const int MinMetadataBytes = 8 + 4 + 1;

    private readonly MappedFile file;
    private readonly bool anyNumberFormat;
    private readonly FileTensors<GgufTensor> byName;

    private GgufFile(MappedFile file, bool anyNumberFormat)
    {
        (this.file, this.anyNumberFormat, byName) = (file, anyNumberFormat, new(file));
        var cursor = new GgufCursor(file);
        if (cursor.UInt32("the magic number") != GgufTypes.Magic) throw cursor.Damaged("it does not start with 'GGUF'.");
        Version = (int)cursor.UInt32("the version");
        if (Version is not (2 or 3)) throw cursor.Damaged($"its version is {(uint)Version}; versions 2 and 3 are supported, little-endian.");
        int tensors = cursor.Count(MinTensorBytes, "the number of tensors");
        int values = cursor.Count(MinMetadataBytes, "the number of metadata values");
        var metadata = new Dictionary<string, object>(StringComparer.Ordinal);
        var keys = new List<string>();
        for (int i = 0; i < values; i++)
        {
            string key = cursor.Text("a metadata key", MaxKeyBytes);
            if (!metadata.TryAdd(key, cursor.Value(ModelFileException.Show(key))))
                throw cursor.Damaged($"the metadata key '{ModelFileException.Show(key)}' is there twice.");
            keys.Add(key);
        }
        Metadata = metadata;
        MetadataKeys = keys;
        Tensors = ReadTensors(cursor, tensors, ReadAlignment(cursor, metadata));
    }

    /// <summary>The file's path.</summary>
    public string Path => file.Path;

    /// <summary>The version of the format.</summary>
    public int Version { get; }

    /// <summary>
    /// The metadata by key. Values are <see cref="byte"/>, <see cref="sbyte"/>, <see cref="ushort"/>, <see cref="short"/>, <see cref="uint"/>,
    /// <see cref="int"/>, <see cref="ulong"/>, <see cref="long"/>, <see cref="float"/>, <see cref="double"/>, <see cref="bool"/>, <see cref="string"/>, or
    /// arrays of these types.
    /// </summary>
    public IReadOnlyDictionary<string, object> Metadata { get; }

    /// <summary>The keys of <see cref="Metadata"/> in the order of the file.</summary>
    public IReadOnlyList<string> MetadataKeys { get; }

    /// <summary>The tensors in the order of their data.</summary>
    public IReadOnlyList<GgufTensor> Tensors { get; }

    /// <summary>Opens a file and checks its header.</summary>
    /// <param name="path">The file.</param>
    /// <param name="files">The store that the file is in; null for the local file system. A file of another store is copied to a temporary file.</param>
    /// <param name="anyNumberFormat">
    /// True to accept tensors of all number formats of ggml, such as <c>Q4_K</c>, for a check of a file that llama.cpp will read. <see cref="GgufTensor.Type"/>
    /// is then ggml's code, and <see cref="ReadValues"/> refuses what is not in <see cref="GgufTensorType"/>.
    /// </param>
    /// <exception cref="ModelFileException">The header is damaged, does not fit the file, or has a number format that is not supported.</exception>
    /// <exception cref="FileNotFoundException">There is no such file.</exception>
    public static GgufFile Open(string path, IFileStore? files = null, bool anyNumberFormat = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        files ??= LocalFileStore.Instance;
        var mapped = new MappedFile(files, files.GetFullPath(path));
        try
        {
            return new GgufFile(mapped, anyNumberFormat);
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
    public bool TryGet(string name, [NotNullWhen(true)] out GgufTensor? tensor) => byName.TryGet(name, out tensor);

    /// <summary>Finds a tensor that must be there.</summary>
    /// <param name="name">The name.</param>
    /// <exception cref="ModelFileException">There is no such tensor.</exception>
    public GgufTensor Get(string name) => byName.Get(name);

    /// <summary>Returns bytes of a tensor, where they are in the file.</summary>
    /// <param name="tensor">A tensor of this file.</param>
    /// <param name="start">The offset of the first byte in the tensor.</param>
    /// <param name="length">The number of bytes.</param>
    public ReadOnlySpan<byte> Bytes(GgufTensor tensor, long start, int length) => byName.Bytes(tensor, start, length);

    /// <summary>Reads all elements of a tensor as float32.</summary>
    /// <param name="tensor">A tensor of this file.</param>
    /// <exception cref="InvalidOperationException">There are more elements than an array can hold.</exception>
    /// <exception cref="NotSupportedException">The number format is not one of <see cref="GgufTensorType"/>.</exception>
    public float[] ReadValues(GgufTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.Count > Array.MaxLength / sizeof(float))
            throw new InvalidOperationException($"Tensor '{tensor.Name}' has {tensor.Count} elements, too many for an array.");
        var values = new float[tensor.Count];
        ReadOnlySpan<byte> bytes = Bytes(tensor, 0, (int)tensor.ByteLength);
        switch (tensor.Type)
        {
            case GgufTensorType.Q8: Q8Blocks.Widen(bytes, values); break;
            case GgufTensorType.Float16: FloatConversion.Widen(bytes, TensorElementType.Float16, values); break;
            case GgufTensorType.BFloat16: FloatConversion.Widen(bytes, TensorElementType.BFloat16, values); break;
            case GgufTensorType.Float32: FloatConversion.Widen(bytes, TensorElementType.Float32, values); break;
            default: throw new NotSupportedException($"Tensor '{tensor.Name}' has ggml's number format {(uint)tensor.Type}, which is not read here.");
        }
        return values;
    }

    /// <summary>Closes the file. Spans of its tensors must not be used any more.</summary>
    public void Dispose() => file.Dispose();

    private static int ReadAlignment(GgufCursor cursor, Dictionary<string, object> metadata)
    {
        if (!metadata.TryGetValue(GgufTypes.AlignmentKey, out object? value)) return GgufTypes.DefaultAlignment;
        const uint Largest = 1 << 20; // our choice: a memory page or two are usual
        return value is uint alignment && alignment % 8 == 0 && alignment <= Largest && BitOperations.IsPow2(alignment)
            ? (int)alignment
            : throw cursor.Damaged($"'{GgufTypes.AlignmentKey}' is {value}; it must be a u32, a power of two from 8 to {Largest}.");
    }

    private GgufTensor[] ReadTensors(GgufCursor cursor, int count, int alignment)
    {
        var infos = new (string Name, GgufTensorType Type, long[] Shape, long Count, ulong Offset)[count];
        for (int i = 0; i < count; i++)
        {
            string name = cursor.Text("a tensor's name", MaxNameBytes);
            string shown = ModelFileException.Show(name);
            uint dimensions = cursor.UInt32($"the dimensions of tensor '{shown}'");
            if (dimensions is 0 or > MaxDimensions) throw cursor.Damaged($"tensor '{shown}' has {dimensions} dimensions; 1 to {MaxDimensions} are possible.");
            var shape = new long[dimensions];
            for (int dimension = 0; dimension < shape.Length; dimension++)
            {
                ulong size = cursor.UInt64($"the shape of tensor '{shown}'");
                if (size is 0 or > long.MaxValue) throw cursor.Damaged($"tensor '{shown}' has a dimension of the size {size}.");
                shape[^(dimension + 1)] = (long)size;
            }
            var type = (GgufTensorType)cursor.UInt32($"the number format of tensor '{shown}'");
            (int elements, int bytes) = anyNumberFormat ? GgufTypes.AnyBlock(type) : GgufTypes.Block(type);
            if (elements == 0)
                throw cursor.Damaged($"tensor '{shown}' has the number format {(uint)type}; F32 (0), F16 (1), Q8_0 (8) and BF16 (30) are supported.");
            if (shape[^1] % elements != 0) throw cursor.Damaged($"tensor '{shown}' has rows of {shape[^1]}, which are not whole blocks of {elements}.");
            if (!TensorShapes.TryCount(shape, out long total) || total / elements > file.Length / bytes)
                throw cursor.Damaged($"tensor '{shown}' of shape {TensorShapes.Text(shape)} does not fit a file of {file.Length} bytes.");
            infos[i] = (name, type, shape, total, cursor.UInt64($"the offset of tensor '{shown}'"));
        }
        long start = GgufTypes.Pad(cursor.Position, alignment);
        long end = 0;
        var tensors = new GgufTensor[count];
        for (int i = 0; i < count; i++)
        {
            (string name, GgufTensorType type, long[] shape, long total, ulong offset) = infos[i];
            string shown = ModelFileException.Show(name);
            if (offset != (ulong)end) throw cursor.Damaged($"tensor '{shown}' has the offset {offset} instead of {end}.");
            var tensor = new GgufTensor(name, type, shape, total, start + end);
            if (tensor.ByteLength > file.Length - start - end)
                throw cursor.Damaged($"tensor '{shown}' has {tensor.ByteLength} bytes, but the file ends after {Math.Max(0, file.Length - start - end)}.");
            if (!byName.TryAdd(tensor)) throw cursor.Damaged($"there are two tensors '{shown}'.");
            tensors[i] = tensor;
            end += GgufTypes.Pad(tensor.ByteLength, alignment);
        }
        return tensors;
    }
}
