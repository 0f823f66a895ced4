using System.Globalization;
using System.Text.Json;
using DataCuration.Deduplication.Tests.Encoders;

namespace DataCuration.Deduplication.Tests.Faults;

/// <summary>Every deduplication over a small corpus of two files, with a text that identifies its whole result.</summary>
internal static class FaultyFits
{
    private static readonly MinHashParameters Signatures = new()
    {
        Shingles = new ShingleOptions { Unit = ShingleUnit.Characters, Size = 4 },
        Bands = 2,
        Rows = 2,
    };

    private static readonly Dictionary<string, Func<Corpus, CurationRun, Task<string>>> Fits = new(StringComparer.Ordinal)
    {
        ["exact"] = async (corpus, run) =>
            await ShowAsync(corpus, await corpus.FitAsync(new ExactDeduplication { Partitions = 2 }, run), run),
        ["exact with index"] = async (corpus, run) =>
        {
            ExactIndex index = await Earlier().FitAsync(new ExactIndexFit { Partitions = 2 }, run);
            return await ShowAsync(corpus, await corpus.FitAsync(new ExactDeduplication { Partitions = 2, Indexes = [index] }, run), run);
        },
        ["minhash"] = async (corpus, run) =>
            await ShowAsync(corpus, await corpus.FitAsync(new MinHashDeduplication
            {
                Parameters = Signatures,
                PartitionsPerBand = 1,
                EdgeTasks = 2,
                MinSimilarity = 0.9,
            }, run), run),
        ["simhash"] = async (corpus, run) =>
            await ShowAsync(corpus, await corpus.FitAsync(new SimHashDeduplication { Partitions = 2, EdgeTasks = 2 }, run), run),
        ["datatrove"] = async (corpus, run) =>
            await ShowAsync(corpus, await corpus.FitAsync(new DatatroveMinHashDeduplication { Parameters = Signatures, BandTasks = 1 }, run), run),
        ["sentences"] = async (corpus, run) =>
            await ShowAsync(corpus, await corpus.FitAsync(new SentenceDeduplication
            {
                WindowSentences = 1,
                Unit = SentenceUnit.Lines,
                Partitions = 2,
            }, run), run),
        ["lines"] = async (corpus, run) =>
            await ShowAsync(corpus, await corpus.FitAsync(new LineDeduplication { Scope = LineScope.Corpus, Partitions = 2 }, run), run),
        ["substrings"] = async (corpus, run) =>
            await ShowAsync(corpus, await corpus.FitAsync(new SubstringDeduplication { MinLength = 12, Partitions = 2 }, run), run),
        ["lines with index"] = async (corpus, run) =>
        {
            LineIndex index = await Earlier().FitAsync(new LineIndexFit { Scope = LineScope.Corpus, Partitions = 1 }, run);
            return await ShowAsync(corpus,
                await corpus.FitAsync(new LineDeduplication { Scope = LineScope.Corpus, Partitions = 1, Indexes = [index] }, run), run);
        },
        ["tokens with index"] = async (corpus, run) =>
        {
            var encoder = new PieceEncoder();
            SubstringIndex index = await Earlier().FitAsync(new SubstringIndexFit { Encoder = encoder, MinLength = 6, Partitions = 2 }, run);
            return await ShowAsync(corpus,
                await corpus.FitAsync(new SubstringDeduplication { Encoder = encoder, MinLength = 6, Partitions = 2, Indexes = [index] }, run), run);
        },
        ["bloom"] = async (corpus, run) =>
        {
            using BloomDeduplicationResult result = await corpus.FitAsync(new BloomDeduplication
            {
                ExpectedNGrams = 5_000,
                NGramWords = 2,
                MinWords = 1,
                Threshold = 0.5,
                Parts = 2,
            }, run);
            return $"{result.Filter.Fingerprint} {await ShowAsync(corpus, result.Documents, run)} {await ShowAsync(corpus, result.Paragraphs, run)}";
        },
        ["semantic"] = async (corpus, run) =>
        {
            using EmbeddingStore vectors = await corpus.FitAsync(new EmbeddingFit(new EmbeddingField("embedding", 3)), run);
            var fit = new SemanticDeduplication(vectors) { KMeans = new() { Clusters = 3, MaxIterations = 5 }, Epsilon = 0.01 };
            return await ShowAsync(corpus, await corpus.FitAsync(fit, run), run);
        },
        ["semantic with index"] = async (corpus, run) =>
        {
            var clusters = new KMeansOptions { Clusters = 2, MaxIterations = 5 };
            Corpus earlier = Earlier();
            using EmbeddingStore before = await earlier.FitAsync(new EmbeddingFit(new EmbeddingField("embedding", 3)), run);
            SemanticIndex index = await earlier.FitAsync(new SemanticIndexFit(before) { KMeans = clusters }, run);
            using EmbeddingStore vectors = await corpus.FitAsync(new EmbeddingFit(new EmbeddingField("embedding", 3)), run);
            return await ShowAsync(corpus, await corpus.FitAsync(new SemanticDeduplication(vectors) { KMeans = clusters, Indexes = [index] }, run), run);
        },
    };

