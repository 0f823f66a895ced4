using Microsoft.CodeAnalysis;

namespace DataCuration.PackageTests.Structure;

/// <summary>Folders of a project depend on each other in one direction, so that each can be read without those that use it.</summary>
public sealed class FolderCycleTests(ITestOutputHelper output)
{
    [Fact]
    public void Libraries_HaveNoCycleBetweenFolders()
    {
        int files = 0, types = 0, references = 0;
        var cycles = new List<string>();
        foreach (string library in Repository.Libraries)
        {
            FolderGraph graph = new ProjectSource(library).Graph();
            output.WriteLine($"{library}: {graph.Files} files, {graph.Types} types, {graph.References.Count} references between folders");
            files += graph.Files;
            types += graph.Types;
            references += graph.References.Count;
            // Top-level folders as a whole, and the folders inside them each for itself.
            foreach (int depth in new[] { 1, 2, 3 }) cycles.AddRange(graph.Cycles(depth).Select(cycle => $"{library}, depth {depth}: {cycle}"));
        }
        Assert.True(files > 600, $"Only {files} files were found.");
        Assert.True(types > 600, $"Only {types} types were found.");
        Assert.True(references > 900, $"Only {references} references between folders were found: the source was not bound.");
        Assert.True(cycles.Count == 0, string.Join(Environment.NewLine, cycles));
    }

    [Fact]
    public void Cycles_PlantedViolations_AreNamed()
    {
        FolderGraph graph = Planted(
            ("A/One.cs", "namespace N; public class One { public Two Next() => new(); }"),
            ("B/Two.cs", "namespace N; public class Two { public Three Next() => new(); }"),
            ("C/Three.cs", "namespace N; public class Three { public int Length => 3; }"),
            ("C/Four.cs", "namespace N; public class Four { public Three Next() => new(); }"));
        Assert.Equal((4, 4, 2), (graph.Files, graph.Types, graph.References.Count));
        Assert.Empty(graph.Cycles(1));

        graph = Planted(
            ("A/One.cs", "namespace N; public class One { public Two Next() => new(); }"),
            ("B/Two.cs", "namespace N; public class Two { public Three Next() => new(); }"),
            ("C/Three.cs", "namespace N; public class Three { public int Length => 3; }"),
            ("C/Box.cs", "namespace N; public class Box { public One Value = new(); }"),
            ("D/Six.cs", "namespace N; public class Six { public One One = new(); }"));
        Assert.Equal(["A -> B: One -> Two", "B -> C: Two -> Three", "C -> A: Box -> One"], graph.Cycles(1));
    }

    [Fact]
    public void Cycles_MemberWithoutItsTypeName_IsSeen()
    {
        FolderGraph graph = Planted(
            ("A/One.cs", "namespace N; public static class One { public static int Twice(this int x) => 2 * x; public static Two Make() => new(); }"),
            ("B/Two.cs", "namespace N; public class Two { public int M() => 3.Twice(); }"));
        Assert.Equal(["A -> B: One -> Two", "B -> A: Two -> One"], graph.Cycles(1));
    }

    [Fact]
    public void Cycles_BetweenFoldersOfOneFolder_AreSeenOneLevelDown()
    {
        FolderGraph graph = Planted(
            ("A/In/One.cs", "namespace N; public class One { public Two Next() => new(); }"),
            ("A/Two.cs", "namespace N; public class Two { public One? One; }"),
            ("Three.cs", "namespace N; public class Three { public One? One; }"));
        Assert.Empty(graph.Cycles(1));
        Assert.Equal(["A -> A/In: Two -> One", "A/In -> A: One -> Two"], graph.Cycles(2));
        Assert.Contains(graph.References, reference => reference.FromFolder == FolderGraph.ProjectFolder);
    }

    private static FolderGraph Planted(params (string Path, string Text)[] sources) =>
        FolderGraph.Of("Planted", sources, "", [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)]);
}
