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
    public async Task Removals_ChangedFile_GiveAnotherList()
    {
        Corpus corpus = folder.Write(["a", "b", "c"]);
        string file = folder.Runs.Inputs["000000.remove"];
        File.WriteAllBytes(file, [1, 0, 0, 0]);
        Assert.Equal(["0/0", "0/2"], DedupFolder.Kept(await folder.Fit(corpus, new DatatroveRemovals(folder.Runs.Inputs.Path))));
        File.WriteAllBytes(file, [2, 0, 0, 0]);
        Assert.Equal(["0/0", "0/1"], DedupFolder.Kept(await folder.Fit(corpus, new DatatroveRemovals(folder.Runs.Inputs.Path))));
    }

    [Fact]
    public async Task IndexFolder_ChangedFile_GivesAnotherList()
    {
        const string Text = "one two three four five six", Other = "seven eight nine ten eleven twelve";
        MinHashParameters parameters = MinHashPresets.Datatrove with { Bands = 2 };
        string earlier = folder.Runs.Inputs["index"];
        Corpus corpus = folder.Write([Text, Other]);
        Assert.Equal(["0/1"], await FitAgainstAsync(Text));
        Assert.Equal(["0/0"], await FitAgainstAsync(Other));

        async Task<string[]> FitAgainstAsync(string text)
        {
            var making = new DatatroveMinHashDeduplication { Parameters = parameters, IndexName = "earlier" };
            KeepList made = await folder.Fit(folder.Write([text]), making);
            foreach (string bucket in Directory.GetDirectories(Path.Combine(Path.GetDirectoryName(made.Folder)!, "pairs"), "bucket_*"))
            {
                string target = Directory.CreateDirectory(Path.Combine(earlier, Path.GetFileName(bucket))).FullName;
                foreach (string file in Directory.GetFiles(bucket)) File.Copy(file, Path.Combine(target, Path.GetFileName(file)), overwrite: true);
            }
            return DedupFolder.Kept(await folder.Fit(corpus, new DatatroveMinHashDeduplication { Parameters = parameters, IndexFolder = earlier }));
        }
    }

    [Fact]
    public void Describe_SameFilesElsewhere_GivesTheSameFingerprint()
    {
        foreach (string name in (string[])["one", "two"])
        {
            Directory.CreateDirectory(folder.Runs.Inputs[name]);
            File.WriteAllBytes(Path.Combine(folder.Runs.Inputs[name], "000000.remove"), [1, 0, 0, 0]);
        }
        Assert.Equal(Describe("one"), Describe("two"));
        Directory.CreateDirectory(folder.Runs.Inputs["three"]);
        Assert.NotEqual(Describe("one"), Describe("three"));
        Assert.NotEqual(Describe("three"), Describe("missing"));

        string Describe(string name)
        {
            var writer = new FingerprintWriter();
            DatatroveFolder.Describe(writer, "folder", folder.Runs.Inputs[name], LocalFileStore.Instance, ".remove", depth: 1);
            return writer.ToFingerprint();
        }
    }

    [Fact]
    public void Add_CutFile_IsRefused() =>
        Assert.Throws<InvalidDataException>(() => new DatatroveClusters().Add(new MemoryStream(new byte[17])));

    public void Dispose() => folder.Dispose();
}
