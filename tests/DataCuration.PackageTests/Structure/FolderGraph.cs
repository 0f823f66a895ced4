using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataCuration.PackageTests.Structure;

/// <summary>The references between the folders of a project, found by binding its source.</summary>
internal sealed class FolderGraph
{
    /// <summary>The folder of files directly in the project.</summary>
    public const string ProjectFolder = "(project)";

    private static readonly CSharpParseOptions Parse = new(LanguageVersion.Latest);

    private FolderGraph(int files, int types, IReadOnlyList<FolderReference> references)
    {
        Files = files;
        Types = types;
        References = references;
    }

    /// <summary>The number of source files.</summary>
    public int Files { get; }

    /// <summary>The number of types that are not nested in others.</summary>
    public int Types { get; }

    /// <summary>All references between types of different folders, each once.</summary>
    public IReadOnlyList<FolderReference> References { get; }

    /// <summary>
    /// Binds a project and collects its references. A member counts as its type, so that a use through <c>var</c> is seen. Comments do not count.
    /// </summary>
    /// <param name="name">The assembly's name.</param>
    /// <param name="sources">Each file's path relative to the project, and its text.</param>
    /// <param name="globalUsings">Using directives that the build adds.</param>
    /// <param name="references">The assemblies that the project references.</param>
    public static FolderGraph Of(string name, IReadOnlyList<(string Path, string Text)> sources, string globalUsings, IEnumerable<MetadataReference> references)
    {
        SyntaxTree[] trees = [.. sources.Select(source => CSharpSyntaxTree.ParseText(source.Text, Parse, source.Path))];
        var options = new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true);
        CSharpCompilation compilation = CSharpCompilation.Create(name, [.. trees, CSharpSyntaxTree.ParseText(globalUsings, Parse)], references, options);
        var found = new HashSet<FolderReference>();
        int types = 0;
        foreach (SyntaxTree tree in trees)
        {
            SemanticModel model = compilation.GetSemanticModel(tree);
            IEnumerable<SyntaxNode> members = tree.GetRoot().DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax);
            foreach (BaseTypeDeclarationSyntax declaration in members.OfType<BaseTypeDeclarationSyntax>())
            {
                types++;
                foreach (SyntaxNode node in declaration.DescendantNodes())
                {
                    if (node is not (SimpleNameSyntax or BaseObjectCreationExpressionSyntax or ConstructorInitializerSyntax)) continue;
                    if (TypeOf(model.GetSymbolInfo(node).Symbol) is not { } type) continue;
                    SyntaxTree? target = type.Locations.Select(location => location.SourceTree).FirstOrDefault(other => other is not null);
                    if (target is null || !compilation.ContainsSyntaxTree(target)) continue;
                    string from = FolderOf(tree.FilePath), to = FolderOf(target.FilePath);
                    if (from != to) found.Add(new(from, declaration.Identifier.Text, to, type.Name));
                }
            }
        }
        IEnumerable<FolderReference> ordered = found.OrderBy(reference => reference.FromFolder, StringComparer.Ordinal)
            .ThenBy(reference => reference.ToString(), StringComparer.Ordinal);
        return new(sources.Count, types, [.. ordered]);
    }

    /// <summary>Finds the cycles between folders.</summary>
    /// <param name="depth">The number of path segments that tell folders apart: 1 takes a top-level folder with all below it as one.</param>
    /// <returns>One line for each reference between two folders that reach each other, with the types that make it; empty if there is no cycle.</returns>
    public IReadOnlyList<string> Cycles(int depth)
    {
        string Cut(string folder) => string.Join('/', folder.Split('/').Take(depth));
        ILookup<string, (string To, FolderReference Reference)> edges = References
            .Select(reference => (From: Cut(reference.FromFolder), To: Cut(reference.ToFolder), Reference: reference))
            .Where(edge => edge.From != edge.To).ToLookup(edge => edge.From, edge => (edge.To, edge.Reference), StringComparer.Ordinal);
        Dictionary<string, HashSet<string>> reached = edges.ToDictionary(edge => edge.Key, edge => Reach(edge.Key, edges), StringComparer.Ordinal);
        return [.. from edge in edges
            from to in edge.GroupBy(target => target.To, target => target.Reference, StringComparer.Ordinal)
            where reached.TryGetValue(to.Key, out HashSet<string>? back) && back.Contains(edge.Key)
            // One wrong reference can close a cycle of many right ones: the rarest first.
            orderby to.Count(), edge.Key, to.Key
            select $"{edge.Key} -> {to.Key}: {string.Join(", ", to)}"];
    }

    private static HashSet<string> Reach(string from, ILookup<string, (string To, FolderReference Reference)> edges)
    {
        var reached = new HashSet<string>(StringComparer.Ordinal);
        var open = new Stack<string>([from]);
        while (open.TryPop(out string? folder))
            foreach ((string to, _) in edges[folder])
                if (reached.Add(to)) open.Push(to);
        return reached;
    }

    /// <summary>The outermost type that a symbol is, or belongs to.</summary>
    private static INamedTypeSymbol? TypeOf(ISymbol? symbol)
    {
        INamedTypeSymbol? type = symbol as INamedTypeSymbol ?? symbol?.ContainingType;
        while (type?.ContainingType is { } outer) type = outer;
        return type?.OriginalDefinition;
    }

    private static string FolderOf(string path) => Path.GetDirectoryName(path) is { Length: > 0 } folder ? folder.Replace('\\', '/') : ProjectFolder;
}