    public static IEnumerable<string> Names => Fits.Keys;

    /// <summary>Runs a deduplication and returns its result.</summary>
    public static Task<string> RunAsync(string name, Corpus corpus, CurationRun run) => Fits[name](corpus, run);

    /// <summary>Writes the corpus.</summary>
    public static Corpus Write(string folder)
    {
        Directory.CreateDirectory(folder);
        for (int file = 0; file < 2; file++)
        {
            IEnumerable<Dictionary<string, object>> records = Enumerable.Range(0, 60).Select(i => new Dictionary<string, object>
            {
                ["id"] = string.Create(CultureInfo.InvariantCulture, $"{file}-{i}"),
                ["text"] = TextOf((file * 31) + (i % 40)),
                ["embedding"] = new double[] { i % 7, i % 3, 1 },
            });
            File.WriteAllLines(Path.Combine(folder, $"{file}.jsonl"), records.Select(record => JsonSerializer.Serialize(record)));
        }
        return Read(folder, FileOrder.Sorted, 0, 1);
    }

    /// <summary>Reads the files of a corpus that was written, listed one by one.</summary>
    public static Corpus Read(string folder, FileOrder order, params int[] files) =>
        Corpus.FromJsonl(new JsonlReadOptions { ShardPlan = new ShardPlanOptions { CoalesceFiles = 1, FileOrder = order } },
            [.. files.Select(file => Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{file}.jsonl")))]);

    private static Corpus Earlier() => Corpus.FromDocuments(Enumerable.Range(0, 20).Select(i => new Document($"e{i}", TextOf(i * 3))
        .With(new AnnotationKey<string>("embedding"), string.Create(CultureInfo.InvariantCulture, $"[{i}, 1, 1]"))));

    private static string TextOf(int i) => string.Create(CultureInfo.InvariantCulture,
        $"The story of the number {i} and of {i * 7 % 41}.\nA line about nothing but {i * i % 13} things.\nAll rights reserved by the author.");

    private static async Task<string> ShowAsync(Corpus corpus, KeepList list, CurationRun run)
    {
        List<Document> left = await TestKit.RunFolder.Read(corpus.Keep(list), run);
        return $"{string.Join(' ', DedupFolder.Kept(list))}: {string.Join(' ', left.Select(document => document.Id))}";
    }

    private static async Task<string> ShowAsync(Corpus corpus, DuplicateSpans spans, CurationRun run)
    {
        using (spans)
        {
            List<Document> left = await TestKit.RunFolder.Read(corpus.Pipe(new DuplicateSpanRemoval(spans) { MinWords = 0 }), run);
            return $"{spans.Fingerprint} {string.Join('|', left.Select(document => $"{document.Id}: {document.Text}"))}";
        }
    }
}
