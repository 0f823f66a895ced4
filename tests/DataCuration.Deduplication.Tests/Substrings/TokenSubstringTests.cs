using DataCuration.Deduplication.Tests.Encoders;
using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.Substrings;

public sealed class TokenSubstringTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Fit_RandomCorporaWithPlantedRepeats_EqualsBruteForceOverTokens()
    {
        var random = new SeededRandom(31);
        var encoder = new PieceEncoder();
        int sorts = 0, marked = 0;
        // Twenty small corpora are one run's sources: 200 in all.
        for (int round = 0; round < 10; round++)
        {
            string[][] parts = new string[20][];
            for (int i = 0; i < parts.Length; i++) parts[i] = SubstringCorpora.MakeTexts(ref random, round);
            string[] texts = [.. parts.SelectMany(part => part)];
            int length = 1 + (int)random.NextInt64(9), minCopies = round % 8 == 7 ? 3 : 2;
            SubstringCopies copies = round % 4 == 3 ? SubstringCopies.All : SubstringCopies.Later;
            // Every third corpus is matched in tiny memory: in many passes, and by sorting in files.
            var fit = new SubstringDeduplication
            {
                Encoder = encoder,
                MinLength = length,
                Copies = copies,
                MinCopies = minCopies,
                Partitions = 1 + (round % 2),
                MemoryBytes = 1 << 20,
                WindowMemory = round % 3 == 0 ? 200 + (round * 10) : null,
                WindowsSorted = () => sorts++,
            };
            List<(int Start, int End)>[] expected = SubstringOracle.FindTokens(texts, encoder, length, copies, minCopies);
            using DuplicateSpans spans = await SubstringCorpora.ToCorpus(parts).FitAsync(fit, SubstringCorpora.Run(folder, $"r{round}"));
            (int Start, int End)[][] found = SubstringCorpora.Read(spans, parts);
            for (int i = 0; i < texts.Length; i++) Assert.True(expected[i].SequenceEqual(found[i]), $"Round {round}, length {length}, text {i}: '{texts[i]}'");
            marked += found.Sum(ranges => ranges.Length);
        }
        Assert.True(sorts > 0 && marked > 200, $"{sorts} sorts, {marked} spans");
    }

    [Fact]
    public async Task Fit_PlantedRunOfTokens_IsRemovedExactly()
    {
        var random = new SeededRandom(32);
        string passage = Words(ref random, 50), shorter = Words(ref random, 49);
        string[] own = [.. Enumerable.Range(0, 30).Select(_ => Words(ref random, 40))];
        string[] texts = [.. own.Select((text, i) => i % 3 == 0 ? $"{text}{passage}é{i} {text[..20]}" : $"{text}{shorter}{i} ")];
        string[] expected = [.. own.Select((text, i) => i > 0 && i % 3 == 0 ? $"{text}é{i} {text[..20]}" : texts[i])];
        Corpus corpus = Corpus.FromDocuments(texts.Select((text, i) => new Document($"{i}", text)));
        CurationRun run = folder.Run();
        using DuplicateSpans spans = await corpus.FitAsync(new SubstringDeduplication { Encoder = new WordEncoder(), Partitions = 3 }, run);
        Assert.Equal((9L, 9L * passage.Length), (spans.DocumentCount, spans.ByteCount));
        List<Document> left = await RunFolder.Read(corpus.Pipe(new DuplicateSpanRemoval(spans) { MinWords = 0, TrimsEnds = false }), run);
        Assert.Equal(expected, left.Select(document => document.Text));
        DuplicateSpan span = Assert.Single(spans.Read(0, 3));
        Assert.Equal((0L, 0, own[0].Length), (span.FirstRecord, span.FirstShard, span.FirstStart));
    }

    [Fact]
    public async Task Fit_ByteTokens_GivesTheSpansOfBytes()
    {
        var random = new SeededRandom(33);
        string[][] parts = [SubstringCorpora.MakeTexts(ref random, 2), SubstringCorpora.MakeTexts(ref random, 2), SubstringCorpora.MakeTexts(ref random, 2)];
        Corpus corpus = SubstringCorpora.ToCorpus(parts);
        CurationRun run = folder.Run();
        using DuplicateSpans bytes = await corpus.FitAsync(new SubstringDeduplication { MinLength = 12, Partitions = 2 }, run);
        using DuplicateSpans tokens = await corpus.FitAsync(
            new SubstringDeduplication { MinLength = 12, Partitions = 2, Encoder = ByteTokenEncoder.Instance }, run);
        Assert.True(bytes.SpanCount > 0);
        Assert.Equal(bytes.Fingerprint, tokens.Fingerprint);
    }

    [Fact]
    public async Task Fit_RepeatedPattern_TakesLinearTime()
    {
        string[] texts = [string.Concat(Enumerable.Repeat("one two ", 20_000)), "one two one two", ""];
        Corpus corpus = Corpus.FromDocuments(texts.Select((text, i) => new Document($"{i}", text)));
        using DuplicateSpans spans = await corpus.FitAsync(new SubstringDeduplication { Encoder = new WordEncoder(), Partitions = 2 }, folder.Run());
        DuplicateSpan span = Assert.Single(spans.Read(0, 0));
        // The first pattern of two tokens stays.
        Assert.Equal((8, texts[0].Length), (span.Start, span.End));
    }

    [Fact]
    public async Task Fit_EncoderWithoutSpans_IsRefused()
    {
        Corpus corpus = RunFolder.Documents(3);
        CurationException error = await Assert.ThrowsAsync<CurationException>(() =>
            corpus.FitAsync(new SubstringDeduplication { Encoder = new WordEncoder(hasSpans: false) }, folder.Run()));
        Assert.Contains(nameof(WordEncoder), error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAnyAsync<CurationException>(() =>
            corpus.FitAsync(new SubstringDeduplication { Encoder = new WordEncoder(error: 1) }, folder.Run()));
        Assert.Contains("'d0'", error.ToString(), StringComparison.Ordinal);
        Assert.Contains("13 bytes together, and the text has 10", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void MinLength_Default_IsThatOfTheUnit()
    {
        Assert.Equal(100, new SubstringDeduplication().MinLength);
        Assert.Equal(50, new SubstringDeduplication { Encoder = ByteTokenEncoder.Instance }.MinLength);
        Assert.Throws<ArgumentOutOfRangeException>(() => new SubstringDeduplication { MinLength = 65_537 });
    }

    private static string Words(ref SeededRandom random, int count)
    {
        var words = new System.Text.StringBuilder();
        for (int i = 0; i < count; i++)
        {
            for (int j = 2 + (int)random.NextInt64(7); j > 0; j--) words.Append((char)('a' + random.NextInt64(26)));
            words.Append(' ');
        }
        return words.ToString();
    }
}
