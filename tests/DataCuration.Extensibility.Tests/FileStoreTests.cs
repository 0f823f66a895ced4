using System.Globalization;
using System.IO.Compression;
using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Extensibility.Tests;

/// <summary>A whole recipe on stores from outside: read, filter, write, fit a keep list, apply it, tokenize, resume.</summary>
public sealed class FileStoreTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    /// <summary>Three files of 900 records, one of them compressed.</summary>
    private static Dictionary<string, byte[]> Inputs()
    {
        var inputs = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        for (int file = 0; file < 3; file++)
        {
            var lines = new StringBuilder();
            for (int i = 0; i < 300; i++)
                lines.Append(CultureInfo.InvariantCulture, $$"""{"id":"{{file}}-{{i}}","text":"Text {{i * (file + 1) % 211}} of the pool"}""").Append('\n');
            byte[] bytes = Encoding.UTF8.GetBytes(lines.ToString());
            inputs.Add(Path.Combine("in", file < 2 ? "plain" : "packed", $"{file}.jsonl{(file < 2 ? "" : ".gz")}"), file < 2 ? bytes : Gzip(bytes));
        }
        return inputs;
    }

    private static byte[] Gzip(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var gzip = new GZipStream(packed, CompressionLevel.Fastest, leaveOpen: true)) gzip.Write(bytes);
        return packed.ToArray();
    }

    private static Corpus Pool(IFileStore files, string root) => Corpus.FromJsonl(
        new JsonlReadOptions { Files = files, ShardPlan = new ShardPlanOptions { ShardBytes = 4_000, CoalesceBytes = 0 } },
        Path.Combine(root, "in", "**", "*.jsonl*"));

    private static CurationRun Run(IFileStore files, string root) =>
        new(new RunOptions { WorkDirectory = Path.Combine(root, "work"), Files = files, MaxParallelShards = 2 });

    private static async Task<(KeepList List, TokenShards Tokens)> RecipeAsync(IFileStore files, string root)
    {
        using CurationRun run = Run(files, root);
        CancellationToken stop = TestContext.Current.CancellationToken;
        Corpus sixSevenths = Pool(files, root).Pipe(new FakeFilter(document => document.IdHash % 7 == 0 ? StageResult.Drop("seventh") : StageResult.Keep));
        await sixSevenths.DropsTo("dropped").WriteJsonlAsync("filtered", run, cancellationToken: stop);
        KeepList list = await sixSevenths.FitAsync(new ExactDeduplication(), run, stop);
        Corpus unique = await sixSevenths.Keep(list).WriteJsonlAsync("unique", run, new JsonlWriteOptions { Compression = FileCompression.Zstd }, stop);
        return (list, await unique.WriteTokenShardsAsync("tokens", ByteTokenEncoder.Instance, run, stop));
    }

    private static bool IsVisible(string path) => !path.Contains(".curation", StringComparison.Ordinal);

    /// <summary>The visible files of a local root, by relative path.</summary>
    private static Dictionary<string, string> LocalOutputs(string root) =>
        Directory.GetFiles(Path.Combine(root, "work"), "*", SearchOption.AllDirectories).Where(IsVisible)
        .ToDictionary(path => Path.GetRelativePath(root, path), path => Convert.ToHexString(File.ReadAllBytes(path)), StringComparer.Ordinal);

    private static Dictionary<string, string> MemoryOutputs(MemoryFileStore store, string root) =>
        store.Paths.Where(path => IsVisible(path) && path.StartsWith(Path.Combine(root, "work"), StringComparison.Ordinal))
        .ToDictionary(path => Path.GetRelativePath(root, path), path => Convert.ToHexString(store[path]), StringComparer.Ordinal);

    private async Task<Dictionary<string, string>> LocalRecipeAsync()
    {
        string root = folder["local"];
        foreach ((string name, byte[] content) in Inputs()) folder.Write(Path.Combine("local", name), content);
        (_, TokenShards tokens) = await RecipeAsync(LocalFileStore.Instance, root);
        tokens.Dispose();
        return LocalOutputs(root);
    }

    private MemoryFileStore NewStore(out string root)
    {
        var store = new MemoryFileStore();
        root = folder["memory"]; // never on the disk
        foreach ((string name, byte[] content) in Inputs()) store[Path.Combine(root, name)] = content;
        return store;
    }

    [Fact]
    public async Task Recipe_InMemory_WritesTheBytesOfTheLocalOneAndNothingToTheDisk()
    {
        Dictionary<string, string> expected = await LocalRecipeAsync();
        MemoryFileStore store = NewStore(out string root);
        (KeepList list, TokenShards tokens) = await RecipeAsync(store, root);
        using (tokens)
        {
            Dictionary<string, string> found = MemoryOutputs(store, root);
            Assert.True(expected.Count >= 40, $"Only {expected.Count} files were written.");
            Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), found.Keys.Order(StringComparer.Ordinal));
            Assert.All(expected, pair => Assert.Equal(pair.Value, found[pair.Key]));
            Assert.False(Directory.Exists(root));
            Assert.InRange(list.KeptCount, 180, 211);
            Assert.Equal(list.KeptCount, tokens.DocumentCount);
        }
    }

    [Fact]
    public async Task Sources_OfEveryCoreFormat_ReadFromTheStore()
    {
        var store = new MemoryFileStore();
        string root = folder["memory"];
        store[Path.Combine(root, "a.txt")] = "a text"u8.ToArray();
        store[Path.Combine(root, "b.txt.gz")] = Gzip("another text"u8.ToArray());
        store[Path.Combine(root, ".hidden.txt")] = "hidden"u8.ToArray();
        store[Path.Combine(root, "deep", "c.txt")] = "a third text"u8.ToArray();
        store[Path.Combine(root, "crawl.warc.gz")] = Gzip(
            "WARC/1.0\r\nWARC-Type: resource\r\nContent-Type: text/plain\r\nContent-Length: 11\r\n\r\nfrom a site\r\n\r\n"u8.ToArray());
        using CurationRun run = Run(store, root);
        Corpus texts = Corpus.FromSource(new TextSource(Path.Combine(root, "**", "*.txt*")) { Files = store });
        Assert.Equal(["a text", "another text", "a third text"], (await RunFolder.Read(texts, run)).Select(document => document.Text));
        Corpus files = RawCorpus.FromFiles(new RawFileReadOptions { Files = store }, Path.Combine(root, "*.txt")).Extract(new Utf8Extractor());
        Assert.Equal(["a text"], (await RunFolder.Read(files, run)).Select(document => document.Text));
        Corpus crawl = RawCorpus.FromWarc(new WarcReadOptions { Files = store }, Path.Combine(root, "*.warc.gz")).Extract(new Utf8Extractor());
        Assert.Equal(["from a site"], (await RunFolder.Read(crawl, run)).Select(document => document.Text));
        Assert.Throws<FileNotFoundException>(() => SourceFiles.Find(store, Path.Combine(root, "*.jsonl")));
        Assert.Throws<ArgumentException>(() => SourceFiles.Find(store, Path.Combine(root, "deep")));
    }

    [Fact]
    public async Task Recipe_RunTwice_DoesOnlyWhatIsMissing()
    {
        MemoryFileStore store = NewStore(out string root);
        (await RecipeAsync(store, root)).Tokens.Dispose();
        Dictionary<string, string> first = MemoryOutputs(store, root);
        int created = store.Created;
        Assert.True(created > 40, $"Only {created} files were created.");

        (await RecipeAsync(store, root)).Tokens.Dispose();
        Assert.Equal(created, store.Created);

        store.Delete(store.Paths.First(path => path.Contains("unique", StringComparison.Ordinal) && IsVisible(path)));
        (await RecipeAsync(store, root)).Tokens.Dispose();
        Assert.Equal(created + 1, store.Created);
        Assert.Equal(first, MemoryOutputs(store, root));
    }

    [Fact]
    public async Task Results_InMemory_CanBeOpenedByPath()
    {
        MemoryFileStore store = NewStore(out string root);
        (KeepList list, TokenShards tokens) = await RecipeAsync(store, root);
        using (tokens)
        using (TokenShards again = TokenShards.Open(tokens.Folder, store))
        {
            Assert.Equal(tokens.Fingerprint, again.Fingerprint);
            Assert.Equal(tokens.GetTokens(17), again.GetTokens(17));
            Assert.Equal(tokens.GetDocument(17), again.GetDocument(17));
        }
        KeepList loaded = KeepList.Load(list.Folder, store);
        Assert.Equal(list.ReadRecords(), loaded.ReadRecords());
        using RecordTable<long> clusters = loaded.OpenProvenance<long>(ExactDeduplication.Cluster);
        KeepListRecord last = loaded.ReadRecords().Last();
        Assert.True(clusters.TryGet(last.Shard, last.Record, out long cluster));
        Assert.Equal(ExactDeduplication.IdOf(last.Shard, last.Record), cluster);
        Assert.Equal(list.KeptCount, RunReport.Load(Path.Combine(root, "work", "unique"), store).Kept);
        Assert.Equal(7, CurationRun.ReadStatus(Path.Combine(root, "work"), store).Count);
        Assert.Equal(4, ArtifactCatalog.Open(Path.Combine(root, "work"), store).Entries.Count);
    }

    [Fact]
    public async Task Recipe_DamagedPhaseFile_IsRepairedInTheStore()
    {
        MemoryFileStore store = NewStore(out string root);
        (KeepList list, TokenShards tokens) = await RecipeAsync(store, root);
        tokens.Dispose();
        Dictionary<string, string> first = MemoryOutputs(store, root);
        string hashes = store.Paths.First(path => path.Contains(Path.Combine("hashes", "part-00001"), StringComparison.Ordinal));
        store[hashes][5] ^= 1;
        // The next phase has to read it again.
        string clusters = Path.Combine(Path.GetDirectoryName(list.Folder)!, "clusters");
        store.DeleteFolder(clusters);
        (await RecipeAsync(store, root)).Tokens.Dispose();
        Assert.Equal(first, MemoryOutputs(store, root));
    }

    [Fact]
    public async Task Run_LockTaken_IsRefused()
    {
        MemoryFileStore store = NewStore(out string root);
        string ranks = Path.Combine(root, "work", "filtered", ".curation", "ranks");
        store.CreateFolder(ranks);
        using (store.TryLock(Path.Combine(ranks, "0.lock"), deleteOnRelease: false))
        {
            FolderInUseException error = await Assert.ThrowsAsync<FolderInUseException>(() => RecipeAsync(store, root));
            Assert.Contains("rank 0", error.Message, StringComparison.Ordinal);
        }
        (await RecipeAsync(store, root)).Tokens.Dispose();
    }

    [Fact]
    public async Task ScratchFolder_OfARemoteStore_IsLocalAndRemoved()
    {
        MemoryFileStore store = NewStore(out string root);
        using CurationRun run = Run(store, root);
        string scratch = await Pool(store, root).FitAsync(new ScratchFit(), run, TestContext.Current.CancellationToken);
        Assert.NotEqual("", scratch);
        Assert.False(Directory.Exists(scratch));
    }

    [Fact]
    public async Task Recipe_OnAWrappedLocalStore_UsesItForEveryFile()
    {
        Dictionary<string, string> expected = await LocalRecipeAsync();
        string root = folder["wrapped"];
        foreach ((string name, byte[] content) in Inputs()) folder.Write(Path.Combine("wrapped", name), content);
        var store = new RecordingFileStore(LocalFileStore.Instance);
        (await RecipeAsync(store, root)).Tokens.Dispose();
        Assert.Equal(expected, LocalOutputs(root));

        string[] written = Directory.GetFiles(Path.Combine(root, "work"), "*", SearchOption.AllDirectories);
        Assert.True(written.Length >= 80, $"Only {written.Length} files were found.");
        Assert.DoesNotContain(written, path => !store.Written.ContainsKey(path));
        Assert.DoesNotContain(Inputs().Keys, name => !store.Read.ContainsKey(Path.Combine(root, name)));
    }

    private sealed class Utf8Extractor : IDocumentExtractor
    {
        public string Name => "utf8";

        public void Describe(FingerprintWriter writer) => writer.Add("version", 1);

        public ValueTask<ExtractionResult> ExtractAsync(RawDocument document, StageContext context, CancellationToken cancellationToken) =>
            new(ExtractionResult.Extracted(new Document(document.Id, Encoding.UTF8.GetString(document.Content.Span))));
    }

    /// <summary>Writes to the scratch folder of a task, and returns its path.</summary>
    private sealed class ScratchFit : CorpusFit<string>
    {
        protected override void Describe(FingerprintWriter writer) => writer.Add("version", 1);

        protected override async Task<string> FitAsync(FitScope scope, CancellationToken cancellationToken)
        {
            string scratch = "";
            await scope.ReduceAsync("sort", 1, (output, _) =>
            {
                scratch = output.CreateScratchFolder();
                Assert.Empty(Directory.GetFileSystemEntries(scratch));
                File.WriteAllText(Path.Combine(scratch, "run"), "a local file");
                return Task.CompletedTask;
            }, cancellationToken);
            return scratch;
        }
    }
}
