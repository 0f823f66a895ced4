using System.Text.Json;
using System.Text.Unicode;

namespace DataCuration.Models;

/// <summary>Parses the JSON of model files: valid UTF-8, no duplicate names, an object at the top.</summary>
internal static class StrictJson
{
    private const int MaxDepth = 64;
    private static readonly JsonDocumentOptions Options = new() { AllowDuplicateProperties = false, MaxDepth = MaxDepth };

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="ModelFileException">It is longer than <paramref name="maxBytes"/>.</exception>
    public static byte[] ReadFile(IFileStore files, string path, long maxBytes)
    {
        using Stream stream = files.OpenRead(path, FileReadPattern.Sequential);
        if (stream.Length > maxBytes) throw ModelFileException.In(path, $"the file has {stream.Length} bytes, more than the maximum of {maxBytes}.");
        var content = new byte[stream.Length];
        stream.ReadExactly(content);
        return content;
    }

    /// <summary>Parses a file's content. The caller disposes the document.</summary>
    /// <param name="utf8">The JSON. It must not change while the document is used.</param>
    /// <param name="path">The file, for messages.</param>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8, string path)
    {
        if (utf8.Span.StartsWith("\uFEFF"u8)) utf8 = utf8[3..];
        if (!Utf8.IsValid(utf8.Span)) throw ModelFileException.In(path, "the JSON is not valid UTF-8.");
        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(utf8, Options);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new ModelFileException($"'{path}': the JSON is damaged: {e.Message}", e);
        }
        if (document.RootElement.ValueKind == JsonValueKind.Object) return document;
        JsonValueKind kind = document.RootElement.ValueKind;
        document.Dispose();
        throw ModelFileException.In(path, $"the JSON is not an object but {kind}.");
    }

    /// <summary>Reads the text of a string or a property name. Escaped surrogates without a partner are an error.</summary>
    public static string Text(JsonElement element, string path, string field)
    {
        if (element.ValueKind != JsonValueKind.String) throw ModelFileException.In(path, $"field '{field}' is not a string but {element.ValueKind}.");
        try
        {
            return element.GetString()!;
        }
        catch (InvalidOperationException e)
        {
            throw new ModelFileException($"'{path}': field '{field}' is not valid Unicode.", e);
        }
    }

    /// <summary>Reads a property's name.</summary>
    public static string Name(JsonProperty property, string path)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException e)
        {
            throw new ModelFileException($"'{path}': a field's name is not valid Unicode.", e);
        }
    }
}
