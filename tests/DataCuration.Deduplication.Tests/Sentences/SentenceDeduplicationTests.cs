using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.Sentences;

public sealed class SentenceDeduplicationTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Fit_RandomDocuments_EqualsOracle()
    {
        var random = new SeededRandom(5);
        for (int round = 0; round < 12; round++)
        {
            int window = 1 + (round % 3);
            string[] texts = [.. Enumerable.Range(0, 40).Select(_ => string.Concat(Enumerable.Range(0, (int)random.NextInt64(9)).Select(_ =>
                $"{(char)('A' + random.NextInt64(6))} word {(char)('a' + random.NextInt64(2))}.{(random.NextInt64(4) == 0 ? "\n" : " ")}")))];
            CurationRun run = folder.Run(options => options with { WorkDirectory = folder.Inputs[$"r{round}"] });
            Corpus corpus = ToCorpus(texts, 1 + (round % 4));
            using DuplicateSpans spans = await corpus.FitAsync(new SentenceDeduplication
            {
                WindowSentences = window,
                SentenceSplitter = SentenceSplitter.WhiteSpace,
                Partitions = 2,
            }, run);
            Dictionary<string, string> left = (await RunFolder.Read(corpus.Pipe(new DuplicateSpanRemoval(spans) { MinWords = 0 }), run))
                .ToDictionary(document => document.Id, document => document.Text);
            Assert.Equal(Expect(texts, window), texts.Select((_, i) => left.GetValueOrDefault($"{i}", "")));
        }
    }

    [Fact]
    public async Task Fit_Paragraphs_LaterCopiesGo()
    {
        string[] texts = ["One.\n\nShared paragraph\nof two lines.\n\nThree.", "Four.\r\n\r\nShared  PARAGRAPH\nof two lines!\n \n\nSix.",
            "Shared paragraph of two lines"];
        CurationRun run = folder.Run();
        Corpus corpus = ToCorpus(texts, 1);
        using DuplicateSpans spans = await corpus.FitAsync(new SentenceDeduplication
        {
            WindowSentences = 1,
            Unit = SentenceUnit.Paragraphs,
            Partitions = 1,
        }, run);
        List<Document> left = await RunFolder.Read(corpus.Pipe(new DuplicateSpanRemoval(spans) { MinWords = 0 }), run);
        Assert.Equal([texts[0], "Four.\r\n\r\nSix."], left.Select(document => document.Text));
        Assert.Equal((0L, 0, 6), spans.Read(0, 1).Select(span => (span.FirstRecord, span.FirstShard, span.FirstStart)).Single());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public async Task Remove_SpanWithFewWords_StaysAsAWhole(int minSpanWords)
    {
        string[] texts = ["Shared one. Shared two. First here.", "Own text. Shared one. Shared two."];
        CurationRun run = folder.Run();
        Corpus corpus = ToCorpus(texts, 1);
        using DuplicateSpans spans = await corpus.FitAsync(new SentenceDeduplication
        {
            WindowSentences = 2,
            SentenceSplitter = SentenceSplitter.WhiteSpace,
            Partitions = 1,
        }, run);
        // The span has four words.
        string expected = minSpanWords > 4 ? texts[1] : "Own text.";
        List<Document> left = await RunFolder.Read(corpus.Pipe(new DuplicateSpanRemoval(spans) { MinWords = 0, MinSpanWords = minSpanWords }), run);
        Assert.Equal(expected, left[1].Text);
        // datatrove counts and restores the first sentence only: it has two words.
        string compatible = minSpanWords > 2 ? "Own text. Shared one." : "Own text.";
        left = await RunFolder.Read(corpus.Pipe(new DuplicateSpanRemoval(spans)
        {
            MinWords = 0,
            MinSpanWords = minSpanWords,
            DatatroveCompatibility = true,
        }), run);
        Assert.Equal(compatible, left[1].Text);
    }

    [Fact]
    public async Task Fit_AgainstIndex_MarksWhatTheIndexHolds()
    {
        var windows = new SentenceDeduplication { WindowSentences = 1, SentenceSplitter = SentenceSplitter.WhiteSpace, Partitions = 3 };
        CurationRun run = folder.Run();
        SentenceIndex index = await ToCorpus(["Known one. Known two.", "Known two. Known three."], 1).FitAsync(new SentenceIndexFit(windows), run);
        Assert.Equal(3, index.Count);
        Corpus corpus = ToCorpus(["Known two. New one.", "New one. Known two. New two."], 1);
        using DuplicateSpans only = await corpus.FitAsync(new SentenceDeduplication
        {
            WindowSentences = 1,
            SentenceSplitter = SentenceSplitter.WhiteSpace,
            Partitions = 2,
            Indexes = [index],
            IndexMode = IndexMode.OnlyIndexes,
        }, run);
        Assert.Equal(["New one.", "New one. New two."], (await RunFolder.Read(corpus.Pipe(new DuplicateSpanRemoval(only) { MinWords = 0 }), run))
            .Select(one => one.Text));
        using DuplicateSpans both = await corpus.FitAsync(new SentenceDeduplication
        {
            WindowSentences = 1,
            SentenceSplitter = SentenceSplitter.WhiteSpace,
            Partitions = 2,
            Indexes = [index],
        }, run);
        Assert.Equal(["New one.", "New two."], (await RunFolder.Read(corpus.Pipe(new DuplicateSpanRemoval(both) { MinWords = 0 }), run))
            .Select(one => one.Text));
        Assert.Equal(-1, both.Read(0, 0)[0].FirstShard);
        await Assert.ThrowsAsync<CurationException>(() => corpus.FitAsync(new SentenceDeduplication { Indexes = [index] }, run));
    }

    [Fact]
    public async Task Fit_TwoIndexes_MarksWhatEitherHolds()
    {
        var windows = new SentenceDeduplication { WindowSentences = 1, SentenceSplitter = SentenceSplitter.WhiteSpace, Partitions = 3 };
        CurationRun run = folder.Run();
        SentenceIndex first = await ToCorpus(["Known one. Known two."], 1).FitAsync(new SentenceIndexFit(windows), run);
        SentenceIndex second = await ToCorpus(["Known two. Known three."], 1).FitAsync(new SentenceIndexFit(windows), run);
        Corpus corpus = ToCorpus(["Known three. New one. Known one. New two. Known two. New one."], 1);
        foreach ((IndexMode mode, string expected) in (IEnumerable<(IndexMode, string)>)
            [(IndexMode.OnlyIndexes, "New one. New two. New one."), (IndexMode.CorpusAndIndexes, "New one. New two.")])
        {
            using DuplicateSpans spans = await corpus.FitAsync(new SentenceDeduplication
            {
                WindowSentences = 1,
                SentenceSplitter = SentenceSplitter.WhiteSpace,
                Partitions = 2,
                Indexes = [first, second],
                IndexMode = mode,
            }, run);
            Assert.Equal(expected, (await RunFolder.Read(corpus.Pipe(new DuplicateSpanRemoval(spans) { MinWords = 0 }), run))[0].Text);
        }
    }

    [Fact]
    public async Task Fit_DamagedIndex_IsNamed()
    {
        var windows = new SentenceDeduplication { WindowSentences = 1, SentenceSplitter = SentenceSplitter.WhiteSpace, Partitions = 1 };
        CurationRun run = folder.Run();
        SentenceIndex index = await ToCorpus(["Known one. Known two."], 1).FitAsync(new SentenceIndexFit(windows), run);
        string path = Directory.GetFiles(index.Folder, "*.records").Single();
        byte[] bytes = File.ReadAllBytes(path);
        bytes[40] ^= 1;
        File.WriteAllBytes(path, bytes);
        Exception error = await Assert.ThrowsAnyAsync<Exception>(async () => await ToCorpus(["Known two. New one."], 1).FitAsync(new SentenceDeduplication
        {
            WindowSentences = 1,
            SentenceSplitter = SentenceSplitter.WhiteSpace,
            Indexes = [SentenceIndex.Load(index.Folder)],
        }, run));
        Assert.Contains(Path.GetFileName(path), error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Lines_EverySeparatorOfPython_EndsALine()
    {
        const string text = "a\nb\r\nc\rd\ve\ff\u001Cg\u001Dh\u001Ei\u0085j\u2028k\u2029l\u001Fm";
        var hashes = new SentenceHashes(SentenceUnit.Lines, SentenceSplitter.English, 1);
        hashes.Compute(Encoding.UTF8.GetBytes(text));
        Assert.Equal(["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l m"],
            Enumerable.Range(0, hashes.Count).Select(i => Encoding.UTF8.GetString(hashes.GetNormalForm(i))));
    }

    private static Corpus ToCorpus(string[] texts, int sources) => Corpus.Concat([.. texts.Select((text, i) => new Document($"{i}", text))
        .Chunk((texts.Length + sources - 1) / sources).Select(Corpus.FromDocuments)]);

    private static string[] Expect(string[] texts, int window)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        return [.. texts.Select(text =>
        {
            string[] sentences = text.Split(['.'], StringSplitOptions.None)[..^1];
            var removed = new bool[sentences.Length];
            for (int i = 0; i + window <= sentences.Length; i++)
                if (!seen.Add(string.Join('|', sentences[i..(i + window)].Select(sentence => sentence.Trim()))))
                    removed.AsSpan(i, window).Fill(true);
            return removed.Contains(true) ? string.Concat(sentences.Select((sentence, i) => removed[i] ? "" : sentence + ".")).Trim() : text;
        })];
    }
}
