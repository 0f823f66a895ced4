using System.Globalization;
using System.Text.Json;

namespace DataCuration.Models;

/// <summary>The weight files of a Hugging Face folder: one file, or several with an index.</summary>
internal static class FolderWeights
{
    public const string SingleName = "model.safetensors";
    public const string IndexName = "model.safetensors.index.json";
    private const long MaxIndexBytes = 1 << 28;
    private const string Prefix = "model-";
    private const string Suffix = ".safetensors";
    private static readonly Dictionary<string, string> TorchMetadata = new(StringComparer.Ordinal) { ["format"] = "pt" }; // transformers requires it

    /// <summary>Opens all weight files of a folder.</summary>
    public static List<SafetensorsFile> Open(IFileStore files, string folder)
    {
        var opened = new List<SafetensorsFile>();
        try
        {
            string single = Path.Combine(folder, SingleName);
            string index = Path.Combine(folder, IndexName);
            if (files.FileExists(single)) opened.Add(SafetensorsFile.Open(single, files));
            else if (files.FileExists(index)) OpenIndexed(files, folder, index, opened);
            else throw Missing(files, folder);
            return opened;
        }
        catch
        {
            foreach (SafetensorsFile file in opened) file.Dispose();
            throw;
        }
    }

    /// <summary>Divides tensors into files, in order, so that each file but those of a single tensor keeps to the limit.</summary>
    public static List<List<ModelTensor>> Divide(IReadOnlyList<ModelTensor> tensors, TensorElementType elementType, long maxBytes)
    {
        var divided = new List<List<ModelTensor>>();
        long bytes = 0;
        foreach (ModelTensor tensor in tensors)
        {
            long own = SafetensorsWriter.ByteLength(tensor, elementType);
            if (divided.Count == 0 || bytes + own > maxBytes)
            {
                divided.Add([]);
                bytes = 0;
            }
            divided[^1].Add(tensor);
            bytes += own;
        }
        return divided;
    }

    /// <summary>Writes the weight files, and deletes those of an earlier model in the folder.</summary>
    public static void Write(IFileStore files, string folder, List<List<ModelTensor>> divided, TensorElementType elementType)
    {
        var names = new List<string>();
        for (int i = 0; i < divided.Count; i++)
        {
            names.Add(divided.Count == 1 ? SingleName
                : string.Create(CultureInfo.InvariantCulture, $"{Prefix}{i + 1:D5}-of-{divided.Count:D5}{Suffix}"));
            SafetensorsWriter.Write(Path.Combine(folder, names[i]), divided[i], elementType, TorchMetadata, files);
        }
        string index = Path.Combine(folder, IndexName);
        if (divided.Count > 1) AtomicStoreFile.Write(files, index, MakeIndex(divided, names, elementType));
        else files.Delete(index);
        string[] old = [.. files.List(folder).Where(entry => !entry.IsFolder && IsWeightFile(Path.GetFileName(entry.Path))
            && !names.Contains(Path.GetFileName(entry.Path), StringComparer.Ordinal)).Select(entry => entry.Path)];
        foreach (string path in old) files.Delete(path);
    }

    private static bool IsWeightFile(string name) =>
        name == SingleName || (name.StartsWith(Prefix, StringComparison.Ordinal) && name.EndsWith(Suffix, StringComparison.Ordinal));

    private static byte[] MakeIndex(List<List<ModelTensor>> divided, List<string> names, TensorElementType elementType)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteStartObject("metadata");
            json.WriteNumber("total_size", divided.Sum(part => part.Sum(tensor => SafetensorsWriter.ByteLength(tensor, elementType))));
            json.WriteEndObject();
            json.WriteStartObject("weight_map");
            foreach ((ModelTensor tensor, string name) in divided.SelectMany((part, i) => part.Select(tensor => (tensor, names[i])))
                .OrderBy(pair => pair.tensor.Name, StringComparer.Ordinal))
                json.WriteString(tensor.Name, name);
            json.WriteEndObject();
            json.WriteEndObject();
        }
        text.WriteByte((byte)'\n');
        return text.ToArray();
    }

    private static void OpenIndexed(IFileStore files, string folder, string index, List<SafetensorsFile> opened)
    {
        Dictionary<string, string> map = ReadIndex(files, index);
        foreach (string name in map.Values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal))
        {
            string path = Path.Combine(folder, name);
            if (!files.FileExists(path)) throw ModelFileException.In(index, $"file '{ModelFileException.Show(name)}' of the index is missing.");
            opened.Add(SafetensorsFile.Open(path, files));
            foreach (SafetensorsTensor tensor in opened[^1].Tensors)
            {
                if (!map.Remove(tensor.Name, out string? file) || file != name)
                    throw ModelFileException.In(index, $"tensor '{ModelFileException.Show(tensor.Name)}' is in '{name}', but not according to the index.");
            }
        }
        if (map.Count == 0) return;
        (string lost, string where) = map.OrderBy(pair => pair.Key, StringComparer.Ordinal).First();
        throw ModelFileException.In(index, $"tensor '{ModelFileException.Show(lost)}' is not in '{ModelFileException.Show(where)}'.");
    }

    private static Dictionary<string, string> ReadIndex(IFileStore files, string index)
    {
        using JsonDocument document = StrictJson.Parse(StrictJson.ReadFile(files, index, MaxIndexBytes), index);
        if (!document.RootElement.TryGetProperty("weight_map", out JsonElement entries) || entries.ValueKind != JsonValueKind.Object)
            throw ModelFileException.In(index, "field 'weight_map' is missing or not an object.");
        var map = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (JsonProperty property in entries.EnumerateObject())
        {
            string tensor = StrictJson.Name(property, index);
            string file = StrictJson.Text(property.Value, index, $"weight_map.{ModelFileException.Show(tensor)}");
            // A path could lead out of the folder.
            if (!file.EndsWith(Suffix, StringComparison.Ordinal) || file.AsSpan().ContainsAny('/', '\\', ':') || file.Contains('\0', StringComparison.Ordinal))
                throw ModelFileException.In(index, $"'{ModelFileException.Show(file)}' is not the name of a safetensors file in the same folder.");
            map.Add(tensor, file);
        }
        return map;
    }

    private static ModelFileException Missing(IFileStore files, string folder)
    {
        string? pickle = files.List(folder).Where(entry => !entry.IsFolder).Select(entry => Path.GetFileName(entry.Path))
            .Where(name => name.EndsWith(".bin", StringComparison.Ordinal) || name.EndsWith(".pt", StringComparison.Ordinal)
                || name.EndsWith(".pth", StringComparison.Ordinal)).Order(StringComparer.Ordinal).FirstOrDefault();
        return ModelFileException.In(folder, $"there is neither '{SingleName}' nor '{IndexName}'."
            + (pickle is null ? "" : $" '{pickle}' is not read: such files can run code. Convert it to safetensors first."));
    }
}
