using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DataCuration.Extraction;

/// <summary>Writes references as JSON for <see cref="PageAnnotations.References"/>.</summary>
internal static class PageReferenceJson
{
    /// <summary>Writes references as a JSON array.</summary>
    public static string Write(IReadOnlyList<PageReference> references)
    {
        var bytes = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(bytes, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            writer.WriteStartArray();
            foreach (PageReference reference in references)
            {
                writer.WriteStartObject();
                writer.WriteString("kind"u8, reference.Kind == PageReferenceKind.Image ? "image"u8 : "link"u8);
                writer.WriteNumber("offset"u8, reference.Offset);
                writer.WriteNumber("length"u8, reference.Length);
                writer.WriteString("url"u8, reference.Address);
                if (reference.AlternativeText.Length > 0) writer.WriteString("alt"u8, reference.AlternativeText);
                writer.WriteEndObject();
            }
            writer.WriteEndArray();
        }
        return System.Text.Encoding.UTF8.GetString(bytes.WrittenSpan);
    }
}
