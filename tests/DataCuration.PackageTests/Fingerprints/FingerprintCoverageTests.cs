using System.Reflection;
using DataCuration.Deduplication;
using DataCuration.Extraction;
using DataCuration.Filters;
using DataCuration.LanguageModels;
using DataCuration.Synthesis;
using DataCuration.Tabular;
using DataCuration.TestKit;
using DataCuration.Training;
using Microsoft.Extensions.AI;

namespace DataCuration.PackageTests.Fingerprints;

/// <summary>Resume compares fingerprints. If an option were missing from a fingerprint, a run could reuse the work of a different recipe.</summary>
public sealed class FingerprintCoverageTests(ITestOutputHelper output) : IDisposable
{
    /// <summary>Options that a fingerprint leaves out on purpose. A trailing dot means all options inside.</summary>
    private static readonly Dictionary<string, string> Exceptions = new(StringComparer.Ordinal)
    {
        ["JsonlSource.pattern"] = "the shards describe the files that were found, with their content's fingerprints",
        ["JsonlSource.options.ShardPlan."] = "the shards describe what became of it",
        ["JsonlSource.options.Files"] = "the same files give the same documents, whatever store they are in",
        ["TextSource.Files"] = "as JsonlSource",
        ["TextSource.pattern"] = "as JsonlSource",
        ["TextSource.shardPlan."] = "as JsonlSource",
        ["ParquetSource.options.Files"] = "as JsonlSource",
        ["CsvSource.options.Files"] = "as JsonlSource",
        ["ParquetSource.pattern"] = "as JsonlSource",
        ["ParquetSource.options.ShardPlan."] = "as JsonlSource",
        ["CsvSource.pattern"] = "as JsonlSource",
        ["CsvSource.options.ShardPlan."] = "as JsonlSource",
        ["PassageIndexFit.BufferMegabytes"] = "the memory for building an index does not change what it finds",
        ["MinHashIndexFit.SortMemoryBytes"] = "the memory of a sort does not change its result",
        ["MinHashDeduplication.SortMemoryBytes"] = "as MinHashIndexFit",
        ["ExactIndexFit.SortMemoryBytes"] = "as MinHashIndexFit",
        ["ExactDeduplication.SortMemoryBytes"] = "as MinHashIndexFit",
        ["SimHashIndexFit.SortMemoryBytes"] = "as MinHashIndexFit",
        ["SimHashDeduplication.SortMemoryBytes"] = "as MinHashIndexFit",
        ["DatatroveMinHashDeduplication.SortMemoryBytes"] = "as MinHashIndexFit",
        ["DatatroveMinHashDeduplication.IndexFiles"] = "as JsonlSource",
        ["DatatroveRemovals.folder"] = "its files are described, with their content; tested in DataCuration.Deduplication.Tests",
        ["DatatroveRemovals.files"] = "as JsonlSource",
        ["ClassifierTraining.Progress"] = "who is told about it does not change the model",
        ["TrainingOptions.Tokens"] = "counts as the number of steps that it makes: a change within the last step changes nothing",
        ["TrainingOptions.EvaluationInterval"] = "evaluations do not change the model",
        ["TrainingOptions.LossInterval"] = "reports do not change the model",
        ["TrainingOptions.CheckpointFolder"] = "where a checkpoint lies does not change it",
        ["TrainingOptions.CheckpointInterval"] = "how often one is written neither",
        ["TrainingOptions.WhenChanged"] = "what happens to another training's checkpoint does not change the model",
        ["TrainingOptions.Device"] = "a training may go on elsewhere",
        ["TrainingOptions.Threads"] = "as the device",
        ["SubstringDeduplication.Partitions"] = "the division of the work does not change the result",
        ["SubstringDeduplication.MemoryBytes"] = "the memory for the work does not change the result",
        ["SentenceDeduplication.Partitions"] = "as SubstringDeduplication",
        ["SentenceDeduplication.MemoryBytes"] = "as SubstringDeduplication",
        ["LineDeduplication.Partitions"] = "as SubstringDeduplication",
        ["LineDeduplication.MemoryBytes"] = "as SubstringDeduplication",
        ["SemanticDeduplication.MemoryBytes"] = "as SubstringDeduplication",
        ["SemanticDeduplication.KMeans.Threads"] = "the result does not depend on the threads",
        ["NGramModelFit.Partitions"] = "as SubstringDeduplication",
        ["NGramModelFit.SortMemoryBytes"] = "as MinHashIndexFit",
        ["WordCountFit.Partitions"] = "as SubstringDeduplication",
        ["PerplexityBucketFit.SortMemoryBytes"] = "as MinHashIndexFit",
        ["BloomDeduplication.MaxFilterBytes"] = "a limit for refusing a filter, not its size",
    };

