using DataCuration.Deduplication;

namespace DataCuration.PeerVectors;

/// <summary>The kinds of cases of deduplication.</summary>
internal static class DedupCases
{
    private static readonly Dictionary<string, MinHashParameters> MinHash = new(StringComparer.Ordinal)
    {
        ["datatrove"] = MinHashPresets.Datatrove,
        ["fast"] = MinHashPresets.Fast,
        ["nemo"] = MinHashPresets.Nemo,
        ["redpajama"] = MinHashPresets.RedPajama,
        ["text_dedup"] = MinHashPresets.TextDedup,
        ["data_juicer"] = MinHashPresets.DataJuicer,
    };

    private static readonly Dictionary<string, SimHashParameters> SimHash = new(StringComparer.Ordinal)
    {
        ["text_dedup"] = SimHashParameters.TextDedup,
        ["data_juicer"] = SimHashParameters.DataJuicer,
    };

    public static IReadOnlyDictionary<string, Action<CaseFields, CaseWork, CaseChecks>> Kinds { get; } =
        new Dictionary<string, Action<CaseFields, CaseWork, CaseChecks>>(StringComparer.Ordinal)
        {
            ["exact"] = JudgeExact,
            ["minhash"] = JudgeMinHash,
            ["simhash"] = JudgeSimHash,
            ["substring"] = JudgeSubstring,
            ["sentence"] = JudgeSentence,
            ["line"] = JudgeLine,
            ["bloom"] = JudgeBloom,
            ["semantic"] = JudgeSemantic,
        };

    private static void JudgeExact(CaseFields test, CaseWork work, CaseChecks checks)
    {
        CaseFields given = Parameters(test);
        string name = given.OptionalText("key") ?? "text";
        ExactKey key = name switch
        {
            "text" => ExactKey.Normalized(given.Choice("form", TextForm.Unchanged)),
            "url" => ExactKey.Url,
            "annotation" => ExactKey.Annotation(given.Text("annotation")),
            _ => throw given.Unknown("key", name, ["text", "url", "annotation"]),
        };
        CaseCorpus corpus = Documents(test, work);
        CaseCorpus? earlier = work.Documents(test, "earlier");
        KeepList list = work.Fit(corpus, new ExactDeduplication
        {
            Key = key,
            Priority = given.OptionalText("priority"),
            IndexMode = given.Choice("index_mode", IndexMode.CorpusAndIndexes),
            Indexes = earlier is null ? [] : [work.Fit(earlier, new ExactIndexFit { Key = key, Partitions = 1 })],
            Partitions = 1,
        });
        DedupExpectation.CompareList(test.Object("expected"), corpus, earlier, list, checks);
    }

    private static void JudgeMinHash(CaseFields test, CaseWork work, CaseChecks checks)
    {
        CaseFields given = Parameters(test);
        MinHashParameters parameters = given.Named("preset", MinHash) ?? MinHashPresets.Datatrove;
        parameters = parameters with
        {
            Shingles = Shingles(given, parameters.Shingles),
            Bands = given.Int("bands", parameters.Bands),
            Rows = given.Int("rows", parameters.Rows),
            Seed = (uint)given.Int("seed", (int)parameters.Seed),
        };
        CaseCorpus corpus = Documents(test, work);
        CaseCorpus? earlier = work.Documents(test, "earlier");
        KeepList list = work.Fit(corpus, new MinHashDeduplication
        {
            Parameters = parameters,
            MinSimilarity = given.OptionalNumber("min_similarity"),
            IndexMode = given.Choice("index_mode", IndexMode.CorpusAndIndexes),
            Indexes = earlier is null ? [] : [work.Fit(earlier, new MinHashIndexFit { Parameters = parameters, PartitionsPerBand = 1 })],
            PartitionsPerBand = 1,
            EdgeTasks = 1,
        });
        DedupExpectation.CompareList(test.Object("expected"), corpus, earlier, list, checks);
    }

    private static void JudgeSimHash(CaseFields test, CaseWork work, CaseChecks checks)
    {
        CaseFields given = Parameters(test);
        SimHashParameters parameters = given.Named("preset", SimHash) ?? SimHashParameters.TextDedup;
        parameters = parameters with
        {
            Shingles = Shingles(given, parameters.Shingles),
            Bits = given.Int("bits", parameters.Bits),
            Blocks = given.Int("blocks", parameters.Blocks),
            MaxDistance = given.Int("max_distance", parameters.MaxDistance),
            MatchesEmptyTexts = given.Flag("matches_empty_texts", parameters.MatchesEmptyTexts),
        };
        CaseCorpus corpus = Documents(test, work);
        KeepList list = work.Fit(corpus, new SimHashDeduplication { Parameters = parameters, Partitions = 1, EdgeTasks = 1 });
        DedupExpectation.CompareList(test.Object("expected"), corpus, null, list, checks);
    }

    private static void JudgeSubstring(CaseFields test, CaseWork work, CaseChecks checks)
    {
        CaseFields given = Parameters(test);
        var defaults = new SubstringDeduplication();
        CaseCorpus corpus = Documents(test, work);
        using DuplicateSpans spans = work.Fit(corpus, new SubstringDeduplication
        {
            MinLength = given.Int("min_length", defaults.MinLength),
            Copies = given.Choice("copies", defaults.Copies),
            MinCopies = given.Int("min_copies", defaults.MinCopies),
            Partitions = 2,
        });
        DedupExpectation.CompareSpans(test.Object("expected"), given.OptionalObject("removal"), corpus, spans, work, checks);
    }

