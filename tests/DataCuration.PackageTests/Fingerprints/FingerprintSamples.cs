using System.Reflection;
using DataCuration.Deduplication;
using DataCuration.Extraction;
using DataCuration.Filters;
using DataCuration.LanguageModels;
using DataCuration.Mixing;
using DataCuration.Models;
using DataCuration.Synthesis;
using DataCuration.Tabular;
using DataCuration.TestKit;
using DataCuration.Tokenization;
using DataCuration.Training;

namespace DataCuration.PackageTests.Fingerprints;

/// <summary>Makes the values that options are changed to: artifacts, clients and texts of small corpora.</summary>
internal sealed class FingerprintSamples : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<IDisposable> owned = [];

    public void Dispose()
    {
        foreach (IDisposable one in owned) one.Dispose();
        folder.Dispose();
    }

    public async Task<SampleValues> CreateAsync(CancellationToken cancellationToken)
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
        SubstringIndex substrings = await one.FitAsync(new SubstringIndexFit { MinLength = 1, Partitions = 1 }, run, cancellationToken);
        LineIndex lineHashes = await one.FitAsync(new LineIndexFit { Partitions = 1 }, run, cancellationToken);
        var windows = new SentenceDeduplication { WindowSentences = 1, Partitions = 1 };
        SentenceIndex sentences = await one.FitAsync(new SentenceIndexFit(windows), run, cancellationToken);
        BloomDeduplicationResult bloom = await one.FitAsync(new BloomDeduplication { ExpectedNGrams = 9, Parts = 1 }, run, cancellationToken);
        BloomDeduplicationResult otherBloom = await one.FitAsync(new BloomDeduplication { ExpectedNGrams = 99, Parts = 1 }, run, cancellationToken);
        WordCounts words = await one.FitAsync(new WordCountFit { Partitions = 1 }, run, cancellationToken);
        WordCounts otherWords = await two.FitAsync(new WordCountFit { Partitions = 1 }, run, cancellationToken);
        owned.AddRange([words, otherWords]);
        EmbeddingStore vectors = await one.FitAsync(new EmbeddingFit(new EmbeddingField("a", 2)), run, cancellationToken);
        EmbeddingStore otherVectors = await one.FitAsync(new EmbeddingFit(new EmbeddingField("a", 3)), run, cancellationToken);
        Corpus three = Corpus.FromDocuments([new Document("3", "seven eight nine").With(new AnnotationKey<string>("a"), "[1, 2]")]);
        EmbeddingStore known = await three.FitAsync(new EmbeddingFit(new EmbeddingField("a", 2)), run, cancellationToken);
        SemanticIndex semantic = await three.FitAsync(new SemanticIndexFit(known) { KMeans = new() { Clusters = 1 } }, run, cancellationToken);
        var oneCluster = new KMeansOptions { Clusters = 1 };
        MixtureClusters clusters = await three.FitAsync(new MixtureClusterFit(known) { KMeans = oneCluster }, run, cancellationToken);
        MixtureClusters otherClusters = await three.FitAsync(new MixtureClusterFit(known) { KMeans = oneCluster, NamePrefix = "x" }, run, cancellationToken);
        owned.AddRange([clusters, otherClusters]);
        owned.AddRange([known, spans, otherSpans, bloom, otherBloom, vectors, otherVectors]);
        return new SampleValues()
            .Add<IReadOnlyList<MinHashIndex>>([], [minHashIndex])
            .Add<IReadOnlyList<ExactIndex>>([], [exactIndex])
            .Add<IReadOnlyList<SimHashIndex>>([], [simHashIndex])
            .Add<IReadOnlyList<SubstringIndex>>([], [substrings])
            .Add<IReadOnlyList<LineIndex>>([], [lineHashes])
            .Add<IReadOnlyList<SemanticIndex>>([], [semantic])
            .Add<SemanticIndex?>(null, semantic)
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
            .Add<IReadOnlyList<SentenceIndex>>([], [sentences])
            .Add(bloom.Filter, otherBloom.Filter)
            .Add(vectors, otherVectors)
            .Add(clusters, otherClusters)
            .Add(new MixtureWeights(["a"], [1]), new MixtureWeights(["b"], [1]))
            .Add(new Curriculum("a", [1]), new Curriculum("a", [2]))
            .Add<RatingScales?>(null, new RatingScales([new RatingScale("a", 0, 1)]))
            .AddOption("MixtureClusterFit.MinRatings", new Dictionary<string, double> { ["a"] = 1 })
            .Add(new EmbeddingField("a", 2), new EmbeddingField("b", 2))
            .Add(NGramTokens.Default, new NGramTokens { Form = NGramForm.CcNet })
            .AddOption("NGramModelFit.Prune", (object)(int[])[0, 1])
            .AddOption("NGramModelFit.FallbackDiscounts", (object)(double[])[0.5, 1, 1.25])
            .Add(words, otherWords)
            .Add(new PerplexityBuckets("p", null, [new("", 1, 1, 2)]), new PerplexityBuckets("p", null, [new("", 1, 1, 3)]))
            .Add<IReadOnlyList<PerplexityBucket>>([PerplexityBucket.Head], [PerplexityBucket.Tail])
            .Add<ITextLossScorer>(new FingerprintDoubles.OtherTokenLosses("one"), new FingerprintDoubles.OtherTokenLosses("two"))
            .Add<ITokenLossScorer>(new FingerprintDoubles.OtherTokenLosses("one"), new FingerprintDoubles.OtherTokenLosses("two"))
            .Add<IReadOnlyDictionary<string, ITextLossScorer>>(
                new Dictionary<string, ITextLossScorer> { ["en"] = new FingerprintDoubles.OtherTokenLosses("one") },
                new Dictionary<string, ITextLossScorer> { ["de"] = new FingerprintDoubles.OtherTokenLosses("one") })
            .Add<IGradientSource>(new FingerprintDoubles.OtherGradients("one"), new FingerprintDoubles.OtherGradients("two"))
            .Add<ITextEmbedder>(new FingerprintDoubles.OtherEmbedder("one"), new FingerprintDoubles.OtherEmbedder("two"))
            .Add(new SentenceDeduplication(), new SentenceDeduplication { WindowSentences = 2 })
            .Add<BloomFilterSize?>(null, new BloomFilterSize(1 << 20, 3))
            .Add<RopeScaling?>(null, new RopeScaling())
            .Add<LoraOptions?>(null, new LoraOptions())
            .Add<DistillationOptions?>(null, new DistillationOptions())
            .Add<IReadOnlyList<int>?>(null, [1])
            .Add(SentenceSplitter.WhiteSpace, SentenceSplitter.English)
            .Add(model, other)
            .Add(fit, new DsirModelFit(one) { TargetSmoothing = 1 })
            .AddFactory(() => new DsirModelFit(one))
            .AddFactory(() => new SentenceFilter { MinCharacters = 0, Identifier = new FingerprintDoubles.OtherIdentifier("other"), Languages = ["en"] })
            .AddFactory(() => new ReplayMix(one))
            .AddFactory(() => new TransportSelection(new EmbeddingFit(new EmbeddingField("a", 2)), one) { Documents = 1 })
            .AddFactory(() => new DomainDistanceFit(new EmbeddingFit(new EmbeddingField("a", 2)), one, "domain"))
            .AddFactory(() => new TargetRankSelection(new EmbeddingFit(new EmbeddingField("a", 2)), [one]))
            .AddFactory(() => new DomainShiftFit(one))
            .AddFactory(() => new CrossFittedSelection(one))
            .Add(DateSlices.Historical, new DateSlices([1900, 2000]))
            .Add(new AuthorTable([new("A B", 1819)]), new AuthorTable([new("A B", 1820)]))
            .AddFactory(() => new SourceCoverageMeter(one))
            .Add(index, new VerbatimIndex(), new VerbatimIndex(60))
            .AddOption("QuotaSelection.Quotas", new Dictionary<string, long> { ["web"] = 2 })
            .AddFactory(() => new QuotaSelection { Quotas = new Dictionary<string, long> { ["web"] = 1 } })
            .Add<IFileStore>(LocalFileStore.Instance, DispatchProxy.Create<IFileStore, FingerprintDoubles.OtherStore>())
            .Add<ITokenEncoder>(ByteTokenEncoder.Instance, new FingerprintDoubles.OtherEncoder())
            .AddOption("BpeTrainer.Amplified", two)
            .Add(BpeSplitting.Gpt2, BpeSplitting.Llama3)
            .Add<IProgress<BpeTrainingProgress>?>(null, new Progress<BpeTrainingProgress>())
            .Add<IReadOnlyDictionary<string, ITokenEncoder>>(new Dictionary<string, ITokenEncoder> { ["two"] = ByteTokenEncoder.Instance })
            .AddFactory(() => new TokenizerFertilityFit { Encoders = new Dictionary<string, ITokenEncoder> { ["one"] = ByteTokenEncoder.Instance } })
            .AddFactory(() => new VocabularyExtension(TokenizerFile()))
            .Add<IDocumentTokenizer>(new MetadataTokenizer(ByteTokenEncoder.Instance), new MetadataTokenizer(ByteTokenEncoder.Instance) { Prefix = "x" })
            .Add<ILanguageIdentifier>(new FingerprintDoubles.OtherIdentifier("one"), new FingerprintDoubles.OtherIdentifier("two"))
            .Add<IDocumentExtractor>(new FingerprintDoubles.OtherExtractor("one"), new FingerprintDoubles.OtherExtractor("two"))
            .Add<IContentPathScorer?>(null, new FingerprintDoubles.OtherScorer())
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
            .AddOption(nameof(MinHashParameters.HashBits), 32)
            .AddOption(nameof(FastTextTrainingOptions.PretrainedVectors), VectorFile())
            .Add<IEnumerable<string>>(["sample"])
            .Add(new InstructionPool([new InstructionExample("sample")]), new InstructionPool([new InstructionExample("other")]))
            .Add(new InstructionPrompts { Version = "other" })
            .Add<IPassageRetriever>(new FingerprintDoubles.OtherRetriever("one"), new FingerprintDoubles.OtherRetriever("two"))
            .AddOption("PassageIndexFit.Language", "en")
            .Add<IReadOnlyList<string>?>(["sample"], ["sample", "other"], null)
            .Add<IReadOnlyList<CorpusFit<KeepList>>>([new RandomSelection { Size = SelectionSize.Documents(1) }],
                [new RandomSelection { Size = SelectionSize.Documents(1), Seed = 1 }])
            .Add<ITextScorer>(new FingerprintDoubles.OtherTextScorer("one"), new FingerprintDoubles.OtherTextScorer("two"))
            .Add<DomainTaxonomy?>(null, new DomainTaxonomy("sample", ["sample", "samplex"]))
            .Add<ILossSource>(new FingerprintDoubles.OtherLosses("one"), new FingerprintDoubles.OtherLosses("two"))
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
        var client = new FingerprintDoubles.OtherClient();
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

    private string TokenizerFile()
    {
        string path = folder["tokenizer.json"];
        File.WriteAllText(path, """{"version":"1.0","model":{"type":"BPE","unk_token":null,"vocab":{"a":0},"merges":[]}}""");
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

    private static ScoredModel[] Models(string name) =>
        [new(new("small", 1), new FingerprintDoubles.OtherLossScorer(name)), new(new("large", 2), new FingerprintDoubles.OtherLossScorer("large"))];
}
