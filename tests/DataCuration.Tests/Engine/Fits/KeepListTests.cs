using System.Text.Json.Nodes;
using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Tests.Engine;

public sealed class KeepListTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private async Task<string> Make(int documents = 3_000, int count = 700)
    {
        KeepList list = await RunFolder.Documents(documents)
            .FitAsync(new RandomSelection { Size = SelectionSize.Documents(count), MinTokens = 0 }, folder.Run());
        return list.Folder;
    }

    [Fact]
    public async Task Load_WhatWasWritten_IsTheSameList()
    {
        string path = await Make();
        KeepList first = KeepList.Load(path), second = KeepList.Load(path);
        Assert.Equal(first.Fingerprint, second.Fingerprint);
        Assert.Equal((700, 3_000), (first.KeptCount, first.RecordCount));
        Assert.Equal(700, (await RunFolder.Read(RunFolder.Documents(3_000).Keep(second), folder.Run())).Count);
    }

    [Fact]
    public void Load_NoList_Throws() => Assert.Throws<FileNotFoundException>(() => KeepList.Load(folder.Inputs.FullPath));

    [Fact]
    public async Task Load_TruncatedBits_NamesTheShardThatDoesNotFit()
    {
        string path = await Make();
        string bits = Path.Combine(path, KeepList.BitsName);
        File.WriteAllBytes(bits, File.ReadAllBytes(bits).AsSpan(0, 200));
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => KeepList.Load(path));
        Assert.Contains("a shard of 1024 records at offset 128 does not fit in keep-list.bits, which has 200 bytes", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("not json at all", "is not a keep list")]
    [InlineData("{}", "is not a keep list")]
    [InlineData("{\"format\":99}", "format is 99, this version reads 1")]
    [InlineData("{\"format\":1,\"sources\":[{\"key\":\"a\",\"shards\":[[1,1]]}]}", "is not a keep list")]
    [InlineData("{\"format\":1,\"sources\":[{\"key\":\"a\",\"shards\":[[9223372036854775807,1,0,\"0\"]]}]}", "does not fit")]
    [InlineData("{\"format\":1,\"sources\":[{\"key\":\"a\",\"shards\":[[64,1,9223372036854775800,\"0\"]]}]}", "does not fit")]
    [InlineData("{\"format\":1,\"sources\":[{\"key\":\"a\",\"shards\":[[-1,1,0,\"0\"]]}]}", "does not fit")]
    [InlineData("{\"format\":1,\"sources\":[{\"key\":null,\"shards\":[]}]}", "has no key")]
    [InlineData("{\"format\":1,\"sources\":[{\"key\":\"a\",\"shards\":[]},{\"key\":\"a\",\"shards\":[]}]}", "is there twice")]
    public async Task Load_DamagedHeader_SaysWhatIsWrong(string header, string expected)
    {
        string path = await Make(100, 10);
        File.WriteAllText(Path.Combine(path, KeepList.HeaderName), header);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => KeepList.Load(path));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Load_HeaderDamagedAnywhere_NeverThrowsAnythingElse()
    {
        string path = Path.Combine(await Make(300, 10), KeepList.HeaderName);
        byte[] whole = File.ReadAllBytes(path);
        int refused = 0;
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Sample((position, value) =>
        {
            byte[] damaged = [.. whole];
            damaged[position] = value;
            File.WriteAllBytes(path, damaged);
            try
            {
                KeepList.Load(Path.GetDirectoryName(path)!);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }, iter: 300, threads: 1);
        Assert.True(refused > 50);
    }

    /// <summary>As the first stage, where the reader applies it, after other stages, and where drops are written.</summary>
    [Fact]
    public async Task Without_AnyPlace_KeepsTheOtherRecords()
    {
        KeepList list = KeepList.Load(await Make());
        Corpus corpus = RunFolder.Documents(3_000);
        HashSet<string> kept = await IdsAsync(corpus.Keep(list)), others = await IdsAsync(corpus.Without(list));
        Assert.Equal((700, 2_300), (kept.Count, others.Count));
        Assert.Empty(kept.Intersect(others));
        Assert.Equal(others, await IdsAsync(corpus.Where(document => document.Text.Length > 0).Without(list)));
        Assert.Empty(await IdsAsync(corpus.Keep(list).Without(list)));

        CurationRun run = folder.Run();
        await corpus.Without(list).DropsTo("dropped").WriteJsonlAsync("others", run);
        StageReport stage = Assert.Single(folder.Report("others").Stages, stage => stage.Name == "Without");
        Assert.Equal(700, stage.DroppedByReason["already_selected"]);
        // The same list with the other meaning is other work.
        Corpus other = corpus.Keep(list, "already_selected").DropsTo("dropped");
        await Assert.ThrowsAsync<ResumeMismatchException>(() => other.WriteJsonlAsync("others", folder.Run()));

        async Task<HashSet<string>> IdsAsync(Corpus own) => [.. (await RunFolder.Read(own, folder.Run())).Select(document => document.Id)];
    }

    [Fact]
    public async Task Keep_ListOfOneBranch_IsRefusedOnAnother()
    {
        KeepList list = KeepList.Load(await Make());
        CurationException error = await Assert.ThrowsAsync<CurationException>(() => RunFolder.Read(RunFolder.Documents(2_999).Keep(list), folder.Run()));
        Assert.Contains("MemorySource", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_ConcatenatedCorpus_TellsItsBranchesApart()
    {
        Corpus a = RunFolder.Documents(1_500), b = Corpus.FromDocuments(Enumerable.Range(0, 50).Select(i => new Document($"b{i}", $"b {i}")));
        KeepList list = await Corpus.Concat(a, b).FitAsync(new RandomSelection { Size = SelectionSize.Documents(600), MinTokens = 0 }, folder.Run());
        // The list knows both sources, so it holds for the concatenation in any order and for either alone.
        string[] both = [.. (await RunFolder.Read(Corpus.Concat(b, a).Keep(list), folder.Run())).Select(document => document.Id)];
        string[] alone = [.. (await RunFolder.Read(a.Keep(list), folder.Run())).Select(document => document.Id)];
        Assert.Equal(600, both.Length);
        Assert.Equal(both.Where(id => id[0] == 'd'), alone);
    }

    [Fact]
    public async Task Fit_ExpandedOrRepeatedSource_IsRefused()
    {
        var fit = new RandomSelection { Size = SelectionSize.Documents(1), MinTokens = 0 };
        CurationException expanded = await Assert.ThrowsAsync<CurationException>(() => RunFolder.Documents(3)
            .Pipe(new FakeExpander(document => [document])).FitAsync(fit, folder.Run()));
        Assert.Contains("FakeExpander makes several documents of one", expanded.Message, StringComparison.Ordinal);
        CurationException repeated =
            await Assert.ThrowsAsync<CurationException>(() => Corpus.Concat(RunFolder.Documents(3), RunFolder.Documents(3)).FitAsync(fit, folder.Run()));
        Assert.Contains("reads the same source more than once", repeated.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Open_DamagedBits_IsRefused()
    {
        string path = await Make();
        string bits = Path.Combine(path, KeepList.BitsName);
        byte[] damaged = File.ReadAllBytes(bits);
        damaged[0] ^= 1;
        File.WriteAllBytes(bits, damaged);
        KeepList list = KeepList.Load(path);
        string key = JsonNode.Parse(File.ReadAllText(Path.Combine(path, KeepList.HeaderName)))!["sources"]![0]!["key"]!.GetValue<string>();
        Assert.Contains("do not match their hash", Assert.Throws<InvalidDataException>(() => list.Open(key, 0)).Message, StringComparison.Ordinal);
    }
}
