namespace DataCuration.PackageTests.Conventions;

public sealed class SourceConventionTests(ITestOutputHelper output)
{
    private static readonly IReadOnlyList<string> Sources = Repository.Files("*.cs", "src");

    [Fact]
    public void SourceFiles_AreShort() => Check(Sources, 150, SourceConventions.TooLong, "File.cs", string.Concat(Enumerable.Repeat("//\n", 401)));

    [Fact]
    public void SourceFiles_HoldOnePublicTypeOfTheirName()
    {
        Check(Sources, 150, SourceConventions.PublicTypes, "src/One.cs", "namespace N; public class One { public class Inner { } } public enum Two { A }");
        Assert.NotEmpty(SourceConventions.PublicTypes("src/Other.cs", "namespace N; public class One;"));
        Assert.Empty(SourceConventions.PublicTypes("src/One.Part.cs", "namespace N; public partial class One; internal class Helper;"));
    }

    [Fact]
    public void Catches_NameWhatTheyCatch()
    {
        Check(Sources, 150, SourceConventions.Catches, "src/A.cs", "class A { void M() { try { } catch (System.Exception) { } } }");
        Assert.NotEmpty(SourceConventions.Catches("src/A.cs", "class A { void M() { try { } catch { } } }"));
        Assert.NotEmpty(SourceConventions.Catches("src/A.cs",
            "class A { void M() { try { } catch (System.Exception e) when (e is not System.IO.IOException) { } } }"));
        Assert.Empty(SourceConventions.Catches("src/A.cs",
            "class A { void M() { try { } catch (System.Exception e) when (e is System.IO.IOException) { } try { } catch { M(); throw; } } }"));
        // An exception to the rule that is no longer needed has to be deleted.
        Assert.All(SourceConventions.CatchesEverything.Keys,
            file => Assert.Contains("catch (Exception", File.ReadAllText(Repository.At(file)), StringComparison.Ordinal));
    }

    [Fact]
    public void CoreAndSelection_OpenFilesThroughTheStore()
    {
        string[] core = [.. Sources.Where(file => Repository.Shown(file).StartsWith("src/DataCuration/", StringComparison.Ordinal))];
        string[] selection = [.. Sources.Where(file => Repository.Shown(file).StartsWith("src/DataCuration.Selection/", StringComparison.Ordinal))];
        Check(selection, 100, SourceConventions.LocalFiles, "src/DataCuration.Selection/A.cs", "class A { byte[] M() => File.ReadAllBytes(\"a\"); }");
        Check(core, 180, SourceConventions.LocalFiles, "src/DataCuration/A.cs", "class A { bool M() => File.Exists(\"a\"); }");
        foreach (string planted in (string[])["new FileStream(\"a\", FileMode.Open)", "System.IO.Directory.GetFiles(\"a\")", "new System.IO.FileInfo(\"a\")",
            "System.IO.MemoryMappedFiles.MemoryMappedFile.OpenExisting(\"a\")"])
            Assert.Single(SourceConventions.LocalFiles("src/DataCuration/A.cs", $"class A {{ object M() => {planted}; }}"));
        Assert.NotEmpty(SourceConventions.LocalFiles("src/DataCuration/A.cs", "class A { void M() { using FileStream a = new(\"a\", FileMode.Open); } }"));
        Assert.Empty(SourceConventions.LocalFiles("src/DataCuration/A.cs",
            "class A { long M((A File, int B) found) => found.File.Length + files.OpenRead(\"a\").Length; }"));
        // An exception to the rule that is no longer needed has to be deleted.
        Assert.All(SourceConventions.UsesLocalFiles.Keys,
            file => Assert.NotEmpty(SourceConventions.LocalFiles("unlisted.cs", File.ReadAllText(Repository.At(file)))));
    }

    [Fact]
    public void Files_NameNoPlaceOfOneMachine()
    {
        string[] files = [.. new[] { "*.cs", "*.md", "*.csproj", "*.props", "*.targets", "*.proj", "*.json", "*.txt",
            "*.sh" }.SelectMany(pattern => Repository.Files(pattern, "src", "tests", "samples", "benchmarks", "eng", "docs")),
            .. Directory.GetFiles(Repository.Root)
                .Where(file => Path.GetExtension(file) is ".md" or ".props" or ".targets" or ".json" or ".config" or ".sln"), .. Repository.Files("*", ".ci")];
        Check(files, 300, SourceConventions.Names, "docs/a.md", "See /ho" + "me/me/notes.");
    }

    private void Check(IReadOnlyList<string> files, int atLeast, Func<string, string, IEnumerable<string>> rule, string plantedFile, string planted)
    {
        output.WriteLine($"{files.Count} files");
        Assert.True(files.Count >= atLeast, $"Only {files.Count} files were found.");
        Assert.Empty(files.SelectMany(file => rule(Repository.Shown(file), File.ReadAllText(file))));
        Assert.NotEmpty(rule(plantedFile, planted));
    }
}
