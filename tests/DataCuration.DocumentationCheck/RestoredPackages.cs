using System.Runtime.InteropServices;
using System.Text.Json;
using Microsoft.CodeAnalysis;

namespace DataCuration.DocumentationCheck;

/// <summary>The packages of a restored project, from its <c>project.assets.json</c>: what each one depends on, and the assemblies to compile against.</summary>
internal sealed class RestoredPackages
{
    private readonly Dictionary<string, (string Version, string Folder, string[] Dependencies, string[] Assemblies)> packages =
        new(StringComparer.OrdinalIgnoreCase);

    private readonly Dictionary<string, MetadataReference> loaded = new(StringComparer.Ordinal);

    /// <summary>Reads the packages of a project.</summary>
    /// <param name="assets">The path of <c>project.assets.json</c>.</param>
    public RestoredPackages(string assets)
    {
        using JsonDocument file = JsonDocument.Parse(File.ReadAllBytes(assets));
        string[] folders = [.. file.RootElement.GetProperty("packageFolders").EnumerateObject().Select(folder => folder.Name)];
        JsonElement libraries = file.RootElement.GetProperty("libraries");
        foreach (JsonProperty package in file.RootElement.GetProperty("targets").EnumerateObject().First().Value.EnumerateObject())
        {
            string[] parts = package.Name.Split('/');
            string path = libraries.GetProperty(package.Name).GetProperty("path").GetString()!;
            string folder = folders.Select(root => Path.Combine(root, path)).First(Directory.Exists);
            packages.Add(parts[0], (parts[1], folder, Names(package.Value, "dependencies"), Names(package.Value, "compile")));
        }

        static string[] Names(JsonElement package, string property) =>
            package.TryGetProperty(property, out JsonElement found) ? [.. found.EnumerateObject().Select(one => one.Name)] : [];
    }

    /// <summary>The folder of a restored package.</summary>
    /// <param name="name">The name of the package.</param>
    public string FolderOf(string name) => packages[name].Folder;

    /// <summary>The assemblies of the framework, and those of some packages and of all that these depend on.</summary>
    /// <param name="lines">The packages.</param>
    /// <exception cref="InvalidDataException">A package was not restored in this version.</exception>
    public IEnumerable<MetadataReference> References(IEnumerable<PackageLine> lines)
    {
        var paths = new SortedSet<string>(Directory.GetFiles(RuntimeEnvironment.GetRuntimeDirectory(), "*.dll").Where(IsManaged), StringComparer.Ordinal);
        var names = new HashSet<string>(paths.Select(path => Path.GetFileName(path)), StringComparer.OrdinalIgnoreCase);
        var open = new Queue<string>();
        foreach (PackageLine line in lines)
        {
            if (!packages.TryGetValue(line.Name, out var package) || package.Version != line.Version)
                throw new InvalidDataException($"{line.Name} {line.Version} was not restored; there is {package.Version ?? "none"}.");
            open.Enqueue(line.Name);
        }
        var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        while (open.TryDequeue(out string? name))
        {
            if (!seen.Add(name)) continue;
            (_, string folder, string[] dependencies, string[] assemblies) = packages[name];
            foreach (string dependency in dependencies) open.Enqueue(dependency);
            // The SDK too prefers the framework's assembly to an equal one of a package.
            foreach (string assembly in assemblies)
                if (assembly.EndsWith(".dll", StringComparison.Ordinal) && names.Add(Path.GetFileName(assembly))) paths.Add(Path.Combine(folder, assembly));
        }
        return [.. paths.Select(Load)];
    }

    private MetadataReference Load(string path)
    {
        if (!loaded.TryGetValue(path, out MetadataReference? reference)) loaded.Add(path, reference = MetadataReference.CreateFromFile(path));
        return reference;
    }

    /// <summary>The runtime's folder holds native libraries too, on Windows with the same ending.</summary>
    private static bool IsManaged(string path)
    {
        using var file = new System.Reflection.PortableExecutable.PEReader(File.OpenRead(path));
        return file.HasMetadata;
    }
}
