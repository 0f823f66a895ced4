using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Tests.Sources;

public sealed class SourceFilesTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Find_StarPattern_ListsInOrdinalOrderRelativeToRoot()
    {
        foreach (string name in new[] { "d/b.jsonl", "d/B.jsonl", "d/a.jsonl", "d/a.txt", "d/.hidden.jsonl", "d/sub/c.jsonl" }) folder.Write(name, name);
        Assert.Equal(["B.jsonl", "a.jsonl", "b.jsonl"], Shown(folder["d/*.jsonl"]));
    }

    [Theory]
    [InlineData("*.jsonl")]
    [InlineData("b.jsonl")]
    public void Find_LinkWithoutItsFile_NamesLinkAndTarget(string pattern)
    {
        folder.Write("d/a.jsonl", "{}");
        File.CreateSymbolicLink(folder["d/b.jsonl"], folder["d/gone.jsonl"]);
        FileNotFoundException error = Assert.Throws<FileNotFoundException>(() => SourceFiles.Find(folder[$"d/{pattern}"]));
        Assert.Contains($"'{folder["d/b.jsonl"]}' is a link to '{folder["d/gone.jsonl"]}', and there is no such file", error.Message, StringComparison.Ordinal);
        folder.Write("d/gone.jsonl", "{}");
        Assert.Contains("b.jsonl", Shown(folder[$"d/{pattern}"]));
    }

    [Fact]
    public void Find_DoubleStar_WalksFoldersOnce()
    {
        foreach (string name in new[] { "d/z.txt", "d/x/y/b.txt", "d/x/a.txt", "d/.git/c.txt", "d/x/n.bin" }) folder.Write(name, name);
        Assert.Equal(["x/a.txt", "x/y/b.txt", "z.txt"], Shown(folder["d/**/*.txt"]));
        Assert.Equal(["x/a.txt", "x/n.bin", "x/y/b.txt", "z.txt"], Shown(folder["d/**"]));
        Assert.Equal(["x/y/b.txt"], Shown(folder["d/**/y/**"]));
        Assert.Equal(["x/y/b.txt"], Shown(folder["d/?/?/b.*"]));
    }

    [Fact]
    public void Find_LiteralFile_IsShownByItsName()
    {
        folder.Write("deep/down/a.jsonl", "x");
        Assert.Equal(["a.jsonl"], Shown(folder["deep/down/a.jsonl"]));
    }

    [Fact]
    public void Find_SeveralPatterns_AreSortedWithoutDuplicates()
    {
        foreach (string name in new[] { "a.txt", "b.txt", "c.txt" }) folder.Write(name, name);
        Assert.Equal(["a.txt", "b.txt", "c.txt"], Shown(folder["b.txt"], folder["*.txt"]));
        Assert.Equal(["a.txt", "b.txt", "c.txt"], Shown(folder["c.txt"], folder["a.txt"], folder["b.txt"], folder["a.txt"]));
    }

    [Fact]
    public void Find_Listed_KeepsTheGivenOrderWithoutDuplicates()
    {
        foreach (string name in new[] { "a.txt", "b.txt", "c.txt" }) folder.Write(name, name);
        Assert.Equal(["b.txt", "a.txt", "c.txt"], Listed(folder["b.txt"], folder["*.txt"]));
        Assert.Throws<ArgumentOutOfRangeException>(() => SourceFiles.Find(LocalFileStore.Instance, (FileOrder)2, folder["*.txt"]));
    }

    [Fact]
    public void Find_PatternsInAnyOrder_GivesTheSameFiles()
    {
        foreach (string name in new[] { "d/1.txt", "d/sub/0.txt", "d/sub/2.txt", "e/3.txt" }) folder.Write(name, name);
        string[] patterns = [folder["d/sub/2.txt"], folder["d/**/*.txt"], folder["e/*.txt"], folder["d/sub/*.txt"]];
        string[] expected = ["1.txt", "3.txt", "sub/0.txt", "sub/2.txt"];
        Gen.Shuffle(patterns).Sample(order => Assert.Equal(expected, Shown(order)), iter: 24);
        Assert.Equal(["2.txt", "1.txt", "sub/0.txt", "3.txt"], Listed(patterns));
        // A clash of two displayed paths changes all of them, in any order.
        folder.Write("e/1.txt", "");
        string[] clashed = ["d/1.txt", "d/sub/0.txt", "d/sub/2.txt", "e/1.txt", "e/3.txt"];
        Gen.Shuffle(patterns).Sample(order => Assert.Equal(clashed, Shown(order)), iter: 24);
    }

    [Fact]
    public void Find_NamesThatWouldClash_AreShownFromTheCommonFolder()
    {
        folder.Write("web/train/0.jsonl", "1");
        folder.Write("books/0.jsonl", "2");
        Assert.Equal(["books/0.jsonl", "web/train/0.jsonl"], Shown(folder["web/train/*.jsonl"], folder["books/*.jsonl"]));
        Assert.Equal(["web/train/0.jsonl", "books/0.jsonl"], Listed(folder["web/train/*.jsonl"], folder["books/*.jsonl"]));
    }

    [Fact]
    public void Find_NoMatch_NamesThePattern()
    {
        var exception = Assert.Throws<FileNotFoundException>(() => SourceFiles.Find(folder["*.nothing"]));
        Assert.Contains("*.nothing", exception.Message, StringComparison.Ordinal);
        Assert.Throws<FileNotFoundException>(() => SourceFiles.Find(folder["no/such/folder/*.txt"]));
    }

    [Fact]
    public void Find_Folder_SuggestsAPattern()
    {
        folder.Write("data/a.txt", "1");
        var exception = Assert.Throws<ArgumentException>(() => SourceFiles.Find(folder["data"]));
        Assert.Contains("data/**", exception.Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => SourceFiles.Find(folder["data/"]));
    }

    [Fact]
    public void Find_MovedFolderAndNewTime_KeepsFingerprints()
    {
        byte[] content = new byte[200_000];
        new SeededBytes(5).Fill(content);
        string first = folder.Write("one/x/a.bin", content);
        string second = folder.Write("two/a.bin", content);
        File.SetLastWriteTimeUtc(second, DateTime.UnixEpoch);
        Assert.Equal(SourceFiles.Find(first)[0] with { FullPath = "" }, SourceFiles.Find(second)[0] with { FullPath = "" });
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65_535)]
    [InlineData(199_999)]
    [InlineData(140_000)]
    public void Find_ChangedEdge_ChangesFingerprint(int changed)
    {
        byte[] content = new byte[200_000];
        string before = SourceFiles.Find(folder.Write("a.bin", content))[0].Fingerprint;
        content[changed] = 1;
        Assert.NotEqual(before, SourceFiles.Find(folder.Write("a.bin", content))[0].Fingerprint);
    }

    [Fact]
    public void Find_OtherLengthOfZeros_ChangesFingerprint() =>
        Assert.NotEqual(SourceFiles.Find(folder.Write("a", new byte[10]))[0].Fingerprint, SourceFiles.Find(folder.Write("b", new byte[11]))[0].Fingerprint);

    [Fact]
    public void Plan_AnyFiles_CoversEveryByteOnceInOrder()
    {
        Gen.Select(Gen.Long[0, 40].Array[0, 12], Gen.Bool.Array[12], Gen.Long[1, 15], Gen.Long[0, 20]).Sample((lengths, splittable, shardBytes, coalesce) =>
        {
            SourceFile[] files = [.. lengths.Select((length, i) => new SourceFile { Path = $"f{i}", FullPath = $"/f{i}", Length = length, Fingerprint = "x" })];
            var options = new ShardPlanOptions { ShardBytes = shardBytes, CoalesceBytes = coalesce };
            var shards = SourceFiles.Plan(files, file => splittable[int.Parse(file.Path.AsSpan(1))], options);
            var segments = shards.SelectMany(shard => shard.Segments).ToArray();
            foreach ((SourceFile file, int i) in files.Select((file, i) => (file, i)))
            {
                var own = segments.Where(segment => segment.Path == file.Path).ToArray();
                Assert.Equal(0, own[0].Start);
                Assert.Equal(file.Length, own[^1].End);
                for (int k = 1; k < own.Length; k++) Assert.Equal(own[k - 1].End, own[k].Start);
                if (!splittable[i]) Assert.Single(own);
                if (splittable[i]) Assert.All(own, segment => Assert.InRange(segment.End - segment.Start, 0, shardBytes));
            }
            Assert.Equal(files.Select(file => file.Path), segments.Select(segment => segment.Path).Distinct());
            Assert.All(shards, shard => Assert.Equal(shard.Bytes, shard.Segments.Sum(segment => segment.End - segment.Start)));
            Assert.All(shards, shard => Assert.True(shard.Segments.Length == 1 || shard.Bytes < coalesce));
        });
    }

    [Fact]
    public void Plan_SmallFiles_ShareAShardUpToTheLimit()
    {
        SourceFile[] files = [.. Enumerable.Range(0, 5).Select(i => new SourceFile { Path = $"f{i}", FullPath = $"/f{i}", Length = 3, Fingerprint = "x" })];
        var shards = SourceFiles.Plan(files, _ => true, new ShardPlanOptions { CoalesceBytes = 7 });
        Assert.Equal([2, 2, 1], shards.Select(shard => shard.Segments.Length));
    }

    [Fact]
    public void Plan_ManyTinyFiles_AreSpreadOverShards()
    {
        SourceFile[] files =
            [.. Enumerable.Range(0, 100_000).Select(i => new SourceFile { Path = $"f{i}", FullPath = $"/f{i}", Length = 20, Fingerprint = "x" })];
        var shards = SourceFiles.Plan(files, _ => true, new ShardPlanOptions());
        Assert.Equal(100, shards.Count);
        Assert.All(shards, shard => Assert.Equal(1_000, shard.Segments.Length));
        Assert.Equal(files.Select(file => file.Path), shards.SelectMany(shard => shard.Segments).Select(segment => segment.Path));
        Assert.Equal([7, 7, 6], SourceFiles.Plan(files[..20], _ => true, new ShardPlanOptions { CoalesceFiles = 7 }).Select(shard => shard.Segments.Length));
    }

    [Fact]
    public void ShardPlanOptions_BadValues_AreRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShardPlanOptions { CoalesceFiles = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShardPlanOptions { FileOrder = (FileOrder)2 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShardPlanOptions { ShardBytes = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ShardPlanOptions { CoalesceBytes = -1 });
    }

    private static string[] Listed(params string[] patterns) =>
        [.. SourceFiles.Find(LocalFileStore.Instance, FileOrder.Listed, patterns).Select(file => file.Path)];

    private static string[] Shown(params string[] patterns) => [.. SourceFiles.Find(patterns).Select(file => file.Path)];
}
