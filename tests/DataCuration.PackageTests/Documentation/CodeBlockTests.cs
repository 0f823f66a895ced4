namespace DataCuration.PackageTests.Documentation;

public sealed class CodeBlockTests(ITestOutputHelper output)
{
    [Fact]
    public void ReadmeAndDocs_EveryCSharpBlock_Compiles()
    {
        string[] pages = [Repository.At("README.md"), Repository.At("CONTRIBUTING.md"), .. Repository.Files("*.md", "docs", "src")];
        CodeBlock[] blocks = [.. pages.SelectMany(page => CodeBlock.Find(Repository.Shown(page), File.ReadAllText(page)))];
        output.WriteLine($"{blocks.Length} C# blocks in {pages.Length} pages.");
        Assert.Contains(blocks, block => block.File == "README.md");
        Assert.True(blocks.Length >= 20, $"Only {blocks.Length} C# blocks were found.");
        Assert.Empty(blocks.SelectMany(CodeBlockCompiler.Compile));
    }

    [Fact]
    public void ReadmePipeline_StandsOnItsOwn()
    {
        // The block that a reader pastes first must not need anything that the page does not show.
        CodeBlock first = CodeBlock.Find("README.md", File.ReadAllText(Repository.At("README.md")))[0];
        Assert.Equal("", first.Given);
        Assert.Contains("using DataCuration;", first.Code, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_PlantedMistakes_AreNamedWithFileAndLine()
    {
        const string Page = """
            # A page

            <!-- given: Corpus pool -->
            ```csharp
            using System.Text;

            Corpus good = pool.Where(document => document.Text.Length > 10);
            Corpus bad = pool.Wher(document => true);
            ```

            ```csharp
            public sealed class Broken : DocumentFilter { }
            ```

            ```bash
            not C#
            ```
            """;
        IReadOnlyList<CodeBlock> blocks = CodeBlock.Find("page.md", Page);
        Assert.Equal(2, blocks.Count);
        Assert.StartsWith("page.md:8: CS1061", Assert.Single(CodeBlockCompiler.Compile(blocks[0])), StringComparison.Ordinal);
        Assert.NotEmpty(CodeBlockCompiler.Compile(blocks[1]));
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
}
