using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.Bloom;

public sealed class BloomDeduplicationTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Fit_LargeFilter_EqualsExactSets()
    {
        var random = new SeededRandom(6);
        string[] texts = [.. Enumerable.Range(0, 300).Select(_ => string.Join('\n', Enumerable.Range(0, 1 + (int)random.NextInt64(4)).Select(_ =>
            string.Join(' ', Enumerable.Range(0, (int)random.NextInt64(12)).Select(_ => $"w{random.NextInt64(7)}")))))];
        Corpus corpus = ToCorpus(texts);
        CurationRun run = folder.Run();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var kept = new List<string>();
        var paragraphs = new List<string>();
        for (int i = 0; i < texts.Length; i++)
        {
            int total = 0, known = 0, start = 0;
            foreach (string paragraph in texts[i].Split('\n'))
            {
                string[] words = paragraph.Split(' ', StringSplitOptions.RemoveEmptyEntries);
                int size = Math.Min(3, words.Length);
                string[] ngrams = words.Length < 2 ? []
                    : [.. Enumerable.Range(0, words.Length - size + 1).Select(at => string.Join('|', words[at..(at + size)]))];
                int found = ngrams.Count(seen.Contains);
                seen.UnionWith(ngrams);
                total += ngrams.Length;
                known += found;
                int end = Math.Min(texts[i].Length, start + paragraph.Length + 1);
                if (ngrams.Length > 0 && (double)found / ngrams.Length > 0.6) paragraphs.Add($"{i}: {start}-{end}");
                start = end;
            }
            if (total == 0 || (double)known / total <= 0.6) kept.Add($"{i}");
        }
        using BloomDeduplicationResult result = await corpus.FitAsync(new BloomDeduplication
        {
            Size = new(1 << 22, 8),
            NGramWords = 3,
            MinWords = 2,
            Threshold = 0.6,
            Parts = 4,
        }, run);
        Assert.Equal(kept, (await RunFolder.Read(corpus.Keep(result.Documents), run)).Select(document => document.Id));
        // Spans that touch are one.
        Assert.Equal(Join(paragraphs), Enumerable.Range(0, texts.Length).SelectMany(i => result.Paragraphs.Read(0, i)
            .Select(span => $"{i}: {span.Start}-{span.End}")));
        Assert.Equal(seen.Count, result.Filter.AddedCount);
        Assert.InRange(result.Filter.FalsePositiveRate, 0, 1e-9);

        // A kept filter holds all n-grams of its corpus.
        List<Document> again = await RunFolder.Read(corpus.Pipe(new BloomFilterCheck(result.Filter) { Unit = BloomUnit.Document }), run);
        Assert.All(again, document => Assert.True(document.Text.Split('\n').All(line => line.Length == 0) || document.Text.Split(' ').Length < 4));
        List<Document> annotated = await RunFolder.Read(corpus.Pipe(new BloomFilterCheck(result.Filter) { OnlyAnnotates = true }), run);
        Assert.All(annotated, document => Assert.True(document.Get(BloomFilterCheck.SeenShare) is 0 or 1));
        using BloomDeduplicationResult second = await corpus.FitAsync(new BloomDeduplication
        {
            Known = result.Filter,
            NGramWords = 3,
            MinWords = 2,
            Threshold = 0.6,
            Parts = 4,
        }, run);
        Assert.Equal(result.Filter.AddedCount, second.Filter.AddedCount);
        Assert.True(second.Documents.KeptCount < result.Documents.KeptCount);
    }

    [Fact]
    public async Task Fit_SmallFilter_HasFalsePositivesAtTheStatedRate()
    {
        var random = new SeededRandom(7);
        string[] texts = [.. Enumerable.Range(0, 200).Select(_ => string.Join(' ', Enumerable.Range(0, 100).Select(_ => $"u{random.NextUInt64():x}")))];
        Corpus corpus = ToCorpus(texts);
        using BloomDeduplicationResult result = await corpus.FitAsync(new BloomDeduplication
        {
            ExpectedNGrams = 20_000,
            FalsePositiveRate = 0.05,
            NGramWords = 1,
            MinWords = 1,
            Parts = 8,
            Unit = BloomUnit.Document,
        }, folder.Run());
        Assert.InRange(result.Filter.FalsePositiveRate, 0.03, 0.06);
        using RecordTable<float> shares = result.Documents.OpenProvenance<float>("share");
        double found = Enumerable.Range(0, 200).Sum(i => shares.TryGet(0, i, out float share) ? share : throw new InvalidOperationException()) / 200;
        // False positives grow from 0 to the rate while the filter fills.
        Assert.InRange(found, 0.001, 0.05);
        // An n-gram that another one of its own document makes a false positive is not found, and adds nothing.
        Assert.InRange(result.Filter.AddedCount, (20_000 * (1 - found)) - 30, (20_000 * (1 - found)) + 1);
    }

    [Fact]
    public async Task Fit_SizeThatDoesNotFit_IsRefused()
    {
        CurationRun run = folder.Run();
        CurationException error = await Assert.ThrowsAsync<CurationException>(() =>
            ToCorpus(["a"]).FitAsync(new BloomDeduplication { ExpectedNGrams = 1_000_000_000_000_000 }, run));
        Assert.Contains("does not fit", error.Message, StringComparison.Ordinal);
        error = await Assert.ThrowsAsync<CurationException>(() =>
            ToCorpus(["a"]).FitAsync(new BloomDeduplication { ExpectedNGrams = 1_000_000, MaxFilterBytes = 1_000 }, run));
        Assert.Contains("1,000 bytes", error.Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<CurationException>(() => ToCorpus(["a"]).FitAsync(new BloomDeduplication(), run));
    }

    [Fact]
    public async Task Open_DamagedFilter_IsNamed()
    {
        CurationRun run = folder.Run();
        BloomDeduplication Fit(BloomFilter? known) => new() { Size = new(4_096, 3), NGramWords = 1, MinWords = 1, Parts = 2, Known = known };
        using BloomDeduplicationResult result = await ToCorpus(["a few words"]).FitAsync(Fit(null), run);
        string path = Path.Combine(result.Filter.Folder, "bloom.bits");
        byte[] bytes = File.ReadAllBytes(path);
        bytes[300] ^= 1;
        File.WriteAllBytes(path, bytes);
        BloomFilter filter = BloomFilter.Load(result.Filter.Folder);
        Exception error = await Assert.ThrowsAnyAsync<Exception>(() => RunFolder.Read(ToCorpus(["words"]).Pipe(new BloomFilterCheck(filter)), run));
        Assert.Contains("bloom.bits", error.ToString(), StringComparison.Ordinal);
        error = await Assert.ThrowsAnyAsync<Exception>(() => ToCorpus(["words"]).FitAsync(Fit(filter), run));
        Assert.Contains("bloom.bits", error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fit_LongDocumentInOnePart_IsOneUnit()
    {
        // Its hashes take more than one record of a partition, each of at most 65,536.
        string text = string.Concat(Enumerable.Range(0, 40_000).Select(_ => "a b "));
        Corpus corpus = ToCorpus([text, text]);
        using BloomDeduplicationResult result = await corpus.FitAsync(new BloomDeduplication
        {
            Size = new(1 << 12, 2),
            NGramWords = 1,
            MinWords = 1,
            Parts = 1,
            Unit = BloomUnit.Document,
            WordSplitter = WordSplitter.WhiteSpace,
        }, folder.Run());
        Assert.Equal([0L], result.Documents.ReadRecords(0));
    }

    [Fact]
    public async Task Fit_MoreNGramsThanExpected_Warns()
    {
        Corpus corpus = ToCorpus([string.Join(' ', Enumerable.Range(0, 500).Select(i => $"w{i}"))]);
        CurationRun run = folder.Run();
        using BloomDeduplicationResult result = await corpus.FitAsync(new BloomDeduplication
        {
            ExpectedNGrams = 50,
            NGramWords = 1,
            MinWords = 1,
            Parts = 1,
            Unit = BloomUnit.Document,
        }, run);
        Assert.True(result.Filter.FalsePositiveRate > 0.02);
        RunReport report = RunReport.Load(result.Filter.Folder);
        Assert.Contains(report.Shards.SelectMany(shard => shard.Warnings), warning => warning.Message.Contains("ExpectedNGrams", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Fit_PartsOfMoreThanTwoGigabytes_AreRefused()
    {
        CurationException error = await Assert.ThrowsAsync<CurationException>(() => ToCorpus(["a"]).FitAsync(
            new BloomDeduplication { Size = new(1L << 36, 7), Parts = 2, MaxFilterBytes = long.MaxValue }, folder.Run()));
        Assert.Contains("set Parts to 5 or more", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Check_OtherSplitter_EndsTheRunAndNotEachDocument()
    {
        CurationRun run = folder.Run(options => options with { Faults = FaultPolicy.Quarantine(1) });
        using BloomDeduplicationResult result = await ToCorpus(["a few words"]).FitAsync(
            new BloomDeduplication { Size = new(4_096, 3), NGramWords = 1, MinWords = 1, Parts = 1 }, run);
        CurationException error = await Assert.ThrowsAnyAsync<CurationException>(() => ToCorpus(["other words"])
            .Pipe(new BloomFilterCheck(result.Filter) { WordSplitter = WordSplitter.WhiteSpace }).WriteJsonlAsync("out", run));
        Assert.Contains(result.Filter.Folder, error.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Size_ForElementsAndRate_GivesTheRate()
    {
        BloomFilterSize size = BloomFilterSize.For(1_000_000, 0.01);
        Assert.Equal((9_585_059L, 7), (size.Bits, size.Hashes));
        Assert.InRange(size.GetFalsePositiveRate(1_000_000), 0.00999, 0.0101);
    }

    private static Corpus ToCorpus(string[] texts) => Corpus.FromDocuments(texts.Select((text, i) => new Document($"{i}", text)));

    private static List<string> Join(List<string> spans)
    {
        var joined = new List<string>();
        foreach (string span in spans)
        {
            string[] parts = span.Split(": "), own = parts[1].Split('-');
            string? last = joined.Count > 0 && joined[^1].StartsWith(parts[0] + ":", StringComparison.Ordinal) && joined[^1].EndsWith("-" + own[0],
                StringComparison.Ordinal)
                ? joined[^1] : null;
            if (last is null) joined.Add(span);
            else joined[^1] = last[..(last.LastIndexOf('-') + 1)] + own[1];
        }
        return joined;
    }
}
