using System.Buffers.Binary;
using System.Text.Json;

namespace DataCuration.Models;

/// <summary>
/// Reads the header of a safetensors file: its length as u64, then a JSON object with the type, shape and byte range of each tensor. The ranges must fill the
/// rest of the file without gaps or overlaps, as the reference implementation requires.
/// </summary>
internal static class SafetensorsHeader
{
    public const string MetadataName = "__metadata__";
    private const long MaxHeaderBytes = 100_000_000; // the limit of the format
    private const int MaxRank = 16; // our choice; ggml has 4, and torch models have 5 at most

    public static (SafetensorsTensor[] Tensors, Dictionary<string, string> Metadata) Read(MappedFile file)
    {
        if (file.Length < sizeof(ulong)) throw Damaged(file, $"it has {file.Length} bytes, fewer than the 8 of the header's length.");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file.Slice(0, sizeof(ulong)));
        if (length > MaxHeaderBytes) throw Damaged(file, $"its header would have {length} bytes; the format allows {MaxHeaderBytes}.");
        if ((long)length > file.Length - sizeof(ulong))
            throw Damaged(file, $"its header would have {length} bytes, but only {file.Length - sizeof(ulong)} follow.");
        byte[] header = file.Slice(sizeof(ulong), (int)length).ToArray();
        if (header.Length == 0 || header[0] != '{') throw Damaged(file, "its header does not start with '{'.");
        using JsonDocument document = StrictJson.Parse(header, file.Path);
        long dataStart = sizeof(ulong) + header.Length;
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        var tensors = new List<SafetensorsTensor>();
        foreach (JsonProperty property in document.RootElement.EnumerateObject())
        {
            string name = StrictJson.Name(property, file.Path);
            if (name == MetadataName) ReadMetadata(property.Value, file.Path, metadata);
            else tensors.Add(ReadTensor(name, property.Value, file, dataStart));
        }
        SafetensorsTensor[] sorted = [.. tensors.OrderBy(tensor => tensor.Start).ThenBy(tensor => tensor.ByteLength)];
        CheckRanges(sorted, file, dataStart);
        return (sorted, metadata);
    }

    private static void ReadMetadata(JsonElement element, string path, Dictionary<string, string> metadata)
    {
        if (element.ValueKind != JsonValueKind.Object) throw ModelFileException.In(path, $"field '{MetadataName}' is not an object but {element.ValueKind}.");
        foreach (JsonProperty property in element.EnumerateObject())
        {
            string name = StrictJson.Name(property, path);
            metadata.Add(name, StrictJson.Text(property.Value, path, $"{MetadataName}.{ModelFileException.Show(name)}"));
        }
    }

    private static SafetensorsTensor ReadTensor(string name, JsonElement element, MappedFile file, long dataStart)
    {
        string shown = ModelFileException.Show(name);
        if (element.ValueKind != JsonValueKind.Object) throw Damaged(file, $"tensor '{shown}' is described by {element.ValueKind} instead of an object.");
        string? typeName = null;
        long[]? shape = null, range = null;
        foreach (JsonProperty property in element.EnumerateObject())
        {
            switch (StrictJson.Name(property, file.Path))
            {
                case "dtype": typeName = StrictJson.Text(property.Value, file.Path, $"{shown}.dtype"); break;
                case "shape": shape = ReadNumbers(property.Value, $"{shown}.shape", MaxRank, file); break;
                case "data_offsets": range = ReadNumbers(property.Value, $"{shown}.data_offsets", 2, file); break;
                case var other: throw Damaged(file, $"tensor '{shown}' has the unknown field '{ModelFileException.Show(other)}'.");
            }
        }
        if (typeName is null || shape is null || range is not { Length: 2 })
            throw Damaged(file, $"tensor '{shown}' lacks one of dtype, shape and the two data_offsets.");
        if (TensorElementTypes.Parse(typeName) is not { } type)
            throw Damaged(file, $"tensor '{shown}' has the unknown dtype '{ModelFileException.Show(typeName)}'.");
        long available = file.Length - dataStart;
        if (range[0] > range[1] || range[1] > available)
            throw Damaged(file, $"tensor '{shown}' has the data_offsets [{range[0]}, {range[1]}], but the data has {available} bytes.");
        int size = TensorElementTypes.Size(type);
        if (!TensorShapes.TryCount(shape, out long count) || count > available / size || count * size != range[1] - range[0])
            throw Damaged(file, $"tensor '{shown}' of type {typeName} and shape {TensorShapes.Text(shape)} does not fit its {range[1] - range[0]} bytes.");
        return new(name, type, shape, count, dataStart + range[0]);
    }

    private static long[] ReadNumbers(JsonElement element, string field, int maxCount, MappedFile file)
    {
        if (element.ValueKind != JsonValueKind.Array) throw Damaged(file, $"field '{field}' is not an array but {element.ValueKind}.");
        int count = element.GetArrayLength();
        if (count > maxCount) throw Damaged(file, $"field '{field}' has {count} numbers; at most {maxCount} are supported.");
        var numbers = new long[count];
        int i = 0;
        foreach (JsonElement number in element.EnumerateArray())
        {
            if (number.ValueKind != JsonValueKind.Number || !number.TryGetInt64(out numbers[i]) || numbers[i] < 0)
                throw Damaged(file, $"field '{field}' has {ModelFileException.Show(number.GetRawText())} in the place of a size.");
            i++;
        }
        return numbers;
    }

    private static void CheckRanges(SafetensorsTensor[] sorted, MappedFile file, long dataStart)
    {
        long end = dataStart;
        SafetensorsTensor? before = null;
        foreach (SafetensorsTensor tensor in sorted)
        {
            string name = ModelFileException.Show(tensor.Name);
            if (tensor.Start < end) throw Damaged(file, $"tensor '{name}' overlaps tensor '{ModelFileException.Show(before!.Name)}'.");
            if (tensor.Start > end) throw Damaged(file, $"no tensor describes the {tensor.Start - end} bytes before tensor '{name}'.");
            end += tensor.ByteLength;
            before = tensor;
        }
        if (end != file.Length) throw Damaged(file, $"no tensor describes the last {file.Length - end} bytes.");
    }

    private static ModelFileException Damaged(MappedFile file, string problem) => ModelFileException.In(file.Path, problem);
}
