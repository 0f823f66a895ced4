namespace DataCuration.PackageTests.Language;

public sealed class LanguageTests(ITestOutputHelper output)
{
    [Fact]
    public void SourceFiles_CommentsArePlainAndLinesFit()
    {
        IReadOnlyList<string> files = Repository.Files("*.cs", "src", "samples", "benchmarks", "tests");
        Check(files, leastFiles: 900, leastSentences: 6_000);
        Assert.All(new[] { "src/", "samples/", "benchmarks/", "tests/" },
            folder => Assert.Contains(files, file => Repository.Shown(file).StartsWith(folder, StringComparison.Ordinal)));
    }

    [Fact]
    public void Pages_ArePlainAndLinesFit()
    {
        string[] pages = [Repository.At("README.md"), Repository.At("CHANGELOG.md"), Repository.At("CONTRIBUTING.md"), .. Repository.Files("*.md", "docs"),
            .. Repository.Libraries.Select(library => Repository.At("src", library, "README.md")).Where(File.Exists)];
        Check(pages, leastFiles: 25, leastSentences: 1_500);
    }

    [Theory]
    [InlineData("stand for 'is'", "The field stands in the header.")]
    [InlineData("go on for 'continue'", "The run goes on.")]
    [InlineData("so many/as many", "It has as many rows.")]
    [InlineData("behind for 'after'", "A byte behind the end.")]
    [InlineData("none as predicate", "A value that is none.")]
    [InlineData("at hand", "The bytes at hand.")]
    [InlineData("nobody/whoever", "Default: nobody.")]
    [InlineData("begin as noun", "Read from the begin of the file.")]
    [InlineData("turned verbs", "The trouble that befalls it.")]
    public void Check_PlantedPhrase_IsFound(string rule, string sentence)
    {
        string split = sentence.Replace(" ", "\n/// ", StringComparison.Ordinal);
        string[] sources =
        [
            $"class A;\n// {sentence}\nclass B;",
            $"class A; // {sentence}",
            $"class A;\n/* Several lines:\n{sentence} */",
            $"class A;\n/// <summary>A class.</summary>\n/// <remarks>{sentence}</remarks>\nclass B;",
            $"class A;\n/// <remarks>\n/// {split}\n/// </remarks>\nclass B;",
        ];
        foreach (string source in sources) Assert.Contains(LanguageRules.Check("a.cs", source), finding => finding.Rule == rule && finding.File == "a.cs");
        Assert.Equal(2, Assert.Single(LanguageRules.Check("a.cs", sources[0])).Line);
        string[] pages = [$"# A page\n\n{sentence}\n", $"- one\n- {sentence}\n", $"| a | {sentence} |\n",
            $"```text\ncode\n```\n{sentence}", sentence.Replace(' ', '\n')];
        foreach (string page in pages) Assert.Contains(LanguageRules.Check("a.md", page), finding => finding.Rule == rule);

        // Neither string literals nor code are read.
        Assert.Empty(LanguageRules.Check("a.cs", $"class A {{ string b = \"{sentence}\", c = @\"// {sentence}\"; }}"));
        Assert.Empty(LanguageRules.Check("a.cs", $"class A {{ string b = \"\"\"\n  // {sentence}\n  \"\"\"; }} // <c>{sentence}</c>"));
        Assert.Empty(LanguageRules.Check("a.md", $"Says `{sentence}`.\n\n```text\n{sentence}\n```\n"));
        Assert.Empty(LanguageRules.Check("a.md", $"````markdown\n```text\n```\n{sentence}\n````\n"));
    }

    [Theory]
    [InlineData("What")]
    [InlineData("Where")]
    [InlineData("Whether")]
    [InlineData("How")]
    [InlineData("Who")]
    public void Check_PlantedSummary_IsFound(string word)
    {
        LanguageFinding finding = Assert.Single(LanguageRules.Check("a.cs", $"\n/// <summary>\n/// {word} it is.\n/// </summary>\nclass A;"));
        Assert.Equal((LanguageRules.Summary, 2), (finding.Rule, finding.Line));
        Assert.Empty(LanguageRules.Check("a.cs", $"/// <summary>A class.</summary>\n/// <returns>{word} it is.</returns>\nclass A;"));
    }

