using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace DataCuration.PackageTests.Structure;

/// <summary>One namespace per package, and internals for tests only.</summary>
public sealed class ProjectRulesTests(ITestOutputHelper output)
{
    [Fact]
    public void Internals_AreVisibleToTestsAndBenchmarksOnly()
    {
        int seen = 0;
        foreach (string library in Repository.Libraries)
        {
            string[] friends = [.. new ProjectSource(library).Friends()];
            seen += friends.Length;
            Assert.Empty(Strangers(friends).Select(friend => $"{library} -> {friend}"));
        }
        Assert.True(seen > 10, $"Only {seen} friends were found.");
        Assert.Equal(["DataCuration.Onnx", "Stranger"], Strangers(["DataCuration.Tests", "DataCuration.Onnx", "DataCuration.Benchmarks", "Stranger"]));
    }

    [Fact]
    public void Sources_AreInTheNamespaceOfTheirPackage()
    {
        int seen = 0;
        foreach (string library in Repository.Libraries)
        {
            foreach (string path in Repository.Files("*.cs", Path.Combine("src", library)))
            {
                seen++;
                Assert.Empty(OtherNamespaces(library, Repository.Shown(path), File.ReadAllText(path)));
            }
        }
        output.WriteLine($"{seen} files");
        Assert.True(seen > 600, $"Only {seen} files were found.");
        const string Planted = "namespace DataCuration.Pages; internal class A;";
        Assert.Equal(["a.cs: DataCuration.Pages instead of DataCuration"], OtherNamespaces("DataCuration", "a.cs", Planted));
        Assert.Single(OtherNamespaces("DataCuration", "a.cs", "public class A;"));
        Assert.Empty(OtherNamespaces("DataCuration", "a.cs", "namespace DataCuration; public class A;"));
    }

    [Fact]
    public void LinkedSources_AreInternal()
    {
        // A public type in two packages would be two types of one name.
        string[] linked = [.. Repository.Libraries.SelectMany(library => new ProjectSource(library).Linked())
            .Select(file => file.Path).Distinct(StringComparer.Ordinal)];
        Assert.True(linked.Length >= 5, $"Only {linked.Length} linked files were found.");
        Assert.Empty(linked.Where(path => HasPublicType(File.ReadAllText(path))).Select(Repository.Shown));
        Assert.True(HasPublicType("namespace N; public static class A;"));
    }

    /// <summary>The assemblies that are neither tests nor benchmarks of this repository.</summary>
    private static IEnumerable<string> Strangers(IEnumerable<string> friends) =>
        friends.Where(friend => !new[] { "tests", "benchmarks" }.Any(folder => File.Exists(Repository.At(folder, friend, friend + ".csproj"))));

    private static IEnumerable<string> OtherNamespaces(string library, string file, string text)
    {
        foreach (BaseTypeDeclarationSyntax type in Types(text))
        {
            string name = type.Parent is BaseNamespaceDeclarationSyntax parent ? parent.Name.ToString() : "(global)";
            if (name != library) yield return $"{file}: {name} instead of {library}";
        }
    }

    private static bool HasPublicType(string text) => Types(text).Any(type => type.Modifiers.Any(SyntaxKind.PublicKeyword));

    private static IEnumerable<BaseTypeDeclarationSyntax> Types(string text) =>
        CSharpSyntaxTree.ParseText(text, new CSharpParseOptions(LanguageVersion.Latest)).GetRoot()
            .DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<BaseTypeDeclarationSyntax>();
}
