using DataCuration.Deduplication.Tests.Encoders;
using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.Substrings;

public sealed class SubstringIndexTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Fit_AgainstIndexes_EqualsTheCorporaTogether(bool isTokens)
    {
        var random = new SeededRandom(isTokens ? 41UL : 42UL);
        ITokenSpanEncoder? encoder = isTokens ? new PieceEncoder() : null;
        int known = 0;
        for (int round = 0; round < 6; round++)
        {
            string[][][] corpora = new string[3][][];
            for (int i = 0; i < 3; i++)
            {
                corpora[i] = new string[4][];
                for (int j = 0; j < 4; j++) corpora[i][j] = SubstringCorpora.MakeTexts(ref random, round);
            }
            int length = 2 + (int)random.NextInt64(8);
            SubstringCopies copies = round % 3 == 2 ? SubstringCopies.All : SubstringCopies.Later;
            CurationRun run = SubstringCorpora.Run(folder, $"r{round}");
            var indexes = new List<SubstringIndex>();
            for (int i = 0; i < 2; i++)
            {
                var fit = new SubstringIndexFit { MinLength = length, Encoder = encoder, Partitions = 2 + i };
                indexes.Add(await SubstringCorpora.ToCorpus(corpora[i]).FitAsync(fit, run));
            }
            var deduplication = new SubstringDeduplication
            {
                MinLength = length,
                Encoder = encoder,
                Copies = copies,
                Partitions = 3,
                MemoryBytes = 1 << 20,
                WindowMemory = round % 2 == 0 ? 300 : null,
                Indexes = indexes,
            };
            using DuplicateSpans spans = await SubstringCorpora.ToCorpus(corpora[2]).FitAsync(deduplication, run);
            string[] texts = [.. corpora.SelectMany(corpus => corpus).SelectMany(part => part)];
            int earlier = corpora[0].Concat(corpora[1]).Sum(part => part.Length);
            List<(int Start, int End)>[] expected = encoder is null ? SubstringOracle.Find(texts, length, copies)
                : SubstringOracle.FindTokens(texts, encoder, length, copies);
            Assert.Equal(expected[earlier..].Select(ranges => ranges.ToArray()), SubstringCorpora.Read(spans, corpora[2]));
            for (int shard = 0; shard < spans.ShardCount; shard++)
                for (int record = 0; record < 9; record++) known += spans.Read(shard, record).Count(span => span.FirstShard < 0);
        }
        Assert.True(known > 20, $"{known} spans of earlier corpora");
    }

    [Theory]
    [InlineData(null)]
    [InlineData(300L)]
    public async Task Fit_OnlyIndexes_MarksWhatTheIndexHolds(long? memory)
    {
        CurationRun run = folder.Run();
        SubstringIndex index = await ToCorpus("the known passage of text").FitAsync(new SubstringIndexFit { MinLength = 10, Partitions = 1 }, run);
        Corpus corpus = ToCorpus("new words here, the known passage", "new words here, and new words here", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa");
        var fit = new SubstringDeduplication
        {
            MinLength = 10,
            Partitions = 2,
            Indexes = [index],
            IndexMode = IndexMode.OnlyIndexes,
            WindowMemory = memory,
            Copies = memory is null ? SubstringCopies.Later : SubstringCopies.All,
        };
        using DuplicateSpans spans = await corpus.FitAsync(fit, run);
        Assert.Equal([new DuplicateSpan(-1, -1, -1, 16, 17)], spans.Read(0, 0));
        Assert.Equal(1, spans.DocumentCount);
    }

    [Fact]
    public async Task Load_CopiedFolder_GivesTheSameAndNamesDamagedFiles()
    {
        CurationRun run = folder.Run();
        SubstringIndex made = await ToCorpus("the known passage of text").FitAsync(new SubstringIndexFit { MinLength = 10, Partitions = 1 }, run);
        string copy = folder.Inputs["copy"];
        foreach (string name in (string[])["sorted/part-00000.entries.records", "index/index.json", "texts/part-00000.symbols.records"])
        {
            Directory.CreateDirectory(Path.GetDirectoryName(Path.Combine(copy, name))!);
            File.Copy(Path.Combine(made.Folder, name), Path.Combine(copy, name));
        }
        SubstringIndex loaded = SubstringIndex.Load(copy);
        Assert.Equal((made.Fingerprint, 1L), (loaded.Fingerprint, loaded.DocumentCount));
        Assert.Equal(17, (await SpansAsync(loaded, "a")).ByteCount);
        foreach (string file in (string[])["sorted/part-00000.entries.records", "texts/part-00000.symbols.records"])
        {
            string path = Path.Combine(copy, file);
            byte[] bytes = File.ReadAllBytes(path);
            byte[] wrong = [.. bytes];
            wrong[^40] ^= 1;
            File.WriteAllBytes(path, wrong);
            Exception error = await Assert.ThrowsAnyAsync<Exception>(() => SpansAsync(SubstringIndex.Load(copy), file[..1]));
            Assert.Contains(path, error.ToString(), StringComparison.Ordinal);
            File.WriteAllBytes(path, bytes);
        }

        async Task<DuplicateSpans> SpansAsync(SubstringIndex index, string work)
        {
            using DuplicateSpans spans = await ToCorpus("see the known passage").FitAsync(
                new SubstringDeduplication { MinLength = 10, Partitions = 1, Indexes = [index] }, SubstringCorpora.Run(folder, work));
            return spans;
        }
    }

    [Fact]
    public async Task Load_HeaderWithoutTheHashesOfTexts_IsNamed()
    {
        SubstringIndex made = await ToCorpus("the known passage of text").FitAsync(new SubstringIndexFit { MinLength = 10, Partitions = 1 }, folder.Run());
        string path = Path.Combine(made.Folder, "index", "index.json"), json = File.ReadAllText(path);
        File.WriteAllText(path, json.Replace("\"texts\"", "\"others\"", StringComparison.Ordinal));
        Assert.Contains(path, Assert.Throws<InvalidDataException>(() => SubstringIndex.Load(made.Folder)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_OnlyIndexesAndLongRunsOfAPattern_MarksThemInLittleDisk()
    {
        // A rule of dashes is in any index. Each of its windows has an anchor of its own, and all of them have the same hash.
        string rule = new('-', 4_000), pattern = string.Concat(Enumerable.Repeat("=-", 1_000));
        string[] earlier = [$"text:{rule[..120]};", $"a:{pattern[..130]}"], later = [$"before {rule} after {pattern}{rule[..99]}", rule[..100], rule[..99]];
        CurationRun run = folder.Run();
        SubstringIndex index = await ToCorpus(earlier).FitAsync(new SubstringIndexFit { Partitions = 1 }, run);
        using DuplicateSpans spans = await ToCorpus(later).FitAsync(
            new SubstringDeduplication { Indexes = [index], IndexMode = IndexMode.OnlyIndexes, Partitions = 1 }, run);
        int after = 7 + rule.Length + 7;
        // The pattern ends with a dash, so that the 99 dashes after it are 100.
        Assert.Equal([(7, 7 + rule.Length), (after, after + pattern.Length + 99)],
            spans.Read(0, 0).Select(span => (span.Start, span.Start + span.Length)));
        Assert.Equal([(0, 100)], spans.Read(0, 1).Select(span => (span.Start, span.Start + span.Length)));
        Assert.Empty(spans.Read(0, 2));
        long written = Directory.EnumerateFiles(folder.Work, "*windows*", SearchOption.AllDirectories).Sum(file => new FileInfo(file).Length);
        Assert.InRange(written, 1, 8 * later.Sum(text => text.Length));
    }

    [Fact]
    public async Task Fit_IndexOfOtherOptions_IsRefusedWithBothValues()
    {
        CurationRun run = folder.Run();
        Corpus corpus = ToCorpus("some text that is long enough");
        SubstringIndex index = await corpus.FitAsync(new SubstringIndexFit { MinLength = 10, Partitions = 1 }, run);
        Assert.Contains("MinLength = 10, and this deduplication has 11", await ErrorAsync(new() { MinLength = 11, Indexes = [index] }),
            StringComparison.Ordinal);
        Assert.Contains("Unit = bytes, and this deduplication has tokens",
            await ErrorAsync(new() { MinLength = 10, Indexes = [index], Encoder = new PieceEncoder() }), StringComparison.Ordinal);
        Assert.Contains("MinCopies is 3", await ErrorAsync(new() { MinLength = 10, Indexes = [index], MinCopies = 3 }), StringComparison.Ordinal);

        async Task<string> ErrorAsync(SubstringDeduplication fit) => (await Assert.ThrowsAsync<CurationException>(() => corpus.FitAsync(fit, run))).Message;
    }

    private static Corpus ToCorpus(params string[] texts) => Corpus.FromDocuments(texts.Select((text, i) => new Document($"{i}", text)));
}
