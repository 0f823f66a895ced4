using System.Text.Json;

namespace DataCuration.PackageTests.Dependencies;

/// <summary>The packages that NuGet resolved for a project: those that a project which references it gets too.</summary>
internal static class ResolvedPackages
{
    /// <summary>Reads the packages that a project passes on, including transitive ones. Packages for the build only (analyzers) are left out.</summary>
    /// <param name="assets">The text of its <c>project.assets.json</c>.</param>
    public static IReadOnlyList<string> Read(string assets)
    {
        using JsonDocument document = JsonDocument.Parse(assets);
        var packages = new SortedSet<string>(StringComparer.OrdinalIgnoreCase);
        foreach (JsonProperty target in document.RootElement.GetProperty("targets").EnumerateObject())
        {
            foreach (JsonProperty library in target.Value.EnumerateObject())
            {
                if (library.Value.GetProperty("type").GetString() != "package") continue;
                packages.Add(library.Name[..library.Name.IndexOf('/', StringComparison.Ordinal)]);
            }
        }
        return [.. packages];
    }

    /// <summary>Reads a project's resolved packages, as the last restore wrote them.</summary>
    /// <param name="project">The project's name.</param>
    public static string AssetsOf(string project) => File.ReadAllText(Repository.At("artifacts", "obj", project, "project.assets.json"));
}
