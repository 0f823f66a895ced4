using DataCuration.Filters.Tests.Peers;
using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Stages;

/// <summary>A case of each filter at least. The classes named like a filter test its further limits.</summary>
internal static class ThresholdCases
{
    private const string FiveSentences = "One is here. Two is here. Three is here. Four is here. Five is here.";
    private static readonly AnnotationKey<double> Value = new("value");

    public static IReadOnlyList<ThresholdCase> All { get; } =
    [
        .. PeerCases.All,
        new("gopher words", () => new GopherQualityFilter { MinStopWords = null }, Texts.Words(50), Texts.Words(49), "gopher_short_doc"),
        new("gopher pairs", () => new GopherRepetitionFilter { Splitter = WordSplitter.WhiteSpace, TopNGrams = [new(2, 0.2)], DuplicateNGrams = [] },
            "bb cc d bb cc " + new string('z', 36), "bb cc d bb cc " + new string('z', 35), "top_2_gram"),
        new("fineweb marks", () => new FineWebQualityFilter { MaxLineFeedsPerWord = null, MaxShortLines = null },
            PeerCases.Lines(25, i => PeerCases.Words(6, 6 * i) + (i < 3 ? "." : "")), PeerCases.Lines(25, i => PeerCases.Words(6, 6 * i) + (i < 2 ? "." : "")),
            "line_punct_ratio"),
        new("fineweb short lines", () => new FineWebQualityFilter { MaxShortLines = 0, MaxLineFeedsPerWord = null }, new string('a', 30) + ".",
            new string('a', 29) + ".", "short_line_ratio"),
        new("c4 sentences", () => new C4QualityFilter(), FiveSentences, FiveSentences[..^" Five is here.".Length], "too_few_sentences"),
        new("c4 paragraphs", () => new C4ParagraphFilter { MinParagraphLength = 3 }, "éééé\néééé\néééé", "éééé\néééé\néé", "< 3 paragraphs"),
        new("c4 bad words", () => new C4BadWordsFilter(new(new Dictionary<string, IReadOnlyList<string>> { ["en"] = ["bad"] })), "a badly", "a bad one",
            "document_removed_with_badwords"),
        new("unigrams", () => new UnigramLogProbFilter(new([KeyValuePair.Create("common", 999L), KeyValuePair.Create("rare", 1L)]))
            { MinLogProbability = -3.5 }, "common rare", "common rares", "unigram_log_prob"),
        new("expression", () => new RegexFilter("x{5}"), "xxxx", "xxxxx", "regex"),
        new("sample", () => new SamplerFilter { Share = Uniform("d") }, new Document("e", ""), new Document("d", ""), "sampler"),
        new("characters", () => new CharacterCountFilter { Min = 2 }, "😀😀", "😀", "too_short"),
        new("han", () => new HanCountFilter { Min = 2 }, "水a火", "水a、", "too_few_han"),
        new("words", () => new WordCountFilter { Max = 2 }, "a b", "a b c", "too_long"),
        new("tokens", () => new TokenCountFilter(ByteTokenEncoder.Instance) { Max = 2 }, "é", "éa", "too_long"),
        new("dates", () => new DateFilter { To = new(2021, 1, 1, 0, 0, 0, TimeSpan.Zero) }, Dated("2020-12-31T23:59:59Z"), Dated("2021-01-01"), "after_span"),
        new("addresses", () => new UrlFilter(new() { SoftBannedWords = ["mildly", "softly"] }), At("http://a.b/mildly"), At("http://a.b/mildly/softly"),
            "soft_blacklisted"),
        new("values", () => new ThresholdFilter(Value.Name) { Min = 1 }, Valued(1), Valued(Math.BitDecrement(1)), "below_min"),
        new("tags", () => new TagFilter("rules"), new Document("d", "").With(new AnnotationKey<string>("rules.reason"), ""),
            new Document("d", "").With(new AnnotationKey<string>("rules.reason"), "why"), "why"),
        new("dolma attributes", () => new DolmaMixer { Limits = [new(Value.Name, 0, 1)] }, Valued(1), Valued(Math.BitIncrement(1)), Value.Name),
        new("redpajama words", () => new RedPajamaGopherFilter(), Signals(50), Signals(49), "rps_doc_word_count"),
        new("contamination", () => new ContaminationFilter(StageList.MakeIndex(3)), "a b x c", "x a b c", "contaminated"),
        new("contamination share", () => new ContaminationFilter(StageList.MakeIndex(1)) { MinShare = 0.4 }, "a x", "a c", "contaminated"),
        new("site lines", () => new SiteLineRemover(StageList.MakeSiteLines()), At("http://a.example/", "shared line\nx"),
            At("http://a.example/", "shared line"), SiteLineRemover.Reason),
    ];

    private static Document At(string url, string text = "x") => new Document("d", text).With(WellKnownAnnotations.Url, url);

    private static Document Dated(string date) => new Document("d", "x").With(new AnnotationKey<string>("date"), date);

    private static Document Valued(double value) => new Document("d", "x").With(Value, value);

    /// <summary>A document with the signals that RedPajama's filter reads.</summary>
    private static Document Signals(int words)
    {
        using var calls = new StageCalls(new RedPajamaSignals { WithoutLists = true });
        return calls.Apply(PeerCases.Words(words)).Document!;
    }

    /// <summary>The number that the sampler draws for a document.</summary>
    private static double Uniform(string id)
    {
        using var calls = new StageCalls(new SamplerFilter { Annotates = true, Share = 1 });
        return calls.Apply(new Document(id, "")).Document!.Get(new AnnotationKey<double>("sampler.uniform"));
    }
}
