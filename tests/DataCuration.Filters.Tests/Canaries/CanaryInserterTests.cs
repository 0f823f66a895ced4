using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Canaries;

public sealed class CanaryInserterTests : IDisposable
{
    private const int End = 256;
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Insert_ManyTexts_NeverOverlapsKeepsLengthAndReadsBackExactly()
    {
        using TokenShards tokens = Write(400, shards: 3);
        Canary[] canaries =
        [
            new("a", "The capital of Zembla is Onhava.") { Repetitions = 64 },
            new("b", "x") { Repetitions = 100 },
            new("c", "only at the end of the training") { Repetitions = 20, Placement = CanaryPlacement.Within(tokens.TokenCount * 9 / 10, tokens.TokenCount) },
            new("d", "fixed") { Placement = CanaryPlacement.At(5, 40) },
        ];
        var inserter = new CanaryInserter(ByteTokenEncoder.Instance) { Seed = 3 };
        CanaryLedger ledger = inserter.Insert(tokens, canaries, folder["out"]);
        using TokenShards changed = TokenShards.Open(folder["out"]);
        Assert.Equal((tokens.TokenCount, tokens.DocumentCount, tokens.FileCount), (changed.TokenCount, changed.DocumentCount, changed.FileCount));
        Assert.Equal(64 + 100 + 20 + 2, ledger.Insertions.Count);
        ledger.Verify(changed);
        CanaryLedger.Open(folder["out"]).Verify(changed);
        int[] before = All(tokens), after = All(changed);
        bool[] covered = new bool[before.Length];
        long previousEnd = 0;
        foreach (CanaryInsertion one in ledger.Insertions)
        {
            Assert.True(one.Position >= previousEnd, "two texts overlap");
            previousEnd = one.Position + one.Tokens.Count;
            Assert.Equal(one.Tokens, after[(int)one.Position..(int)previousEnd]);
            Assert.Equal(one.Tokens, changed.GetTokens(one.Document)[one.Start..(one.Start + one.Tokens.Count)]);
            Assert.Equal(End, after[previousEnd]);
            Assert.True(one.Start == 0 || after[one.Position - 1] == End);
            for (long i = one.Position - (one.Start > 0 ? 1 : 0); i <= previousEnd; i++)
            {
                Assert.False(covered[i] && i > one.Position, "two texts overlap");
                covered[i] = true;
            }
            if (one.Canary == "c") Assert.True(one.Position >= tokens.TokenCount * 9 / 10);
        }
        for (int i = 0; i < before.Length; i++) Assert.True(covered[i] || before[i] == after[i], $"token {i} changed");
        // Each document still ends as it did.
        for (long document = 0; document < changed.DocumentCount; document++) Assert.Equal(End, changed.GetTokens(document)[^1]);
        Assert.Equal([5L, 40L], ledger.Insertions.Where(one => one.Canary == "d").Select(one => one.Position));
        Assert.Equal(tokens.GetDocument(7).Id, changed.GetDocument(7).Id);
    }

    [Fact]
    public void Insert_SameSeed_GivesTheSameBytesInAnyDivisionAndAnotherSeedOthers()
    {
        Canary[] canaries = [new("a", "one text") { Repetitions = 30 }];
        long[] Positions(int shards, ulong seed)
        {
            string name = $"{shards}-{seed}";
            using TokenShards tokens = Write(100, shards, "in" + name);
            return [.. new CanaryInserter(ByteTokenEncoder.Instance) { Seed = seed }.Insert(tokens, canaries, folder["out" + name]).Insertions.Select(one =>
                one.Position)];
        }
        long[] first = Positions(1, 1);
        Assert.Equal(first, Positions(4, 1));
        Assert.NotEqual(first, Positions(1, 2));
    }

    [Fact]
    public void Insert_ShortDocuments_FindsTheLastRoomAndThenFails()
    {
        // Each document of 9 bytes and its end has room for one text of 7 with its end.
        using TokenShards tokens = TokenShardFolder.WriteTexts(folder["in"], Enumerable.Repeat("123456789", 20));
        var inserter = new CanaryInserter(ByteTokenEncoder.Instance);
        CanaryLedger full = inserter.Insert(tokens, [new Canary("a", "abcdefg") { Repetitions = 20 }], folder["out"]);
        Assert.Equal(Enumerable.Range(0, 20).Select(i => (long)i), full.Insertions.Select(one => one.Document));
        ArgumentException error = Assert.Throws<ArgumentException>(() => inserter.Insert(tokens, [new Canary("a", "abcdefg") { Repetitions = 21 }],
            folder["out2"]));
        Assert.Contains("'a'", error.Message, StringComparison.Ordinal);
        Assert.False(File.Exists(Path.Combine(folder["out2"], CanaryLedger.FileName)));
    }

