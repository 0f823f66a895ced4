using System.IO.Hashing;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DataCuration.IntegrationTests;

/// <summary>The content of a work directory: every output byte for byte, every manifest without its times and ranks.</summary>
public static class OutputSnapshot
{
    private static readonly string[] Volatile = ["started", "seconds", "rank", "world_size", "xxh128"];

    public static SortedDictionary<string, string> Take(string work)
    {
        var files = new SortedDictionary<string, string>(StringComparer.Ordinal);
        foreach (string path in Directory.EnumerateFiles(work, "*", SearchOption.AllDirectories))
        {
            string name = Path.GetRelativePath(work, path);
            if (("/" + name).Contains("/.curation/ranks/", StringComparison.Ordinal)) continue;
            // Empty, and left where a reader found a file that another process was about to replace.
            if (Path.GetFileName(name) is var file && file.StartsWith("repair-", StringComparison.Ordinal) && file.EndsWith(".lock", StringComparison.Ordinal))
                continue;
            if (("/" + name).Contains("/.curation/manifests/", StringComparison.Ordinal) && name.EndsWith(".json", StringComparison.Ordinal))
                files.Add(name, Manifest(path));
            else if (name.EndsWith(".curation/recipe.json", StringComparison.Ordinal)) files.Add(name, Recipe(path));
            else files.Add(name, Convert.ToHexStringLower(XxHash128.Hash(File.ReadAllBytes(path))));
        }
        return files;
    }

    /// <summary>Requires that two work directories have the same content, and that the second has no temporary files.</summary>
    public static void RequireEqual(SortedDictionary<string, string> expected, string work, string what)
    {
        SortedDictionary<string, string> actual = Take(work);
        string[] missing = [.. expected.Keys.Except(actual.Keys)];
        string[] extra = [.. actual.Keys.Except(expected.Keys)];
        string[] different = [.. expected.Keys.Intersect(actual.Keys).Where(name => expected[name] != actual[name])];
        Assert.True(missing.Length + extra.Length + different.Length == 0,
            $"{what}: missing [{string.Join(", ", missing.Take(5))}], extra [{string.Join(", ", extra.Take(5))}], different "
                + $"[{string.Join(", ", different.Take(5).Select(name => name + ": " + Difference(expected[name], actual[name])))}]");
    }

    private static string Difference(string expected, string actual)
    {
        int at = expected.AsSpan().CommonPrefixLength(actual);
        return $"at {at}: {Around(expected, at)} / {Around(actual, at)}";
    }

    private static string Around(string text, int at) => text[Math.Max(0, at - 120)..Math.Min(text.Length, at + 120)];

    private static string Recipe(string path)
    {
        var recipe = (JsonObject)JsonNode.Parse(File.ReadAllBytes(path))!;
        recipe.Remove("xxh128");
        return recipe.ToJsonString(new JsonSerializerOptions());
    }

    private static string Manifest(string path)
    {
        var manifest = (JsonObject)JsonNode.Parse(File.ReadAllBytes(path))!;
        foreach (string name in Volatile) manifest.Remove(name);
        foreach (JsonNode? stage in manifest["stages"]!.AsArray())
        {
            var counts = (JsonObject)stage!;
            long dropped = counts["dropped"]!.AsObject().Sum(reason => reason.Value!.GetValue<long>());
            Assert.Equal(counts["in"]!.GetValue<long>() + counts["emitted"]!.GetValue<long>(),
                counts["kept"]!.GetValue<long>() + dropped + counts["faulted"]!.GetValue<long>());
            counts.Remove("seconds");
        }
        return manifest.ToJsonString(new JsonSerializerOptions());
    }
}
