using System.Xml.Linq;
using DataCuration.DocumentationCheck;
using Microsoft.CodeAnalysis;

namespace DataCuration.PackageTests.Documentation;

/// <summary>
/// The code of the documentation, compiled against the projects. eng/consumer-check.sh compiles it once more, as its readers do: against the packages that each
/// page names.
/// </summary>
public sealed class CodeBlockTests(ITestOutputHelper output)
{
    private static readonly MetadataReference[] References =
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            // Projects compile against the package's reference assembly, which lacks the methods that .NET has by now.
            .Where(path => Path.GetFileName(path) != "System.Linq.Async.dll").Select(path => MetadataReference.CreateFromFile(path))];

    private static IReadOnlyList<string> Pages { get; } = [.. DocumentationPages.Find(Repository.Root), Repository.At("CONTRIBUTING.md")];

    [Fact]
    public void Pages_EveryCSharpBlock_CompilesAsItIsPasted()
    {
        CodeBlock[] blocks = [.. Pages.SelectMany(Blocks)];
        output.WriteLine($"{blocks.Length} C# blocks in {Pages.Count} pages.");
        Assert.Contains(blocks, block => block.File == "README.md");
        Assert.True(blocks.Length >= 90, $"Only {blocks.Length} C# blocks were found.");
        AssertNone(blocks.SelectMany(block => BlockCompiler.Compile(block, References)));
    }

    [Fact]
    public void Pages_WithCode_NameTheirPackages()
    {
        string[] unnamed = [.. DocumentationPages.Find(Repository.Root).SelectMany(Blocks).Where(block => block.Packages.Count == 0)
            .Select(block => $"{block.File}:{block.Line} has no line 'dotnet add package …' on its page.")];
        Assert.Empty(unnamed);
    }

    [Fact]
    public void PackageLines_OfPagesAndNotebooks_HaveTheVersionsOfTheRepository()
    {
        string[] texts = [.. Pages, .. Repository.Files("*.ipynb", "samples")];
        (string File, PackageLine Package)[] lines =
            [.. texts.SelectMany(file => PackageLine.Find(File.ReadAllText(file)).Select(line => (Repository.Shown(file), line)))];
        Assert.True(lines.Length >= 40, $"Only {lines.Length} package lines were found.");
        Assert.Contains(lines, line => line.File.EndsWith(".ipynb", StringComparison.Ordinal));
        Dictionary<string, string> versions = Versions();
        AssertNone(WrongVersions(lines, versions));
        Assert.Equal(
            ["a.md: DataCuration has no version", $"a.md: DataCuration 9.9.9 instead of {versions["DataCuration"]}", "a.md: Nothing.Known 1.0.0 is unknown"],
            WrongVersions([.. PackageLine.Find("dotnet add package DataCuration\n#:package DataCuration@9.9.9\n#r \"nuget: Nothing.Known, 1.0.0\"")
                .Select(line => ("a.md", line))], versions));
    }

    [Fact]
    public void XmlExamples_OfTwentyCoreTypes_Compile()
    {
        var cores = new HashSet<string>(StringComparer.Ordinal);
        int examples = 0;
        foreach (string library in Repository.Libraries)
        {
            CodeBlock[] found = [.. XmlExamples.Find(Path.Combine(AppContext.BaseDirectory, library + ".xml"), new PackageLine(library, Versions()[library]))];
            output.WriteLine($"{library}: {found.Length} examples");
            examples += found.Length;
            AssertNone(found.SelectMany(example => BlockCompiler.Compile(example, References)));
            if (library == "DataCuration")
                cores.UnionWith(found.Where(example => example.File.Contains(", T:", StringComparison.Ordinal)).Select(example => example.File));
        }
        Assert.True(cores.Count >= 20, $"{cores.Count} types of DataCuration have an example: {string.Join("; ", cores)}");
        Assert.True(examples > cores.Count, $"Only {examples} examples were found.");
    }

    [Fact]
    public void ReadmePipeline_IsTheFirstBlock()
    {
        CodeBlock first = Blocks(Repository.At("README.md"))[0];
        Assert.Contains("using DataCuration;", first.Code, StringComparison.Ordinal);
        Assert.Contains("CurationRun(", first.Code, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_PlantedMistakes_AreNamedWithFileAndLine()
    {
        const string Page = """
            # A page

            ```bash
            dotnet add package DataCuration.Selection --version 1.2.3
            ```

            ```csharp
            using System.Text;
            using DataCuration;

            Corpus pool = Corpus.FromJsonl("pool/*.jsonl");
            Corpus bad = pool.Wher(document => true);
            ```

            ```csharp
            public sealed class Broken : DocumentFilter { }
            ```

            ```csharp
            #:package DataCuration@4.5.6
            using DataCuration;

            Console.WriteLine(new Document("a", "b").Id);
            ```

            ```text
            a
            ```

            ```bash
            not C#
            ```
            """;
        IReadOnlyList<CodeBlock> blocks = CodeBlock.Find("page.md", Page);
        Assert.Equal(3, blocks.Count);
        Assert.Equal([8, 16, 20], blocks.Select(block => block.Line));
        Assert.Equal(["page.md:12: CS1061", "page.md:8: CS8019"],
            BlockCompiler.Compile(blocks[0], References).Select(problem => string.Join(' ', problem.Split(' ')[..2])).Order(StringComparer.Ordinal));
        // Nothing is given that the page does not show: the class has no using for its base.
        Assert.Contains(BlockCompiler.Compile(blocks[1], References), problem => problem.StartsWith("page.md:16: CS0246", StringComparison.Ordinal));
        Assert.Empty(BlockCompiler.Compile(blocks[2], References));
        Assert.Equal(new PackageLine("DataCuration.Selection", "1.2.3"), Assert.Single(blocks[0].Packages));
        Assert.Equal(new PackageLine("DataCuration", "4.5.6"), Assert.Single(blocks[2].Packages));
        Assert.Equal(("a\n", ""), (blocks[2].Output, blocks[0].Output));
    }

    [Fact]
    public void Links_ToFilesOfTheRepository_LeadSomewhere()
    {
        string[] pages = [Repository.At("README.md"), Repository.At("CONTRIBUTING.md"), Repository.At("CHANGELOG.md"), .. Repository.Files("*.md", "docs")];
        (string Page, string Target)[] links = [.. pages.SelectMany(page => MarkdownLinks.Local(File.ReadAllText(page)).Select(target => (page, target)))];
        Assert.True(links.Length >= 20, $"Only {links.Length} links were found.");
        Assert.Empty(links.Where(link => !Path.Exists(Path.Combine(Path.GetDirectoryName(link.Page)!, link.Target)))
            .Select(link => $"{Repository.Shown(link.Page)} -> {link.Target}"));
        Assert.Equal(["docs/nowhere.md"], MarkdownLinks.Local("[a](docs/nowhere.md#part) [b](https://example.org) [c](#here)"));
    }

    private static void AssertNone(IEnumerable<string> problems)
    {
        string all = string.Join('\n', problems);
        Assert.True(all.Length == 0, all);
    }

    private static IReadOnlyList<CodeBlock> Blocks(string page) => CodeBlock.Find(Repository.Shown(page), File.ReadAllText(page));

    /// <summary>The version of each package: one for all of the repository's own, and one for each package of others that the repository uses.</summary>
    private static Dictionary<string, string> Versions()
    {
        string own = XDocument.Load(Repository.At("Directory.Build.props")).Descendants("Version").Single().Value;
        var versions = Repository.Libraries.ToDictionary(library => library, _ => own, StringComparer.Ordinal);
        foreach (XElement package in XDocument.Load(Repository.At("Directory.Packages.props")).Descendants("PackageVersion"))
            versions.Add((string)package.Attribute("Include")!, (string)package.Attribute("Version")!);
        return versions;
    }

    private static IEnumerable<string> WrongVersions(IEnumerable<(string File, PackageLine Package)> lines, Dictionary<string, string> versions)
    {
        foreach ((string file, (string name, string version)) in lines)
        {
            if (version.Length == 0) yield return $"{file}: {name} has no version";
            else if (!versions.TryGetValue(name, out string? expected)) yield return $"{file}: {name} {version} is unknown";
            else if (version != expected) yield return $"{file}: {name} {version} instead of {expected}";
        }
    }
}