    [Fact]
    public void Check_LongSentence_IsFoundWithItsLine()
    {
        string allowed = string.Join(' ', Enumerable.Repeat("word", LanguageRules.MaxWords)) + ".", tooLong = "One " + allowed;
        Assert.Empty(LanguageRules.Check("a.md", Lines($"{allowed} {allowed}\n\n{allowed}")));
        Assert.Equal(("sentence of 41 words", 5), Only(LanguageRules.Check("a.md", $"Short.\n\nShort.\n\n{Lines(tooLong)}")));
        Assert.Equal(("sentence of 41 words", 2),
            Only(LanguageRules.Check("a.cs", $"class A;\n// {Lines(tooLong).Replace("\n", "\n// ", StringComparison.Ordinal)}")));
        // Elements end a sentence; a reference is one word, and so is code.
        Assert.Empty(LanguageRules.Check("a.cs", $"/// <param name=\"a\">{Lines(allowed[..^1], "\n/// ")}</param>\n/// <param name=\"b\">Two words</param>"));
        Assert.Empty(LanguageRules.Check("a.cs", $"/// {Lines(allowed[5..], "\n/// ")[..^1]}\n/// <see cref=\"System.Collections.Generic.List{{T}}\"/>."));

        static (string, int) Only(IEnumerable<LanguageFinding> findings)
        {
            LanguageFinding finding = Assert.Single(findings);
            return (finding.Rule, finding.Line);
        }
        static string Lines(string text, string separator = "\n") => string.Join(separator, text.Split(' ').Chunk(20).Select(part => string.Join(' ', part)));
    }

    [Fact]
    public void Check_LongLine_IsFound()
    {
        string wide = new('x', CheckedText.MaxLine + 1), fits = wide[1..];
        Assert.Equal("CODE line of 161 > 160", Assert.Single(LanguageRules.Check("a.cs", $"class {wide[7..]};")).Rule);
        Assert.Equal("comment line of 161 > 160", Assert.Single(LanguageRules.Check("a.cs", $"class A;\n// {wide[3..]}")).Rule);
        Assert.Equal("line of 161 > 160", Assert.Single(LanguageRules.Check("a.md", $"# A page\n\n{wide}")).Rule);
        Assert.Equal("line of 161 > 160", Assert.Single(LanguageRules.Check("a.md", $"```text\n{wide}\n```")).Rule);

        Assert.Empty(LanguageRules.Check("a.cs", $"class A {{ string b = \"\"\"{wide}\"\"\"; }}"));
        Assert.Empty(LanguageRules.Check("a.cs", $"class A {{ string b = $\"\"\"\n  {wide}\n  \"\"\"; }}"));
        Assert.Empty(LanguageRules.Check("a.cs", $"class A {{ string b = @\"\n{wide}\n\"; }}"));
        Assert.Single(LanguageRules.Check("a.cs", $"class A {{ string b = \"{wide}\"; }}"));
        Assert.Single(LanguageRules.Check("a.cs", $"class A {{ string b = \"\"\"x\"\"\", {wide}; }}"));
        Assert.Empty(LanguageRules.Check("a.md", $"{fits}\n\n| {wide} |\n\n[a](https://example.org/{wide})"));
    }

    private void Check(IReadOnlyList<string> files, int leastFiles, int leastSentences)
    {
        CheckedText[] texts = [.. files.Select(file => LanguageRules.Read(file, File.ReadAllText(file)))];
        int sentences = texts.Sum(text => text.Blocks.Sum(LanguageRules.CountSentences));
        output.WriteLine($"{files.Count} files, {texts.Sum(text => text.Blocks.Count)} blocks of text, {sentences} sentences");
        Assert.True(files.Count >= leastFiles, $"Only {files.Count} files were found.");
        Assert.True(sentences >= leastSentences, $"Only {sentences} sentences were found.");
        string[] findings = [.. files.Zip(texts).SelectMany(pair => LanguageRules.Check(Repository.Shown(pair.First), pair.Second))
            .Select(finding => finding.ToString())];
        Assert.True(findings.Length == 0, $"{findings.Length} violations:\n{string.Join('\n', findings)}");
    }
}
