using System.Collections.Immutable;
using System.Text.Json;

namespace DataCuration;

/// <summary>The inputs that all tasks of a phase depend on. Stored in the phase's folder as <c>recipe.json</c>, with the number of tasks.</summary>
internal sealed record PhaseRecipe(string Phase, ImmutableArray<FingerprintPart> Parts, string Fingerprint, int Tasks)
{
    /// <summary>The version of this library.</summary>
    public static string ThisLibrary { get; } = typeof(PhaseRecipe).Assembly.GetName().Version?.ToString(3) ?? "unknown";

    /// <summary>The things that parts stand for which are hashes, by the part's index.</summary>
    public ImmutableSortedDictionary<int, ArtifactOrigin> Origins { get; init; } = ImmutableSortedDictionary<int, ArtifactOrigin>.Empty;

    /// <summary>The version of this library that wrote the recipe. Messages name it. It is not a part of the fingerprint.</summary>
    public string Library { get; init; } = ThisLibrary;

    /// <summary>The fits that the phase belongs to, the outermost first.</summary>
    public ImmutableArray<string> Fits { get; init; } = [];

    public static PhaseRecipe Create(string phase, FingerprintWriter writer, int tasks, ImmutableArray<string> fits = default) =>
        new(phase, [.. writer.Parts], writer.ToFingerprint(), tasks)
        {
            Origins = writer.Origins.ToImmutableSortedDictionary(),
            Fits = fits.IsDefault ? [] : fits,
        };

    /// <summary>The name of a fit as the origin of an artifact, for messages.</summary>
    public static string OriginName(string fit) => $"the fit {fit}";

    public byte[] Serialize()
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Indented = true, NewLine = "\n" }))
        {
            json.WriteStartObject();
            json.WriteNumber("format", TaskManifest.FormatVersion);
            json.WriteString("library", Library);
            json.WriteString("phase", Phase);
            json.WriteStartArray("fits");
            foreach (string fit in Fits) json.WriteStringValue(fit);
            json.WriteEndArray();
            json.WriteNumber("tasks", Tasks);
            json.WriteString("fingerprint", Fingerprint);
            TaskManifest.WriteParts(json, "parts", Parts);
            ArtifactOriginFiles.WriteAll(json, Origins);
            json.WriteEndObject();
        }
        return SealedJson.Seal(buffer.ToArray());
    }

    /// <summary>Reads a recipe; null if the file is missing.</summary>
    /// <exception cref="InvalidDataException">The file is damaged.</exception>
    public static PhaseRecipe? TryRead(IFileStore files, string path)
    {
        if (!files.FileExists(path)) return null;
        byte[] bytes = files.ReadAllBytes(path);
        try
        {
            if (!SealedJson.IsWhole(bytes)) throw Damaged(path, null);
            using JsonDocument document = JsonDocument.Parse(bytes);
            JsonElement root = document.RootElement;
            return new(root.GetProperty("phase").GetString()!, TaskManifest.ReadParts(root.GetProperty("parts")),
                root.GetProperty("fingerprint").GetString()!, root.GetProperty("tasks").GetInt32())
            {
                Origins = ArtifactOriginFiles.ReadAll(root),
                Library = root.GetProperty("library").GetString()!,
                Fits = [.. root.GetProperty("fits").EnumerateArray().Select(fit => fit.GetString()!)],
            };
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw Damaged(path, e);
        }
    }

    private static InvalidDataException Damaged(string path, Exception? inner) =>
        new($"'{path}' is damaged, or is not a recipe of this library's format: name another output, or make it again with "
            + "WhenChanged.Remake.", inner);

    /// <summary>Returns true if two lists of parts are equal.</summary>
    public static bool AreEqual(ImmutableArray<FingerprintPart> before, ImmutableArray<FingerprintPart> now) => before.AsSpan().SequenceEqual(now.AsSpan());
}
