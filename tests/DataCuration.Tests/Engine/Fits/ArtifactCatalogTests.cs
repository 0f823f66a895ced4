using DataCuration.TestKit;

namespace DataCuration.Tests;

public sealed class ArtifactCatalogTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Open_WorkDirectory_ListsOutputsAndFitsWithTheirRecipes()
    {
        Corpus corpus = RunFolder.Documents(2_000);
        KeepList list = await corpus.FitAsync(new RandomSelection { Size = SelectionSize.Documents(100), Seed = 5, MinTokens = 0 }, folder.Run());
        await corpus.Keep(list).WriteJsonlAsync("chosen", folder.Run());

        ArtifactCatalog catalog = ArtifactCatalog.Open(folder.Work);
        Assert.Equal(Path.GetFullPath(folder.Work), catalog.WorkDirectory);
        Assert.Equal(2, catalog.Entries.Count);
        ArtifactEntry fit = catalog.Entries.Single(entry => entry.Kind == ArtifactKind.Fit),
            output = catalog.Entries.Single(entry => entry.Kind == ArtifactKind.Output);
        Assert.Equal(("random-selection", true), (fit.Name, fit.IsComplete));
        Assert.EndsWith($"random-selection-{fit.Fingerprint[..16]}", fit.Folder, StringComparison.Ordinal);
        Assert.Contains(new FingerprintPart("fit.type", typeof(RandomSelection).FullName!), fit.Recipe);
        Assert.Contains(new FingerprintPart("fit.Size", "100 documents"), fit.Recipe);
        Assert.Contains("random-selection/sizes", fit.Phases.Select(phase => phase.Phase));
        Assert.Equal(Directory.GetFiles(fit.Folder, "*", SearchOption.AllDirectories).Where(path => !path.Contains(".curation", StringComparison.Ordinal))
            .Sum(path => new FileInfo(path).Length), fit.Bytes);
        Assert.Equal(("chosen", Path.Combine(catalog.WorkDirectory, "chosen")), (output.Name, output.Folder));
        Assert.Equal(new FileInfo(Directory.GetFiles(output.Folder).Order(StringComparer.Ordinal).First()).Length > 0, output.Bytes > 0);
        Assert.Contains(output.Recipe, part => part.Value == list.Fingerprint);
    }

    [Fact]
    public async Task Open_UnfinishedWork_SaysSo()
    {
        Corpus corpus = RunFolder.Documents(2_000)
            .Pipe(new FakeFilter(document => document.Id == "d1500" ? throw new FormatException("bad") : StageResult.Keep));
        await Assert.ThrowsAnyAsync<CurationException>(
            () => corpus.FitAsync(new RandomSelection { Size = SelectionSize.Documents(1), MinTokens = 0 }, folder.Run()));
        ArtifactEntry entry = Assert.Single(ArtifactCatalog.Open(folder.Work).Entries);
        Assert.False(entry.IsComplete);
        Assert.Equal(1, Assert.Single(entry.Phases).Done);
    }

    [Fact]
    public void Open_NoDirectory_Throws() => Assert.Throws<DirectoryNotFoundException>(() => ArtifactCatalog.Open(folder.Inputs["none"]));

    [Fact]
    public void Add_Artifact_IsItsFingerprint()
    {
        var one = new FingerprintWriter();
        one.Add("list", new Thing("abc"));
        Assert.Equal([new FingerprintPart("list", "abc")], one.Parts);
        Assert.Throws<ArgumentNullException>(() => one.Add("list", (IArtifact)null!));
    }

    private sealed record Thing(string Fingerprint) : IArtifact;
}
