using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DataCuration.PackageTests.Documentation;

/// <summary>Every public member has its own summary, or inherits one.</summary>
public sealed class XmlDocumentationTests(ITestOutputHelper output)
{
    private static readonly SymbolDisplayFormat Shown = SymbolDisplayFormat.CSharpErrorMessageFormat;

    [Fact]
    public void PublicMembers_OfAllLibraries_HaveSummaries()
    {
        int members = 0;
        var missing = new List<string>();
        foreach (string library in Repository.Libraries)
        {
            ISymbol[] symbols = [.. PublicSymbols(Load(library))];
            output.WriteLine($"{library}: {symbols.Length} public members");
            Assert.NotEmpty(symbols);
            members += symbols.Length;
            missing.AddRange(symbols.Where(symbol => !HasSummary(symbol)).Select(symbol => symbol.ToDisplayString(Shown)));
        }
        Assert.True(members > 400, $"Only {members} public members were found.");
        Assert.Empty(missing);
    }

    [Fact]
    public void PublicMembers_PlantedUndocumented_IsFound()
    {
        const string Source = "/// <summary>Fine.</summary>\npublic class A { /// <summary> </summary>\npublic int Blank => 0;\npublic void Bare() { }\n/// "
            + "<summary>Fine.</summary>\npublic void Good() { } private void Hidden() { } }";
        CSharpCompilation compilation = CSharpCompilation.Create("Planted", [CSharpSyntaxTree.ParseText(Source,
            new CSharpParseOptions(documentationMode: DocumentationMode.Diagnose), cancellationToken: TestContext.Current.CancellationToken)]);
        Assert.Equal(["A.Bare()", "A.Blank"], PublicSymbols(compilation.Assembly).Where(symbol => !HasSummary(symbol))
            .Select(symbol => symbol.ToDisplayString(Shown)).Order(StringComparer.Ordinal));
    }

    private static IAssemblySymbol Load(string library)
    {
        string path = Path.Combine(AppContext.BaseDirectory, library + ".dll");
        string documentation = Path.ChangeExtension(path, ".xml");
        Assert.True(File.Exists(documentation), $"'{documentation}' is missing: the library has no XML documentation.");
        MetadataReference own = MetadataReference.CreateFromFile(path, documentation: new XmlFileDocumentation(documentation));
        CSharpCompilation compilation = CSharpCompilation.Create("Reader", references: [own, .. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!)
            .Split(Path.PathSeparator).Where(other => Path.GetFileName(other) != library + ".dll").Select(other => MetadataReference.CreateFromFile(other))]);
        return (IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(own)!;
    }

    private static IEnumerable<ISymbol> PublicSymbols(IAssemblySymbol assembly) => Types(assembly.GlobalNamespace)
        // An extension block is not a type: its members are checked, the block itself is not documented.
        .SelectMany(type => type.GetMembers().Where(IsJudged).Concat(type.TypeKind == TypeKind.Extension ? [] : [type]));

    private static IEnumerable<INamedTypeSymbol> Types(INamespaceOrTypeSymbol container) =>
        container.GetMembers().OfType<INamespaceOrTypeSymbol>().Where(member => member is INamespaceSymbol || IsVisible(member)).SelectMany(member =>
            member is INamedTypeSymbol type ? Types(type).Prepend(type) : Types(member));

    private static bool IsVisible(ISymbol symbol) =>
        symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;

    private static bool IsJudged(ISymbol symbol)
    {
        if (!IsVisible(symbol) || symbol is INamedTypeSymbol || symbol.IsImplicitlyDeclared) return false;
        // Members that the compiler generates for a delegate, a record, an enumeration or a class without a constructor cannot have a comment.
        if (symbol.ContainingType?.TypeKind == TypeKind.Delegate) return false;
        if (symbol.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute")) return false;
        if (symbol is IMethodSymbol { MethodKind: MethodKind.PropertyGet or MethodKind.PropertySet or MethodKind.EventAdd or MethodKind.EventRemove })
            return false;
        if (symbol is IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters.IsEmpty: true } constructor
                && string.IsNullOrEmpty(constructor.GetDocumentationCommentXml()))
            return false;
        return true;
    }

    private static bool HasSummary(ISymbol symbol)
    {
        string? xml = symbol.GetDocumentationCommentXml();
        if (string.IsNullOrWhiteSpace(xml)) return false;
        XElement comment = XElement.Parse(xml.TrimStart().StartsWith("<member", StringComparison.Ordinal)
            || xml.TrimStart().StartsWith("<doc", StringComparison.Ordinal) ? xml : $"<member>{xml}</member>");
        return comment.Descendants("inheritdoc").Any()
            || comment.Descendants("summary").Any(summary => summary.Nodes().Any(node => node is XElement || !string.IsNullOrWhiteSpace(((XText)node).Value)));
    }
}
