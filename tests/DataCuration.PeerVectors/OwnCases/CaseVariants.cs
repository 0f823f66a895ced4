using System.Text.Json.Nodes;

namespace DataCuration.PeerVectors;

/// <summary>Variants of a file of cases with one wrong value, to test that the judge notices it.</summary>
public static class CaseVariants
{
    /// <summary>Returns the folder of the repository's own cases.</summary>
    /// <param name="set">The set, <c>filters</c> or <c>dedup</c>.</param>
    /// <exception cref="DirectoryNotFoundException">The program does not lie below the repository.</exception>
    public static string FindFolder(string set)
    {
        for (string? at = AppContext.BaseDirectory; at is not null; at = Path.GetDirectoryName(at))
            if (File.Exists(Path.Combine(at, "DataCuration.sln"))) return Path.Combine(at, "tests", "vectors", set);
        throw new DirectoryNotFoundException($"'{AppContext.BaseDirectory}' does not lie below the repository.");
    }

    /// <summary>Returns a file with the first case of another one, and then variants of it with one changed value in what the case expects.</summary>
    /// <param name="path">A file whose cases pass.</param>
    /// <param name="count">The largest number of variants.</param>
    /// <returns>What was changed, null for the file that must pass, and the file.</returns>
    public static IEnumerable<(string? Change, string Json)> Of(string path, int count)
    {
        JsonNode file = JsonNode.Parse(File.ReadAllBytes(path))!;
        JsonArray cases = file["cases"]!.AsArray();
        while (cases.Count > 1) cases.RemoveAt(cases.Count - 1);
        yield return (null, file.ToJsonString());
        List<string> leaves = [.. Leaves(cases[0]!["expected"]!).Select(leaf => leaf.GetPath())];
        // Ids only name the documents of an expectation.
        leaves.RemoveAll(leaf => leaf.EndsWith(".id", StringComparison.Ordinal));
        int step = Math.Max(1, leaves.Count / count);
        for (int i = 0, made = 0; i < leaves.Count && made < count; i += step, made++)
        {
            JsonNode changed = file.DeepClone();
            JsonNode leaf = Leaves(changed["cases"]![0]!["expected"]!).First(one => one.GetPath() == leaves[i]);
            leaf.ReplaceWith(leaf.GetValueKind() switch
            {
                System.Text.Json.JsonValueKind.Number => JsonValue.Create(leaf.GetValue<double>() + 1),
                System.Text.Json.JsonValueKind.True => JsonValue.Create(false),
                System.Text.Json.JsonValueKind.False => JsonValue.Create(true),
                _ => JsonValue.Create(leaf.GetValue<string>() + "x"),
            });
            yield return ($"{leaves[i]} changed", changed.ToJsonString());
        }
        foreach (string place in (string[])["parameters", "expected", ""])
        {
            JsonNode changed = file.DeepClone();
            JsonNode? at = place.Length == 0 ? changed["cases"]![0] : changed["cases"]![0]![place];
            if (at is JsonArray list) at = list[0];
            if (at is not JsonObject target) continue;
            target["unknown_field"] = 1;
            yield return ($"unknown field in {(place.Length == 0 ? "the case" : place)}", changed.ToJsonString());
        }
        file["kind"] = "unknown_kind";
        yield return ("unknown kind", file.ToJsonString());
    }

    private static IEnumerable<JsonValue> Leaves(JsonNode node) => node switch
    {
        JsonValue value => [value],
        JsonArray list => list.Where(one => one is not null).SelectMany(one => Leaves(one!)),
        JsonObject fields => fields.Where(field => field.Value is not null).SelectMany(field => Leaves(field.Value!)),
        _ => [],
    };
}
