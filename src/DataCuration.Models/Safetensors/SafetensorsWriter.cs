using System.Buffers.Binary;
using System.Text.Json;

namespace DataCuration.Models;

/// <summary>
/// Writes safetensors files. The bytes depend on the arguments only: tensors are written in the given order, and metadata in ordinal order of its keys. The
/// data starts at a multiple of 8 bytes.
/// </summary>
public static class SafetensorsWriter
{
    private const int Alignment = 8; // as the reference implementation
    private const int PieceElements = 1 << 18;

    /// <summary>Writes a file. It appears complete or not at all, and replaces an existing one.</summary>
    /// <param name="path">The file, in a folder that exists.</param>
    /// <param name="tensors">The tensors.</param>
    /// <param name="elementType">The number format: <see cref="TensorElementType.Float32"/>, <see cref="TensorElementType.Float16"/> or
    /// <see cref="TensorElementType.BFloat16"/>. Values are rounded to the nearest one.</param>
    /// <param name="metadata">Texts for the header's <c>__metadata__</c>; null for none.</param>
    /// <param name="files">The store to write to; null for the local file system.</param>
    /// <exception cref="ArgumentException">Two tensors have the same name, or one has the name of the metadata.</exception>
    /// <exception cref="ModelFileException">A finite value would become infinite in the number format. The message names the tensor.</exception>
    public static void Write(string path, IReadOnlyList<ModelTensor> tensors, TensorElementType elementType = TensorElementType.Float32,
        IReadOnlyDictionary<string, string>? metadata = null, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        TensorElementTypes.CheckModelType(elementType, nameof(elementType));
        byte[] header = MakeHeader(tensors, elementType, metadata);
        AtomicStoreFile.Write(files ?? LocalFileStore.Instance, path, stream =>
        {
            Span<byte> length = stackalloc byte[sizeof(ulong)];
            BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
            stream.Write(length);
            stream.Write(header);
            WriteData(stream, tensors, elementType, path);
        });
    }

    /// <summary>Returns the number of bytes of a tensor's data.</summary>
    internal static long ByteLength(ModelTensor tensor, TensorElementType elementType) => tensor.Count * TensorElementTypes.Size(elementType);

    private static byte[] MakeHeader(IReadOnlyList<ModelTensor> tensors, TensorElementType elementType, IReadOnlyDictionary<string, string>? metadata)
    {
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            json.WriteStartObject();
            if (metadata is not null)
            {
                json.WriteStartObject(SafetensorsHeader.MetadataName);
                foreach ((string key, string value) in metadata.OrderBy(pair => pair.Key, StringComparer.Ordinal)) json.WriteString(key, value);
                json.WriteEndObject();
            }
            var names = new HashSet<string>(StringComparer.Ordinal) { SafetensorsHeader.MetadataName };
            long offset = 0;
            foreach (ModelTensor tensor in tensors)
            {
                if (!names.Add(tensor.Name)) throw new ArgumentException($"The name '{tensor.Name}' is taken twice.", nameof(tensors));
                json.WriteStartObject(tensor.Name);
                json.WriteString("dtype", TensorElementTypes.Name(elementType));
                json.WriteStartArray("shape");
                foreach (long size in tensor.Shape) json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(offset);
                json.WriteNumberValue(offset = checked(offset + ByteLength(tensor, elementType)));
                json.WriteEndArray();
                json.WriteEndObject();
            }
            json.WriteEndObject();
        }
        while ((sizeof(ulong) + header.Length) % Alignment != 0) header.WriteByte((byte)' ');
        return header.ToArray();
    }

    private static void WriteData(Stream stream, IReadOnlyList<ModelTensor> tensors, TensorElementType elementType, string path)
    {
        var values = new float[PieceElements];
        var bytes = new byte[PieceElements * TensorElementTypes.Size(elementType)];
        foreach (ModelTensor tensor in tensors)
        {
            for (long done = 0; done < tensor.Count;)
            {
                Span<float> piece = values.AsSpan(0, (int)Math.Min(PieceElements, tensor.Count - done));
                tensor.Read(done, piece);
                Span<byte> narrow = bytes.AsSpan(0, piece.Length * TensorElementTypes.Size(elementType));
                int overflow = FloatConversion.Narrow(piece, elementType, narrow);
                if (overflow >= 0) throw Overflow(path, tensor.Name, done + overflow, piece[overflow], TensorElementTypes.Name(elementType));
                stream.Write(narrow);
                done += piece.Length;
            }
        }
    }

    /// <summary>A value is too large for a number format.</summary>
    internal static ModelFileException Overflow(string path, string tensor, long index, float value, string format) =>
        ModelFileException.In(path,
            FormattableString.Invariant($"element {index} of tensor '{tensor}' is {value}, too large for {format}. Write another format."));
}
