namespace DataCuration.Deduplication.Tests.Datatrove;

public sealed class DatatroveTests : IDisposable
{
    private readonly DedupFolder folder = new();

    [Fact]
    public async Task Removals_OfTheFit_GiveTheSameList()
    {
        Corpus corpus = folder.Write(["one two three four five six", "x"], ["one two three four five six", "y", "one two three four five six"]);
        KeepList list = await folder.Fit(corpus, new DatatroveMinHashDeduplication { Parameters = MinHashPresets.Datatrove with { Bands = 2 } });
        string clusters = Path.Combine(Path.GetDirectoryName(list.Folder)!, "clusters");
        Assert.Equal(["0/0", "0/1", "1/1"], DedupFolder.Kept(list));
        Assert.Equal(DedupFolder.Kept(list), DedupFolder.Kept(await folder.Fit(corpus, new DatatroveRemovals(clusters))));
    }

    [Fact]
    public async Task Removals_OfOtherFiles_AreRefused()
    {
        Corpus corpus = folder.Write(["a", "b"]);
        File.WriteAllBytes(folder.Runs.Inputs["000000.remove"], [9, 0, 0, 0]);
        Exception failed = await Assert.ThrowsAnyAsync<CurationException>(() => folder.Fit(corpus, new DatatroveRemovals(folder.Runs.Inputs.Path)));
        Assert.Contains("000000.remove", failed.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Add_CutFile_IsRefused() =>
        Assert.Throws<InvalidDataException>(() => new DatatroveClusters().Add(new MemoryStream(new byte[17])));

    public void Dispose() => folder.Dispose();
}