    /// <summary>Types whose options cannot be tried here, and why that leaves no gap.</summary>
    private static readonly Dictionary<string, string> NotTried = new(StringComparer.Ordinal)
    {
        ["ByteTokenEncoder"] = "one instance without options",
        ["TokenizerEncoder"] = "made from vocabulary files by factory methods; its fingerprint is tested in DataCuration.Tokenization.Tests",
    };

    private readonly TemporaryFolder folder = new();
    private readonly List<IDisposable> owned = [];

    public void Dispose()
    {
        foreach (IDisposable one in owned) one.Dispose();
        folder.Dispose();
    }

    [Fact]
    public async Task Describe_EveryOptionOfEveryPublicType_ChangesTheFingerprint()
    {
        var coverage = new FingerprintCoverage(await SamplesAsync(TestContext.Current.CancellationToken));
        Type[] types = [.. Repository.Libraries.SelectMany(library => Assembly.Load(library).GetExportedTypes())
            .Where(type => type is { IsAbstract: false, IsGenericTypeDefinition: false } && DescribesItself(type))];
        output.WriteLine(string.Join(", ", types.Select(type => type.Name)));
        foreach (Type type in types) coverage.Try(type);
        coverage.TryProperties(typeof(DecoderOptions), () => new DecoderOptions(), options => Parts(writer => ((DecoderOptions)options).Describe(writer)));
        coverage.TryProperties(typeof(TrainingOptions), () => new TrainingOptions(),
            options => Parts(writer => ((TrainingOptions)options).Describe(DecoderOptions.Tiny, writer)));
        coverage.TryProperties(typeof(RephraseStyle), () => new RephraseStyle("a", "b"), style => Parts(((RephraseStyle)style).Describe));
        coverage.TryProperties(typeof(ExercisePrompt), () => new ExercisePrompt("a", "b"), prompt => Parts(((ExercisePrompt)prompt).Describe));
        output.WriteLine($"{types.Length} types, {coverage.Changed} options changed");
        Assert.True(types.Length >= 12, $"Only {types.Length} types were found.");
        Assert.True(coverage.Changed >= 60, $"Only {coverage.Changed} options were changed.");
        Assert.Equal(NotTried.Keys.Order(StringComparer.Ordinal), coverage.Unmakable.Order(StringComparer.Ordinal));
        Assert.DoesNotContain(coverage.Uncovered, name => !IsException(name));
    }

    [Fact]
    public void Describe_PlantedForgottenOption_IsFound()
    {
        var coverage = new FingerprintCoverage(new SampleValues());
        coverage.Try(typeof(ForgetfulFilter));
        Assert.Equal(["ForgetfulFilter.Forgotten"], coverage.Uncovered);
        Assert.Equal(2, coverage.Changed);
    }

    private static bool IsException(string name) =>
        Exceptions.Keys.Any(key => name == key || (key.EndsWith('.') && name.StartsWith(key, StringComparison.Ordinal)));

    private static bool DescribesItself(Type type)
    {
        if (typeof(IShardedSource).IsAssignableFrom(type) || typeof(IDocumentSink).IsAssignableFrom(type) || typeof(IDocumentExtractor).IsAssignableFrom(type)
                || typeof(ITokenEncoder).IsAssignableFrom(type))
            return true;
        for (Type? parent = type; parent is not null; parent = parent.BaseType)
            if (parent == typeof(Stage) || (parent.IsGenericType && parent.GetGenericTypeDefinition() == typeof(CorpusFit<>))) return true;
        return false;
    }

    private static string Parts(Action<FingerprintWriter> describe)
    {
        var writer = new FingerprintWriter();
        describe(writer);
        return string.Join('\n', writer.Parts);
    }