    [Fact]
    public void Insert_WithoutBoundaries_TakesOnlyTheText()
    {
        using TokenShards tokens = TokenShardFolder.WriteTexts(folder["in"], ["123456789"]);
        CanaryLedger ledger = new CanaryInserter(ByteTokenEncoder.Instance) { MarksBoundaries = false }
            .Insert(tokens, [new Canary("a", "xy") { Placement = CanaryPlacement.At(3) }, new Canary("b", "z") { Placement = CanaryPlacement.At(5) }],
                folder["out"]);
        using TokenShards changed = TokenShards.Open(folder["out"]);
        Assert.Equal([.. "123xyz789"u8, End], changed.GetTokens(0));
        Assert.Equal(3, ledger.InsertedTokens);
    }

    [Theory]
    [InlineData(8, 12, "document 0")] // ends after the document
    [InlineData(1, 4, "overlap")]
    [InlineData(1, 500, "after the last")]
    public void Insert_ImpossiblePositions_AreNamed(long first, long second, string message)
    {
        using TokenShards tokens = TokenShardFolder.WriteTexts(folder["in"], ["123456789", "123456789"]);
        ArgumentException error = Assert.Throws<ArgumentException>(() => new CanaryInserter(ByteTokenEncoder.Instance)
            .Insert(tokens, [new Canary("a", "xyz") { Placement = CanaryPlacement.At(first, second) }], folder["out"]));
        Assert.Contains(message, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Insert_FinishedFolder_IsFoundAndAnotherRecipeRefused()
    {
        using TokenShards tokens = Write(20, 1);
        var inserter = new CanaryInserter(ByteTokenEncoder.Instance);
        CanaryLedger first = inserter.Insert(tokens, [new Canary("a", "text")], folder["out"]);
        DateTime written = File.GetLastWriteTimeUtc(Path.Combine(folder["out"], "part-00000.bin"));
        CanaryLedger again = inserter.Insert(tokens, [new Canary("a", "text")], folder["out"]);
        Assert.Equal(first.Fingerprint, again.Fingerprint);
        Assert.Equal(written, File.GetLastWriteTimeUtc(Path.Combine(folder["out"], "part-00000.bin")));
        Assert.Throws<InvalidOperationException>(() => inserter.Insert(tokens, [new Canary("a", "other")], folder["out"]));
        // A killed run has no ledger: the folder is written again.
        File.Delete(Path.Combine(folder["out"], CanaryLedger.FileName));
        Assert.Equal(first.Insertions.Select(one => one.Position), inserter.Insert(tokens, [new Canary("a", "text")], folder["out"]).Insertions.Select(one =>
            one.Position));
    }

    [Fact]
    public void Verify_ChangedTokens_NamesThePosition()
    {
        using TokenShards tokens = Write(20, 1);
        CanaryLedger ledger = new CanaryInserter(ByteTokenEncoder.Instance).Insert(tokens, [new Canary("a", "text")], folder["out"]);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => ledger.Verify(tokens));
        Assert.Contains("canary 'a'", error.Message, StringComparison.Ordinal);
        string path = Path.Combine(folder["out"], CanaryLedger.FileName);
        File.WriteAllLines(path, File.ReadAllLines(path).SkipLast(1));
        Assert.Throws<InvalidDataException>(() => CanaryLedger.Open(folder["out"]));
    }

    [Fact]
    public void Insert_WrongArguments_Throw()
    {
        using TokenShards tokens = Write(5, 1);
        var inserter = new CanaryInserter(ByteTokenEncoder.Instance);
        Assert.Throws<ArgumentException>(() => inserter.Insert(tokens, [new Canary("a", "x"), new Canary("a", "y")], folder["out"]));
        Assert.Throws<ArgumentException>(() => inserter.Insert(tokens, [new Canary("a", "")], folder["out"]));
        Assert.Throws<ArgumentException>(() => inserter.Insert(tokens, [new Canary("a", "x")], tokens.Folder));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Canary("a", "x") { Repetitions = 0 });
        Assert.Throws<ArgumentOutOfRangeException>(() => CanaryPlacement.Within(5, 5));
        Assert.Throws<ArgumentException>(() => CanaryPlacement.At());
        Assert.Throws<ArgumentException>(() => CanaryPlacement.At(-1));
    }

    private TokenShards Write(int documents, int shards, string name = "in")
    {
        var random = new SeededRandom(9);
        return TokenShardFolder.WriteTexts(folder[name],
            [.. Enumerable.Range(0, documents).Select(_ => string.Concat(Enumerable.Repeat("word ", (int)random.NextInt64(60))))], shards);
    }

    private static int[] All(TokenShards tokens) =>
        [.. Enumerable.Range(0, (int)tokens.DocumentCount).SelectMany(document => tokens.GetTokens(document))];
}
