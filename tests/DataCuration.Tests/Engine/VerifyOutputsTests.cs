using DataCuration.TestKit;

namespace DataCuration.Tests.Engine;

/// <summary>Finished outputs that were damaged between two runs, with their length as before.</summary>
public sealed class VerifyOutputsTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private static Corpus Input() => Corpus.FromDocuments(Enumerable.Range(0, 3_000).Select(i => new Document($"d{i}", $"text {i} {new string('x', 40)}")));

    private string Damage(string name)
    {
        string path = Path.Combine(folder.Work, name);
        byte[] bytes = File.ReadAllBytes(path);
        // A letter of a text becomes another one: still valid JSON, and far from the file's edges.
        int at = bytes.AsSpan(bytes.Length / 2).IndexOf("xx"u8) + bytes.Length / 2;
        bytes[at] = (byte)'y';
        File.WriteAllBytes(path, bytes);
        return path;
    }

    [Fact]
    public async Task Write_OutputOfAnEarlierRunDamaged_IsNamedAndMadeAgainBeforeItIsRead()
    {
        await Input().WriteJsonlAsync("clean", folder.Run());
        byte[] whole = File.ReadAllBytes(Path.Combine(folder.Work, "clean", "part-00001.jsonl"));
        string path = Damage("clean/part-00001.jsonl");
        using var log = new LogCapture();
        CurationRun run = folder.Run(log: log);
        Corpus clean = await Input().WriteJsonlAsync("clean", run);
        Assert.Empty(log.Warnings); // nothing has read the file yet
        await clean.WriteJsonlAsync("copy", run);
        Assert.Contains($"'{path}' is damaged", Assert.Single(log.Warnings), StringComparison.Ordinal);
        Assert.Equal(whole, File.ReadAllBytes(path));
        Assert.DoesNotContain(folder.Lines("copy"), line => line.Contains('y', StringComparison.Ordinal));
        Assert.Equal(3_000, (await RunFolder.Read(clean, run)).Count);
        Assert.Single(log.Warnings);
    }

    [Fact]
    public async Task Read_OutputOfAnotherProgramDamaged_IsRefusedByNameOrReadAsItIs()
    {
        await Input().WriteJsonlAsync("clean", folder.Run());
        string path = Damage("clean/part-00002.jsonl");
        Corpus files = Corpus.FromJsonl(Path.Combine(folder.Work, "clean", "*.jsonl"));
        CurationRunException error = await Assert.ThrowsAsync<CurationRunException>(() => files.WriteJsonlAsync("copy", folder.Run()));
        Assert.Contains($"'{path}' is damaged: 'part-00002.jsonl' does not match the hash in its manifest. Delete it, and run the program that wrote it again",
            error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<InvalidDataException>(() => RunFolder.Read(files, folder.Run()));
        await files.WriteJsonlAsync("copy", folder.Run(options => options with { VerifyOutputs = false }));
        Assert.Single(folder.Lines("copy"), line => line.Contains('y', StringComparison.Ordinal));
    }

    [Fact]
    public async Task WriteTokenShards_DamagedShardsOfAnEarlierRun_AreMadeAgainUnlessTheCheckIsOff()
    {
        async Task<int[]> TokensAsync(Func<RunOptions, RunOptions>? change = null)
        {
            using TokenShards shards = await Input().WriteTokenShardsAsync("tokens", ByteTokenEncoder.Instance, folder.Run(change));
            return [.. Enumerable.Range(0, (int)shards.DocumentCount).SelectMany(i => shards.GetTokens(i))];
        }
        int[] clean = await TokensAsync();
        string bin = Path.Combine("tokens", folder.Files("tokens").First(name => name.EndsWith(".bin", StringComparison.Ordinal)));
        Damage(bin);
        Assert.Equal(1, (await TokensAsync(options => options with { VerifyOutputs = false })).Zip(clean).Count(pair => pair.First != pair.Second));
        Assert.Equal(clean, await TokensAsync());
        Assert.Equal(clean, await TokensAsync(options => options with { VerifyOutputs = false }));
    }

    [Fact]
    public async Task Write_OutputOfThisRun_NeedsNoCheck()
    {
        using var log = new LogCapture();
        CurationRun run = folder.Run(log: log);
        Corpus clean = await Input().WriteJsonlAsync("clean", run);
        await clean.WriteJsonlAsync("copy", run);
        Assert.Equal(folder.Lines("clean"), folder.Lines("copy"));
        Assert.Empty(log.Warnings);
    }

    [Fact]
    public async Task Write_InputReplacedWhileItIsRead_FailsTheShard()
    {
        // Another program makes the files again that this one reads.
        Corpus clean = await Input().WriteJsonlAsync("clean", folder.Run());
        bool replaced = false;
        var stage = new FakeFilter(document =>
        {
            if (!replaced)
            {
                replaced = true;
                Corpus other = Corpus.FromDocuments(Enumerable.Range(0, 3_000).Select(i => new Document($"e{i}", $"text {i} {new string('z', 40)}")));
                other.WriteJsonlAsync("clean", folder.Run(options => options with { WhenChanged = WhenChanged.Remake })).GetAwaiter().GetResult();
            }
            return StageResult.Keep;
        });
        CurationRunException error = await Assert.ThrowsAsync<CurationRunException>(
            () => clean.Pipe(stage).WriteJsonlAsync("copy", folder.Run(options => options with { MaxParallelShards = 1 })));
        Assert.Contains("was replaced by another process while this one read it", error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(folder.Lines("copy"), line => line.Contains('z', StringComparison.Ordinal));
    }

    [Fact]
    public async Task Find_SuffixOfOtherNames_IsNotTakenForTheFile()
    {
        var found = new List<string?>();
        await Input().FitAsync(new NamesFit(found), folder.Run());
        Assert.Equal(["part-00000.weights", null, "summary.json", "sub/part-00000.deep"], found);
    }

    /// <summary>Writes files whose names end alike.</summary>
    private sealed class NamesFit(List<string?> found) : CorpusFit<string>
    {
        protected internal override void Describe(FingerprintWriter writer) => writer.Add("version", 1);

        protected internal override async Task<string> FitAsync(FitScope scope, CancellationToken cancellationToken)
        {
            PhaseFiles files = await scope.ReduceAsync("names", 1, (output, _) =>
            {
                foreach (string name in (string[])["part-00000.old.weights", "part-00000.weights", "other-summary.json", "summary.json", "sub/part-00000.deep"])
                    output.CreateFile(name).Write("x"u8);
                return Task.CompletedTask;
            }, cancellationToken);
            foreach (string suffix in (string[])[".weights", "weights", "summary.json", ".deep"])
                found.Add(files.Find(0, suffix) is { } path ? Path.GetRelativePath(files.Folder, path) : null);
            return "";
        }
    }
}
