using System.Collections.Immutable;
using System.Text.Json;

namespace DataCuration;

/// <summary>The inputs that all tasks of a phase depend on. Stored in the phase's folder as <c>recipe.json</c>, with the number of tasks.</summary>
internal sealed record PhaseRecipe(string Phase, ImmutableArray<FingerprintPart> Parts, string Fingerprint, int Tasks)
{
    public static PhaseRecipe Create(string phase, FingerprintWriter writer, int tasks) => new(phase, [.. writer.Parts], writer.ToFingerprint(), tasks);

    public byte[] Serialize()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            json.WriteNumber("format", TaskManifest.FormatVersion);
            json.WriteString("phase", Phase);
            json.WriteNumber("tasks", Tasks);
            json.WriteString("fingerprint", Fingerprint);
            TaskManifest.WriteParts(json, "parts", Parts);
            json.WriteEndObject();
        }
        return buffer.ToArray();
    }

    public static PhaseRecipe? TryRead(IFileStore files, string path)
    {
        if (!files.FileExists(path)) return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(files.ReadAllBytes(path));
            JsonElement root = document.RootElement;
            return new(root.GetProperty("phase").GetString()!, TaskManifest.ReadParts(root.GetProperty("parts")),
                root.GetProperty("fingerprint").GetString()!, root.GetProperty("tasks").GetInt32());
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new InvalidDataException($"'{path}' is not a recipe of this library's format: remove the folder, or name another output.", e);
        }
    }

    /// <summary>Describes the first difference between two lists; null if they are equal.</summary>
    public static string? FirstDifference(ImmutableArray<FingerprintPart> before, ImmutableArray<FingerprintPart> now)
    {
        for (int i = 0; i < Math.Min(before.Length, now.Length); i++)
        {
            if (before[i] == now[i]) continue;
            return before[i].Name == now[i].Name
                ? $"{now[i].Name} was '{before[i].Value}' and is now '{now[i].Value}'"
                : $"where {before[i].Name} = '{before[i].Value}' stood, there is now {now[i].Name} = '{now[i].Value}'";
        }
        if (before.Length > now.Length) return $"{before[now.Length].Name} = '{before[now.Length].Value}' is gone";
        if (now.Length > before.Length) return $"{now[before.Length].Name} = '{now[before.Length].Value}' is new";
        return null;
    }
}