    private async Task<SampleValues> SamplesAsync(CancellationToken cancellationToken)
    {
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder.Path });
        Corpus one = Corpus.FromDocuments([new Document("1", "one two three")]), two = Corpus.FromDocuments([new Document("2", "four five six")]);
        var fit = new DsirModelFit(one);
        DsirModel model = await two.FitAsync(fit, run, cancellationToken), other = await one.FitAsync(new DsirModelFit(two), run, cancellationToken);
        var index = new VerbatimIndex();
        index.Add("a text that is longer than the window of fifty bytes, to have one"u8);
        MinHashIndex minHashIndex = await one.FitAsync(new MinHashIndexFit { Parameters = new() { Bands = 1 }, PartitionsPerBand = 1 }, run, cancellationToken);
        ExactIndex exactIndex = await one.FitAsync(new ExactIndexFit(), run, cancellationToken);
        SimHashIndex simHashIndex = await one.FitAsync(new SimHashIndexFit(), run, cancellationToken);
        ContaminationIndex benchmark = await one.FitAsync(new ContaminationIndexFit { Words = 2 }, run, cancellationToken);
        ContaminationIndex otherBenchmark = await two.FitAsync(new ContaminationIndexFit { Words = 2 }, run, cancellationToken);
        SiteLines lines = await one.FitAsync(new SiteLineFit(), run, cancellationToken);
        SiteLines otherLines = await Pages().FitAsync(new SiteLineFit { MinDocuments = 2 }, run, cancellationToken);
        DuplicateSpans spans = await one.FitAsync(new SubstringDeduplication { MinLength = 1, Partitions = 1 }, run, cancellationToken);
        DuplicateSpans otherSpans = await two.FitAsync(new SubstringDeduplication { MinLength = 1, Partitions = 1 }, run, cancellationToken);
        var windows = new SentenceDeduplication { WindowSentences = 1, Partitions = 1 };
        SentenceIndex sentences = await one.FitAsync(new SentenceIndexFit(windows), run, cancellationToken);
        SentenceIndex otherSentences = await two.FitAsync(new SentenceIndexFit(windows), run, cancellationToken);
        BloomDeduplicationResult bloom = await one.FitAsync(new BloomDeduplication { ExpectedNGrams = 9, Parts = 1 }, run, cancellationToken);
        BloomDeduplicationResult otherBloom = await one.FitAsync(new BloomDeduplication { ExpectedNGrams = 99, Parts = 1 }, run, cancellationToken);
        WordCounts words = await one.FitAsync(new WordCountFit { Partitions = 1 }, run, cancellationToken);
        WordCounts otherWords = await two.FitAsync(new WordCountFit { Partitions = 1 }, run, cancellationToken);
        owned.AddRange([words, otherWords]);
        EmbeddingStore vectors = await one.FitAsync(new EmbeddingFit(new EmbeddingField("a", 2)), run, cancellationToken);
        EmbeddingStore otherVectors = await one.FitAsync(new EmbeddingFit(new EmbeddingField("a", 3)), run, cancellationToken);
        owned.AddRange([spans, otherSpans, bloom, otherBloom, vectors, otherVectors]);
        return new SampleValues()
            .Add<IReadOnlyList<MinHashIndex>>([], [minHashIndex])
            .Add<IReadOnlyList<ExactIndex>>([], [exactIndex])
            .Add<IReadOnlyList<SimHashIndex>>([], [simHashIndex])
            .Add(ExactKey.Text, ExactKey.Url)
            .Add(await one.FitAsync(new ExactDeduplication(), run, cancellationToken), await two.FitAsync(new ExactDeduplication(), run, cancellationToken))
            .AddOption("DropReportFit.Input", one)
            .Add(WordSplitter.WhiteSpace, WordSplitter.English)
            .Add<System.Text.RegularExpressions.Regex?>(null, new System.Text.RegularExpressions.Regex("sample"))
            .AddOption("JuicerFlaggedWordFilter.Min", 0.01) // its greatest value is 0.045
            .AddOption(nameof(MinHashParameters.ParameterBits), 31)
            .AddOption(nameof(SimHashParameters.Bits), 128)
            .Add(benchmark, otherBenchmark)
            .Add(lines, otherLines)
            .Add(spans, otherSpans)
            .Add(sentences, otherSentences)
            .Add(bloom.Filter, otherBloom.Filter)
            .Add(vectors, otherVectors)
            .Add(new EmbeddingField("a", 2), new EmbeddingField("b", 2))
            .Add(NGramTokens.Default, new NGramTokens { Form = NGramForm.CcNet })
            .AddOption("NGramModelFit.Prune", (object)(int[])[0, 1])
            .AddOption("NGramModelFit.FallbackDiscounts", (object)(double[])[0.5, 1, 1.25])
            .Add(words, otherWords)
            .Add(new PerplexityBuckets("p", null, [new("", 1, 1, 2)]), new PerplexityBuckets("p", null, [new("", 1, 1, 3)]))
            .Add<IReadOnlyList<PerplexityBucket>>([PerplexityBucket.Head], [PerplexityBucket.Tail])
            .Add<ITextLossScorer>(new OtherTokenLosses("one"), new OtherTokenLosses("two"))
            .Add<ITokenLossScorer>(new OtherTokenLosses("one"), new OtherTokenLosses("two"))
            .Add<IReadOnlyDictionary<string, ITextLossScorer>>(new Dictionary<string, ITextLossScorer> { ["en"] = new OtherTokenLosses("one") },
                new Dictionary<string, ITextLossScorer> { ["de"] = new OtherTokenLosses("one") })
            .Add<IGradientSource>(new OtherGradients("one"), new OtherGradients("two"))
            .Add<ITextEmbedder>(new OtherEmbedder("one"), new OtherEmbedder("two"))
            .Add(new SentenceDeduplication(), new SentenceDeduplication { WindowSentences = 2 })
            .Add<BloomFilterSize?>(null, new BloomFilterSize(1 << 20, 3))
            .Add(SentenceSplitter.WhiteSpace, SentenceSplitter.English)
            .Add(model, other)
            .Add(fit, new DsirModelFit(one) { TargetSmoothing = 1 })
            .AddFactory(() => new DsirModelFit(one))
            .AddFactory(() => new ReplayMix(one))
            .AddFactory(() => new SourceCoverageMeter(one))
            .Add(index, new VerbatimIndex(), new VerbatimIndex(60))
            .Add<IFileStore>(LocalFileStore.Instance, DispatchProxy.Create<IFileStore, OtherStore>())
            .Add<ITokenEncoder>(ByteTokenEncoder.Instance, new OtherEncoder())
            .Add<ILanguageIdentifier>(new OtherIdentifier("one"), new OtherIdentifier("two"))
            .Add<IDocumentExtractor>(new OtherExtractor("one"), new OtherExtractor("two"))
            .Add<IContentPathScorer?>(null, new OtherScorer())
            .Add(Calls("one"), Calls("two"))
            .Add(new ProXChunker(ProXLineCounter.Estimate) { MaxTokens = 100 })
            .Add(ProXTemplate.Server, ProXTemplate.Plain)
            .Add<IReadOnlyList<ProXTemplate>>([ProXTemplate.Server], [ProXTemplate.Plain])
            .Add(new ProXLabeler { MaxRemovedShare = 0.1 })
            .Add(new ProXLabelPrompts { Version = "other" })
            .Add(new TermMatcher(["term"]), new TermMatcher(["other"]))
            .Add(new TargetEntities(2, [new TargetEntity("entity", 1)]), new TargetEntities(2, [new TargetEntity("other", 1)]))
            .Add(new KeywordTable([new Keyword("word", 1)]), new KeywordTable([new Keyword("other", 1)]))
            .Add<IReadOnlyList<RephraseStyle>>([RephraseStyles.Easy], [RephraseStyles.Easy with { MaxPairs = 1 }])
            .Add<IReadOnlyList<ExercisePrompt>>([ExercisePrompts.Terms], [ExercisePrompts.Terms with { Weight = 2 }])
            .Add(TripleBudget.None, TripleBudget.OfCount(5), TripleBudget.OfTokens(5))
            .Add<CallParameters?>(null, new CallParameters { Temperature = 1 })
            .Add(Student("one"), Student("two"))
            .Add(PublicSuffixList.Parse("com"), PublicSuffixList.Parse("org"))
            .Add(WordSplitter.English, WordSplitter.WhiteSpace)
            .Add(SentenceSplitter.English, SentenceSplitter.WhiteSpace)
            .Add<DocumentFilter>(new GopherQualityFilter(), new FineWebQualityFilter())
            .Add<IReadOnlyList<NGramLimit>>([new(2, 0.2)], [new(3, 0.1)])
            .Add(new UrlLists { Domains = ["sample.com"] }, new UrlLists { Urls = ["sample.com"] })
            .Add(BadWords("one"), BadWords("two"))
            .Add(new UnigramTable([KeyValuePair.Create("one", 1L)]), new UnigramTable([KeyValuePair.Create("two", 1L)]))
            .Add(DateTimeOffset.UnixEpoch, DateTimeOffset.MaxValue)
            .AddOption("FineWebQualityFilter.StopCharacters", (object)(string[])["."])
            .AddOption(nameof(MinHashOptions.HashBits), 32)
            .AddOption(nameof(FastTextTrainingOptions.PretrainedVectors), VectorFile())
            .Add<IEnumerable<string>>(["sample"])
            .Add(new InstructionPool([new InstructionExample("sample")]), new InstructionPool([new InstructionExample("other")]))
            .Add(new InstructionPrompts { Version = "other" })
            .Add<IPassageRetriever>(new OtherRetriever("one"), new OtherRetriever("two"))
            .AddOption("PassageIndexFit.Language", "en")
            .Add<IReadOnlyList<string>?>(["sample"], ["sample", "other"], null)
            .Add<IReadOnlyList<CorpusFit<KeepList>>>([new RandomSelection { Size = SelectionSize.Documents(1) }],
                [new RandomSelection { Size = SelectionSize.Documents(1), Seed = 1 }])
            .Add<ITextScorer>(new OtherTextScorer("one"), new OtherTextScorer("two"))
            .Add<DomainTaxonomy?>(null, new DomainTaxonomy("sample", ["sample", "samplex"]))
            .Add<ILossSource>(new OtherLosses("one"), new OtherLosses("two"))
            .Add<IReadOnlyList<ScoredModel>>(Models("one"), Models("two"))
            .Add<IProgress<FastTextTrainingProgress>?>(null, new Progress<FastTextTrainingProgress>())
            .Add(DocumentMeasure.Characters, DocumentMeasure.Annotation("tokens"))
            .Add(new AnnotationKey<double>("sample"), new AnnotationKey<double>("other"))
            .Add(new AnnotationKey<int>("sample"), new AnnotationKey<int>("other"))
            .Add(WordSplitter.English, WordSplitter.WhiteSpace)
            .Add<SentenceSplitter?>(SentenceSplitter.English, SentenceSplitter.WhiteSpace)
            .Add(TermList.Of(["sample"]), TermList.Of(["other"]))
            .Add<IReadOnlyList<AttributeLimit>>([new("sample", 0, 1, false)], [new("other", 0, 1, false)])
            .Add<IReadOnlyList<double>?>(null, [0.3, 0.7])
            .Add<IReadOnlyList<TabularColumn>?>(null, [new TabularColumn("sample", AnnotationKind.String)])
            .Add(SelectionSize.Documents(1), SelectionSize.Documents(2), SelectionSize.Tokens(1))
            .Add(DsirWeighting.Raw, DsirWeighting.Chunked(), DsirWeighting.LengthNormalized())
            .Add(JsonlSharding.ByteRanges, JsonlSharding.Strided(2))
            .Add(new JsonlWriteOptions { Compression = FileCompression.Gzip, CompressionLevel = 5 });
    }

    /// <summary>Two pages of a site with the same line.</summary>
    private static Corpus Pages() => Corpus.FromDocuments(Enumerable.Range(0, 2)
        .Select(static i => new Document($"{i}", "line").With(WellKnownAnnotations.Url, $"https://example.com/{i}")));

    private LanguageModelCalls Calls(string model)
    {
        CallLedger ledger = CallLedger.Open(folder["ledger-" + model]);
        owned.Add(ledger);
        var client = new OtherClient();
        owned.Add(client);
        var endpoint = new LanguageModelEndpoint(client, new EndpointOptions { Model = model });
        owned.Add(endpoint);
        return new LanguageModelCalls(endpoint, ledger);
    }

    private string VectorFile()
    {
        string path = folder["words.vec"];
        File.WriteAllText(path, "1 100\nword" + string.Concat(Enumerable.Repeat(" 0.5", 100)) + "\n");
        return path;
    }

    private static BadWordLists BadWords(string word) => new(new Dictionary<string, IReadOnlyList<string>> { ["en"] = [word] });

    private DataManStudent Student(string word)
    {
        string models = Directory.CreateDirectory(folder["student-" + word]).FullName;
        FastTextTrainer.Train([System.Text.Encoding.UTF8.GetBytes("__label__5 " + word), "__label__1 bad"u8.ToArray()],
            new FastTextTrainingOptions { Dimension = 2 }).Save(Path.Combine(models, "accuracy.bin"));
        return DataManStudent.Load(models);
    }

    /// <summary>The planted violation: one option is described, the other is forgotten.</summary>
    public sealed class ForgetfulFilter : DocumentFilter
    {
        public int Described { get; init; }

        public bool Forgotten { get; init; }

        protected override StageResult Evaluate(Document document, StageContext context) => StageResult.Keep;

        protected override void Describe(FingerprintWriter writer) => writer.Add(nameof(Described), Described);
    }

    private sealed class OtherClient : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
            CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
            CancellationToken cancellationToken = default) => throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }

    /// <summary>A store that is only told apart from others.</summary>
    public class OtherStore : DispatchProxy
    {
        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => targetMethod!.Name switch
        {
            nameof(IFileStore.GetFullPath) => args![0],
            nameof(IFileStore.FolderExists) => false,
            _ => throw new NotSupportedException(),
        };
    }

    private sealed class OtherIdentifier(string name) : ILanguageIdentifier
    {
        public string Name => name;

        public void Describe(FingerprintWriter writer) => writer.Add("kind", name);

        public int Identify(ReadOnlySpan<byte> utf8Text, Span<LanguageScore> languages) => 0;
    }

    private sealed class OtherExtractor(string name) : IDocumentExtractor
    {
        public string Name => name;

        public void Describe(FingerprintWriter writer) => writer.Add("kind", name);

        public ValueTask<ExtractionResult> ExtractAsync(RawDocument document, StageContext context, CancellationToken cancellationToken) =>
            new(ExtractionResult.Drop("none"));
    }

    private sealed class OtherTokenLosses(string name) : ITokenLossScorer
    {
        public int BatchSize => 1;

        public void Describe(FingerprintWriter writer) => writer.Add("kind", name);

        public void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<double> nats, CancellationToken cancellationToken) =>
            throw new NotSupportedException();

        public void ScoreTokens(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, ReadOnlySpan<List<TokenLoss>> losses, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }

    private sealed class OtherGradients(string name) : IGradientSource
    {
        public void Describe(FingerprintWriter writer) => writer.Add("kind", name);

        public Task<ITextScorer> StartRoundAsync(int round, Corpus? selected, CancellationToken cancellationToken) => throw new NotSupportedException();
    }

    private sealed class OtherEmbedder(string name) : ITextEmbedder
    {
        public string Name => name;

        public int Dimension => 2;

        public int BatchSize => 1;

        public void Describe(FingerprintWriter writer) => writer.Add("kind", name);

        public void Embed(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<float> vectors) => throw new NotSupportedException();
    }

    private sealed class OtherTextScorer(string name) : ITextScorer
    {
        public string Name => name;

        public IReadOnlyList<string> Labels => ["sample", "samplex"];

        public int BatchSize => 1;

        public void Describe(FingerprintWriter writer) => writer.Add("kind", name);

        public void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<float> scores)
        {
        }
    }

    private static ScoredModel[] Models(string name) => [new(new("small", 1), new OtherLossScorer(name)), new(new("large", 2), new OtherLossScorer("large"))];

    private sealed class OtherLossScorer(string name) : ITextLossScorer
    {
        public int BatchSize => 1;

        public void Describe(FingerprintWriter writer) => writer.Add("kind", name);

        public void Score(ReadOnlySpan<ReadOnlyMemory<byte>> utf8Texts, Span<double> nats, CancellationToken cancellationToken) => nats.Fill(1);
    }

    private sealed class OtherLosses(string name) : ILossSource
    {
        public IReadOnlyList<LossModel> Models => [new("small", 1), new("large", 2)];

        public void Describe(FingerprintWriter writer) => writer.Add("kind", name);

        public IAsyncEnumerable<DocumentLosses> ReadAsync(CancellationToken cancellationToken) => AsyncEnumerable.Empty<DocumentLosses>();
    }

    private sealed class OtherScorer : IContentPathScorer
    {
        public void Describe(FingerprintWriter writer) => writer.Add("kind", "other");

        public double Score(Document document) => 0;
    }

    private sealed class OtherRetriever(string name) : IPassageRetriever
    {
        public string Name => name;

        public void Describe(FingerprintWriter writer) => writer.Add("kind", name);

        public ValueTask<IReadOnlyList<RetrievedPassage>> RetrieveAsync(string query, int count, CancellationToken cancellationToken = default) => new([]);
    }

    private sealed class OtherEncoder : ITokenEncoder
    {
        public int VocabularySize => 2;

        public int EndOfDocument => 1;

        public void Describe(FingerprintWriter writer) => writer.Add("kind", "other");

        public void Encode(ReadOnlySpan<byte> utf8Text, List<int> tokens)
        {
        }
    }
}