    private static void JudgeSentence(CaseFields test, CaseWork work, CaseChecks checks)
    {
        CaseFields given = Parameters(test);
        var defaults = new SentenceDeduplication();
        int window = given.Int("window_sentences", defaults.WindowSentences);
        SentenceUnit unit = given.Choice("unit", defaults.Unit);
        SentenceSplitter splitter = given.Named("sentence_splitter", CaseSplitters.Sentences) ?? defaults.SentenceSplitter;
        CaseCorpus corpus = Documents(test, work);
        CaseCorpus? earlier = work.Documents(test, "earlier");
        SentenceIndex? index = earlier is null ? null : work.Fit(earlier, new SentenceIndexFit(new()
        {
            WindowSentences = window,
            Unit = unit,
            SentenceSplitter = splitter,
            Partitions = 2,
        }));
        using DuplicateSpans spans = work.Fit(corpus, new SentenceDeduplication
        {
            WindowSentences = window,
            Unit = unit,
            SentenceSplitter = splitter,
            Indexes = index is null ? [] : [index],
            IndexMode = given.Flag("only_against_index", false) ? IndexMode.OnlyIndexes : IndexMode.CorpusAndIndexes,
            Partitions = 2,
        });
        DedupExpectation.CompareSpans(test.Object("expected"), given.OptionalObject("removal"), corpus, spans, work, checks);
    }

    private static void JudgeLine(CaseFields test, CaseWork work, CaseChecks checks)
    {
        CaseFields given = Parameters(test);
        var defaults = new LineDeduplication();
        CaseCorpus corpus = Documents(test, work);
        using DuplicateSpans spans = work.Fit(corpus, new LineDeduplication
        {
            Scope = given.Choice("scope", defaults.Scope),
            KeptCopies = given.Int("kept_copies", defaults.KeptCopies),
            MinCopies = given.Int("min_copies", defaults.MinCopies),
            MinLineBytes = given.Int("min_line_bytes", defaults.MinLineBytes),
            Partitions = 2,
        });
        DedupExpectation.CompareSpans(test.Object("expected"), given.OptionalObject("removal"), corpus, spans, work, checks);
    }

    private static void JudgeBloom(CaseFields test, CaseWork work, CaseChecks checks)
    {
        CaseFields given = Parameters(test);
        var defaults = new BloomDeduplication();
        CaseCorpus corpus = Documents(test, work);
        CaseCorpus? earlier = work.Documents(test, "earlier");
        using BloomDeduplicationResult? known = earlier is null ? null : work.Fit(earlier, Create(null));
        using BloomDeduplicationResult result = work.Fit(corpus, Create(known?.Filter));
        CaseFields expected = test.Object("expected");
        DedupExpectation.CompareKept(expected, corpus, result.Documents, checks);
        DedupExpectation.CompareSpans(expected, given.OptionalObject("removal"), corpus, result.Paragraphs, work, checks);

        BloomDeduplication Create(BloomFilter? filter) => new()
        {
            ExpectedNGrams = given.OptionalInt("expected_ngrams") ?? throw given.Missing("expected_ngrams"),
            FalsePositiveRate = given.Number("false_positive_rate", defaults.FalsePositiveRate),
            Unit = given.Choice("unit", defaults.Unit),
            Threshold = given.Number("threshold", defaults.Threshold),
            NGramWords = given.Int("ngram_words", defaults.NGramWords),
            MinWords = given.Int("min_words", defaults.MinWords),
            WordSplitter = given.Named("word_splitter", CaseSplitters.Words) ?? defaults.WordSplitter,
            Parts = given.Int("parts", 1),
            Known = filter,
        };
    }

    private static void JudgeSemantic(CaseFields test, CaseWork work, CaseChecks checks)
    {
        CaseFields given = Parameters(test);
        CaseCorpus corpus = Documents(test, work);
        using EmbeddingStore vectors = work.Fit(corpus, new EmbeddingFit(new EmbeddingField(given.OptionalText("field") ?? "embedding",
            given.OptionalInt("dimension") ?? throw given.Missing("dimension"))));
        var means = new KMeansOptions();
        var defaults = new SemanticDeduplication(vectors);
        KeepList list = work.Fit(corpus, new SemanticDeduplication(vectors)
        {
            KMeans = new()
            {
                Clusters = given.OptionalInt("clusters") ?? throw given.Missing("clusters"),
                Seed = (ulong)given.Int("seed", (int)means.Seed),
                MaxIterations = given.Int("max_iterations", means.MaxIterations),
            },
            Epsilon = given.Number("epsilon", defaults.Epsilon),
            Kept = given.Choice("kept", defaults.Kept),
        });
        DedupExpectation.CompareNearest(test.Object("expected"), corpus, list, checks);
    }

    private static CaseFields Parameters(CaseFields test) => test.Object("parameters");

    private static CaseCorpus Documents(CaseFields test, CaseWork work) => work.Documents(test, "documents") ?? throw test.Missing("documents");

    private static ShingleOptions Shingles(CaseFields given, ShingleOptions preset) => preset with
    {
        Unit = given.Choice("shingle_unit", preset.Unit),
        Size = given.Int("shingle_size", preset.Size),
        Splitter = given.Named("word_splitter", CaseSplitters.Words) ?? preset.Splitter,
    };
}
