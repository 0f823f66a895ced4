using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace DataCuration.PackageTests.Structure;

/// <summary>A project of src as its project file describes it.</summary>
/// <param name="name">The project's name.</param>
internal sealed class ProjectSource(string name)
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    // The assemblies of this test process include all that libraries need. Each is read once for all projects.
    private static readonly Lazy<(string Name, MetadataReference Reference)[]> Assemblies = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Select(path => (Path.GetFileNameWithoutExtension(path), (MetadataReference)MetadataReference.CreateFromFile(path)))]);

    private readonly XDocument file = XDocument.Load(Repository.At("src", name, name + ".csproj"));

    private string Folder => Repository.At("src", name);

    /// <summary>The files that the project compiles: their paths in the project, and their texts. Linked files are where their link is.</summary>
    public IReadOnlyList<(string Path, string Text)> Files() =>
        [.. Repository.Files("*.cs", Path.Combine("src", name)).Select(path => (Path.GetRelativePath(Folder, path), File.ReadAllText(path))),
            .. Linked().Select(linked => (linked.Link, File.ReadAllText(linked.Path)))];

    /// <summary>The files that the project compiles from another project.</summary>
    public IEnumerable<(string Link, string Path)> Linked() =>
        from compile in file.Descendants("Compile")
        where compile.Attribute("Include") is not null
        select ((string)compile.Attribute("Link")!, Path.GetFullPath(Path.Combine(Folder, (string)compile.Attribute("Include")!)));

    /// <summary>The assemblies that may see the project's internals.</summary>
    public IEnumerable<string> Friends() => file.Descendants("InternalsVisibleTo").Select(friend => (string)friend.Attribute("Include")!);

    /// <summary>The projects that the project references, directly or not.</summary>
    public IReadOnlySet<string> References()
    {
        var all = new SortedSet<string>(StringComparer.Ordinal);
        foreach (XElement reference in file.Descendants("ProjectReference"))
        {
            string referenced = Path.GetFileNameWithoutExtension((string)reference.Attribute("Include")!);
            all.Add(referenced);
            all.UnionWith(new ProjectSource(referenced).References());
        }
        return all;
    }

    /// <summary>Binds the project.</summary>
    public FolderGraph Graph()
    {
        IReadOnlySet<string> known = References();
        // Of the libraries only those that the project references are taken.
        bool IsReferenced(string assembly) => known.Contains(assembly) || !assembly.StartsWith("DataCuration", StringComparison.Ordinal);
        IEnumerable<MetadataReference> assemblies = Assemblies.Value.Where(assembly => IsReferenced(assembly.Name)).Select(assembly => assembly.Reference);
        return FolderGraph.Of(name, Files(), ImplicitUsings, assemblies);
    }
}
