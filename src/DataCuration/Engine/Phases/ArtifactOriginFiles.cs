using System.Collections.Immutable;
using System.Text.Json;

namespace DataCuration;

/// <summary>Writes origins of artifacts into recipes, and reads them back.</summary>
internal static class ArtifactOriginFiles
{
    /// <summary>
    /// Writes the origins of a recipe's parts; nothing if no part has one. An origin that occurs again is written as the number of its first occurrence:
    /// with keep lists that were fitted on each other's results, the text would double with every list.
    /// </summary>
    public static void WriteAll(Utf8JsonWriter json, IReadOnlyDictionary<int, ArtifactOrigin> origins) => WriteAll(json, origins, new OriginNumbers());

    private static void WriteAll(Utf8JsonWriter json, IReadOnlyDictionary<int, ArtifactOrigin> origins, OriginNumbers numbers)
    {
        if (origins.Count == 0) return;
        json.WriteStartArray("origins");
        foreach ((int part, ArtifactOrigin origin) in origins)
        {
            json.WriteStartObject();
            json.WriteNumber("part", part);
            if (numbers.TryGet(origin, out int first))
            {
                json.WriteNumber("same", first);
            }
            else
            {
                json.WriteString("name", origin.Name);
                TaskManifest.WriteParts(json, "parts", origin.Parts);
                WriteAll(json, origin.Origins, numbers);
                numbers.Add(origin);
            }
            json.WriteEndObject();
        }
        json.WriteEndArray();
    }

    /// <summary>Reads the origins of a recipe's parts, by the part's index.</summary>
    public static ImmutableSortedDictionary<int, ArtifactOrigin> ReadAll(JsonElement parent) => ReadAll(parent, []);

    private static ImmutableSortedDictionary<int, ArtifactOrigin> ReadAll(JsonElement parent, List<ArtifactOrigin> known)
    {
        if (!parent.TryGetProperty("origins", out JsonElement array)) return ImmutableSortedDictionary<int, ArtifactOrigin>.Empty;
        var origins = ImmutableSortedDictionary.CreateBuilder<int, ArtifactOrigin>();
        foreach (JsonElement origin in array.EnumerateArray())
        {
            int part = origin.GetProperty("part").GetInt32();
            if (origin.TryGetProperty("same", out JsonElement same))
            {
                int number = same.GetInt32();
                origins[part] = number >= 0 && number < known.Count ? known[number] : throw new FormatException($"There is no origin {number}.");
                continue;
            }
            var read = new ArtifactOrigin(origin.GetProperty("name").GetString()!, TaskManifest.ReadParts(origin.GetProperty("parts")), ReadAll(origin, known));
            known.Add(read);
            origins[part] = read;
        }
        return origins.ToImmutable();
    }

    /// <summary>Writes down that an artifact is the result of the fit whose phase wrote a folder. Does nothing if the folder is no phase of a fit.</summary>
    public static void SetFromFolder(object artifact, string phaseFolder, IFileStore files)
    {
        try
        {
            if (Path.GetDirectoryName(files.GetFullPath(phaseFolder)) is not { } fit
                || PhaseRecipe.TryRead(files, Path.Combine(fit, PhaseFolder.StateName, PhaseFolder.FitName)) is not { } recipe) return;
            ArtifactOrigins.Set(artifact, new(PhaseRecipe.OriginName(recipe.Phase), recipe.Parts, recipe.Origins));
        }
        catch (Exception e) when (e is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            // It only explains a later mismatch.
        }
    }
}
