using System.Text.Json;

namespace DataCuration.Models;

/// <summary>Writes the description of a merge.</summary>
internal static class MergeManifest
{
    private const int FormatVersion = 1;

    public static void Write(IFileStore files, string path, MergeReport report)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("version", FormatVersion);
            json.WriteString("method", "task_arithmetic");
            json.WriteString("fingerprint", report.Fingerprint);
            json.WriteNumber("tensors", report.Tensors);
            json.WriteNumber("elements", report.Elements);
            json.WritePropertyName("base");
            Write(json, report.Base);
            json.WriteStartArray("models");
            foreach (MergedModel model in report.Models) Write(json, model);
            json.WriteEndArray();
            json.WriteEndObject();
        }
        text.WriteByte((byte)'\n');
        AtomicStoreFile.Write(files, path, text.ToArray());
    }

    private static void Write(Utf8JsonWriter json, MergedModel model)
    {
        json.WriteStartObject();
        json.WriteString("path", model.Path);
        json.WriteNumber("weight", model.Weight);
        json.WriteString("hash", model.Hash);
        json.WriteNumber("distance", model.Distance);
        json.WriteEndObject();
    }
}
