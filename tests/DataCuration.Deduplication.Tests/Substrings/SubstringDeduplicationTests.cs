using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.Substrings;

public sealed class SubstringDeduplicationTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Fit_ManyCopiesOfADocument_TakeTheMemoryOfOne()
    {
        var random = new SeededRandom(3);
        string text = string.Concat(Enumerable.Range(0, 2_000).Select(_ => (char)('a' + random.NextInt64(26))));
        int sorts = 0;
        using DuplicateSpans spans = await Corpus.FromDocuments(Enumerable.Range(0, 200).Select(i => new Document($"{i}", text))).FitAsync(
            new SubstringDeduplication { Partitions = 1, WindowMemory = 200_000, WindowsSorted = () => sorts++ }, folder.Run());
        Assert.Equal((0, 199L, 199L, 199L * text.Length), (sorts, spans.DocumentCount, spans.SpanCount, spans.ByteCount));
    }

    [Fact]
    public async Task Fit_RandomCorporaWithPlantedRepeats_EqualsBruteForce()
    {
        var random = new SeededRandom(3);
        // Twenty small corpora are one run's sources: 200 in all.
        for (int round = 0; round < 10; round++)
        {
            string[][] parts = new string[20][];
            for (int i = 0; i < parts.Length; i++) parts[i] = SubstringCorpora.MakeTexts(ref random, round);
            string[] texts = [.. parts.SelectMany(part => part)];
            int length = 1 + (int)random.NextInt64(14);
            SubstringCopies copies = round % 4 == 3 ? SubstringCopies.All : SubstringCopies.Later;
            int minCopies = round % 8 == 7 ? 3 : 2;
            // Every third corpus is matched in tiny memory: in many passes, and by sorting in files.
            var fit = new SubstringDeduplication
            {
                MinLength = length,
                Copies = copies,
                MinCopies = minCopies,
                Partitions = 1 + (round % 2),
                MemoryBytes = 1 << 20,
                WindowMemory = round % 3 == 0 ? 200 + (round * 10) : null,
            };
            List<(int Start, int End)>[] expected = SubstringOracle.Find(texts, length, copies, minCopies);
            (int, int)[][] found = await FitAsync(parts, fit, $"r{round}");
            for (int i = 0; i < texts.Length; i++) Assert.True(expected[i].SequenceEqual(found[i]), $"Round {round}, length {length}, text {i}: '{texts[i]}'");
        }
    }

    [Fact]
    public async Task Fit_PlantedCopies_AreCutExactly()
    {
        var random = new SeededRandom(4);
        string passage = string.Concat(Enumerable.Range(0, 40).Select(_ => Word(ref random)));
        string[] own = [.. Enumerable.Range(0, 60).Select(_ => string.Concat(Enumerable.Range(0, 60).Select(_ => Word(ref random))))];
        string[] texts = [.. own.Select((text, i) => i % 5 == 0 ? $"{text}{Mark(i)}{passage}{Mark(i)}{text[..7]}" : text)];
        string[] expected = [.. own.Select((text, i) => i == 0 ? texts[0] : i % 5 == 0 ? $"{text}{Mark(i)}{Mark(i)}{text[..7]}" : text)];
        Corpus corpus = Corpus.FromDocuments(texts.Select((text, i) => new Document($"{i}", text)));
        CurationRun run = folder.Run();
        using DuplicateSpans spans = await corpus.FitAsync(new SubstringDeduplication { MinLength = 50, Partitions = 4 }, run);
        Assert.Equal(11, spans.DocumentCount);
        Assert.Equal(11L * passage.Length, spans.ByteCount);
        Assert.Equal(expected, (await RunFolder.Read(corpus.Pipe(new DuplicateSpanRemoval(spans) { MinWords = 0, TrimsEnds = false }), run))
            .Select(document => document.Text));
        DuplicateSpan span = Assert.Single(spans.Read(0, 10));
        int first = Encoding.UTF8.GetByteCount(texts[0][..texts[0].IndexOf(passage, StringComparison.Ordinal)]);
        Assert.Equal((0, 0, first), (span.FirstRecord, span.FirstShard, span.FirstStart));
    }

    [Fact]
    public async Task Fit_DegenerateDocuments_TakeLinearTime()
    {
        string[] texts = ["", " ", "x", "\U0001F600", new string('a', 250_000), string.Concat(Enumerable.Repeat("ab", 100_000)), "a b",
            string.Concat(Enumerable.Repeat("\U0001F600", 25_000)), string.Concat(Enumerable.Repeat("0123456789012345678901234567890123456789 ", 5_000))];
        Corpus corpus = Corpus.FromDocuments(texts.Select((text, i) => new Document($"{i}", text)));
        CurationRun run = folder.Run();
        using DuplicateSpans spans = await corpus.FitAsync(new SubstringDeduplication { MinLength = 60, Partitions = 2 }, run);
        Assert.Equal((1, 249_999), (spans.Read(0, 4)[0].Start, spans.Read(0, 4)[0].Length));
        List<Document> left = await RunFolder.Read(corpus.Pipe(new DuplicateSpanRemoval(spans) { MinWords = 0, TrimsEnds = false }), run);
        Assert.Equal(["", " ", "x", "\U0001F600", "a", "ab", "a b", "\U0001F600", "0123456789012345678901234567890123456789 "],
            left.Select(document => document.Text));
    }

    [Fact]
    public async Task Fit_LongWindowsInShortPeriods_EqualsThePeriods()
    {
        // Compared as a whole for each window, these would be 2e11 bytes.
        string letters = new('a', 3_000_000), broken = $"{new string('b', 150_000)}c{new string('b', 70_000)}c{new string('b', 150_000)}";
        Corpus corpus = Corpus.FromDocuments([new Document("0", letters), new Document("1", broken)]);
        using DuplicateSpans spans = await corpus.FitAsync(new SubstringDeduplication { MinLength = 60_000, Partitions = 1 }, folder.Run());
        Assert.Equal([(1, letters.Length)], spans.Read(0, 0).Select(span => (span.Start, span.Start + span.Length)));
        // The windows over the second c repeat those over the first one.
        Assert.Equal([(1, 150_000), (150_001, 370_002)], spans.Read(0, 1).Select(span => (span.Start, span.Start + span.Length)));
    }

    [Fact]
    public async Task Remove_OtherText_IsRefused()
    {
        CurationRun run = folder.Run();
        using DuplicateSpans spans = await RunFolder.Documents(10).FitAsync(new SubstringDeduplication { MinLength = 5, Partitions = 1 }, run);
        Corpus other = Corpus.FromDocuments([new Document("a", "another text")]);
        CurationException error = await Assert.ThrowsAnyAsync<CurationException>(async () =>
            await RunFolder.Read(other.Pipe(new DuplicateSpanRemoval(spans)), run));
        Assert.Contains("not the one that the spans", error.ToString(), StringComparison.Ordinal);
    }

    // Differs in its last byte only, so windows reach into it.
    private static char Mark(int i) => (char)(0x4E00 + i);

    private static string Word(ref SeededRandom random)
    {
        Span<char> word = stackalloc char[2 + (int)random.NextInt64(7)];
        foreach (ref char letter in word) letter = (char)('a' + random.NextInt64(26));
        return $"{word} ";
    }

    private async Task<(int, int)[][]> FitAsync(string[][] parts, SubstringDeduplication fit, string work)
    {
        using CurationRun run = SubstringCorpora.Run(folder, work);
        using DuplicateSpans spans = await SubstringCorpora.ToCorpus(parts).FitAsync(fit, run, TestContext.Current.CancellationToken);
        return SubstringCorpora.Read(spans, parts);
    }
}
