using System.Text.Json;
using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Rules;

public sealed class RuleFilterTests
{
    private static readonly AnnotationKey<long> Words = new("gopher_quality.words");

    [Fact]
    public void Evaluate_Annotates_WritesValuesToKeptAndDroppedDocuments()
    {
        using var calls = new StageCalls(new GopherQualityFilter { Annotates = true, MinStopWords = null, Splitter = WordSplitter.WhiteSpace });
        StageResult kept = calls.Apply(Texts.Words(50)), dropped = calls.Apply(Texts.Words(49));
        Assert.Equal(50, kept.Document!.Get(Words));
        Assert.Equal(6.0, kept.Document!.Get(new AnnotationKey<double>("gopher_quality.mean_word_length")));
        Assert.Equal("gopher_short_doc", dropped.Reason);
        Assert.Null(dropped.Document);
        Assert.Equal(49, dropped.DroppedDocument!.Get(Words));
    }

    [Fact]
    public void Evaluate_TagsOnly_DropsAndEditsNothing()
    {
        string text = "A line of words.\nA short one\n" + Texts.Words(60);
        StageResult result = StageCalls.Once(new C4QualityFilter { TagsOnly = true }, text);
        Assert.False(result.IsDrop);
        Assert.Equal(text, result.Document!.Text);
        Assert.Equal("too_few_sentences", result.Document.Get(new AnnotationKey<string>("c4_quality.reason")));
    }

    [Fact]
    public void Evaluate_TagsOnlyOfKeptText_WritesNull()
    {
        var filter = new GopherQualityFilter { TagsOnly = true, MinStopWords = 0, Prefix = "mine" };
        StageResult result = StageCalls.Once(filter, Texts.Words(60));
        Assert.True(result.Document!.TryGetValue("mine.reason", out AnnotationValue reason));
        Assert.Equal(AnnotationKind.Null, reason.Kind);
        Assert.True(StageCalls.Once(new GopherQualityFilter { TagsOnly = true, Annotates = true }, "x").Document!.TryGetValue("gopher_quality.words", out _));
    }

    [Theory]
    [InlineData(60, false)]
    [InlineData(20, true)]
    public void TagFilter_AfterTagging_DecidesAsTheFilter(int words, bool drops)
    {
        Document tagged = StageCalls.Once(new GopherQualityFilter { TagsOnly = true, MinStopWords = 0 }, Texts.Words(words)).Document!;
        using var calls = new StageCalls(new TagFilter("gopher_quality"));
        Assert.Equal(drops ? "gopher_short_doc" : null, calls.Apply(tagged).Reason);
        Assert.Throws<InvalidDataException>(() => calls.Apply("not tagged"));
    }

    [Fact]
    public void InverseFilter_AnyText_KeepsWhatTheFilterDrops()
    {
        var filter = new GopherQualityFilter { MinStopWords = 0, Annotates = true };
        using var calls = new StageCalls(new InverseFilter(filter) { Annotates = true });
        Assert.Equal("kept_by_GopherQualityFilter", calls.Apply(Texts.Words(50)).Reason);
        StageResult kept = calls.Apply(Texts.Words(49));
        Assert.Equal("gopher_short_doc", kept.Document!.Get(InverseFilter.InverseOf));
        Assert.Equal(49, kept.Document!.Get(Words));
        Assert.True(StageCalls.Once(new InverseFilter(filter), Texts.Words(49)).IsKeep);
    }

    [Fact]
    public void InverseFilter_OfAnEditingFilter_LeavesTheText() =>
        Assert.True(StageCalls.Once(new InverseFilter(new C4QualityFilter()), "too short\nto keep").IsKeep);

    [Fact]
    public void ThresholdSweep_RandomValues_SubsetsAreNested()
    {
        var sweep = new ThresholdSweep("value", [0.5, 0.1, 0.9]);
        Assert.Equal([0.1, 0.5, 0.9], sweep.Thresholds);
        StageCalls[] calls = [.. sweep.Filters.Select(filter => new StageCalls(filter))];
        var random = new SeededRandom(1);
        for (int i = 0; i < 500; i++)
        {
            Document document = new Document("d", "text").With(new AnnotationKey<double>("value"), i < 3 ? sweep.Thresholds[i] : random.NextDouble());
            bool[] kept = [.. calls.Select(one => !one.Apply(document).IsDrop)];
            Assert.Equal(kept.OrderDescending(), kept);
            Assert.Equal(kept.Count(one => one), sweep.CountPassed(document));
            Assert.Equal(sweep.CountPassed(document) == 0 ? "none" : sweep.Thresholds[sweep.CountPassed(document) - 1].ToString("R"), sweep.GetBand(document));
        }
        foreach (StageCalls one in calls) one.Dispose();
        Assert.Equal("value >= 0.5", sweep.Filters[1].Name);
        var lower = new ThresholdSweep("value", [1, 2], keepsHigher: false);
        Assert.Equal([2.0, 1.0], lower.Thresholds);
        Assert.Equal(1, lower.CountPassed(new Document("d", "t").With(new AnnotationKey<double>("value"), 1.5)));
        Assert.Throws<ArgumentException>(() => new ThresholdSweep("value", []));
        Assert.Throws<ArgumentException>(() => new ThresholdSweep("value", [1, 1]));
    }

    [Fact]
    public void ThresholdFilter_Bounds_AreInclusive()
    {
        using var calls = new StageCalls(new ThresholdFilter("value") { Min = 1, Max = 2 });
        Document With(double value) => new Document("d", "t").With(new AnnotationKey<double>("value"), value);
        Assert.Equal("below_min", calls.Apply(With(0.99)).Reason);
        Assert.True(calls.Apply(With(1)).IsKeep);
        Assert.True(calls.Apply(With(2)).IsKeep);
        Assert.Equal("above_max", calls.Apply(With(2.01)).Reason);
        Assert.Throws<KeyNotFoundException>(() => calls.Apply(new Document("d", "t")));
    }

    [Fact]
    public async Task DropsTo_AnnotatingFilter_WritesReasonAndValues()
    {
        using var folder = new TemporaryFolder();
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder.Path });
        Corpus corpus = Corpus.FromDocuments([new Document("long", Texts.Words(60)), new Document("short", Texts.Words(12))]);
        var filter = new GopherQualityFilter { MinStopWords = null, Annotates = true, Splitter = WordSplitter.WhiteSpace };
        await corpus.Pipe(filter).DropsTo("dropped")
            .WriteJsonlAsync(Path.Combine(folder.Path, "out"), run, cancellationToken: TestContext.Current.CancellationToken);
        string file = Assert.Single(Directory.GetFiles(Path.Combine(folder.Path, "out", "dropped")));
        using JsonDocument line = JsonDocument.Parse(Assert.Single(await File.ReadAllLinesAsync(file, TestContext.Current.CancellationToken)));
        Assert.Equal("short", line.RootElement.GetProperty("id").GetString());
        Assert.Equal("gopher_short_doc", line.RootElement.GetProperty("drop_reason").GetString());
        Assert.Equal(12, line.RootElement.GetProperty("gopher_quality.words").GetInt32());
    }

    public static TheoryData<string> Explained => [.. Decisive.Keys];

    /// <summary>Filters, each with a text that it drops, and the reason, measure, value and limit in the drop output.</summary>
    private static readonly SortedDictionary<string, (Stage[] Stages, string Text, string Why)> Decisive = new(StringComparer.Ordinal)
    {
        ["gopher"] = ([new GopherQualityFilter { Splitter = WordSplitter.WhiteSpace }], Texts.Words(12), "gopher_short_doc gopher_quality.words 12 50"),
        ["gopher stop words"] = ([new GopherQualityFilter { Splitter = WordSplitter.WhiteSpace }], Texts.Words(60),
            "gopher_enough_stop_words gopher_quality.stop_words 0 2"),
        ["repetition"] = ([new GopherRepetitionFilter()], "one line\none line\none line", "dup_line_frac gopher_repetition.dup_line_frac 0.667 0.3"),
        ["repetition n-grams"] = ([new GopherRepetitionFilter { DuplicateNGrams = [] }], string.Concat(Enumerable.Repeat("ab cd ", 9)),
            "top_2_gram gopher_repetition.top_2_gram 0.833 0.2"),
        ["c4"] = ([new C4QualityFilter()], "One sentence of words.", "too_few_sentences c4_quality.sentences 1 5"),
        ["fineweb"] = ([new FineWebQualityFilter()], "a line without a mark at its end", "line_punct_ratio fineweb_quality.line_punct_ratio 0 0.12"),
        ["characters"] = ([new CharacterCountFilter { Min = 2, Max = 3 }], "abcd", "too_long character_count.characters 4 3"),
        ["range below"] = ([new DclmWordLengthFilter()], "a b c", "word_length_filter dclm_word_length.mean_word_length 1 3"),
        ["range above"] = ([new DclmWordLengthFilter()], "abcdefghijkl", "word_length_filter dclm_word_length.mean_word_length 12 10"),
        ["nemo"] = ([new NemoWordCountFilter()], "one two", "word_count nemo_word_count.score 2 50"),
        ["juicer"] = ([new JuicerTextLengthFilter()], "abc", "text_length_filter juicer_text_len.text_len 3 10"),
        ["dolma"] = ([new DolmaGopherTagger(), new DolmaMixer()], "one two three",
            "gopher_v1__word_count dolma_mixer.gopher_v1__word_count 3 50"),
        ["threshold"] = ([new CharacterCountFilter { Annotates = true }, new ThresholdFilter("character_count.characters") { Min = 7 }], "abc",
            "below_min character_count.characters 3 7"),
        ["no number"] = ([new C4QualityFilter()], "Lorem ipsum dolor.", "lorem_ipsum   "),
    };

    [Theory]
    [MemberData(nameof(Explained))]
    public async Task DropsTo_AnyFilter_WritesTheDecisiveValueWithItsLimit(string name)
    {
        (Stage[] stages, string text, string why) = Decisive[name];
        using var folder = new RunFolder();
        CurationRun run = folder.Run();
        await Corpus.FromDocuments([new Document("d", text)]).Pipe(stages).DropsTo("dropped").WriteJsonlAsync("out", run);
        Document dropped = Assert.Single(await RunFolder.Read(Corpus.FromDrops(run.Reports[^1], "dropped"), run));
        Assert.Equal(why, string.Join(' ', Text("drop_reason"), Text("drop_measure"), Number("drop_value"), Number("drop_limit")));
        Assert.Equal(text, dropped.Text);

        string Text(string field) => dropped.TryGetValue(field, out AnnotationValue value) ? value.AsString()! : "";
        string Number(string field) => dropped.TryGetValue(field, out AnnotationValue value)
            ? Math.Round(value.AsNumber(), 3).ToString(System.Globalization.CultureInfo.InvariantCulture) : "";
    }

    [Fact]
    public async Task DropsTo_KeptDocuments_AreAsWithoutIt()
    {
        using var folder = new RunFolder();
        CurationRun run = folder.Run();
        var filter = new GopherQualityFilter { MinStopWords = null, Splitter = WordSplitter.WhiteSpace };
        Corpus corpus = Corpus.FromDocuments([new Document("long", Texts.Words(60)), new Document("short", Texts.Words(12))]);
        await corpus.Pipe(filter).WriteJsonlAsync("plain", run);
        await corpus.Pipe(filter).DropsTo("dropped").WriteJsonlAsync("out", run);
        Assert.Equal(folder.Lines("plain"), folder.Lines("out")[1..]);
        await corpus.Pipe(new InverseFilter(filter) { Annotates = true }).WriteJsonlAsync("inverse-plain", run);
        await corpus.Pipe(new InverseFilter(filter) { Annotates = true }).DropsTo("dropped").WriteJsonlAsync("inverse", run);
        Assert.Equal(folder.Lines("inverse-plain"), folder.Lines("inverse")[1..]);
    }

    [Fact]
    public void Options_OutOfRange_AreRefusedByName()
    {
        Assert.Equal("MinWords", Assert.Throws<ArgumentOutOfRangeException>(() => new GopherQualityFilter { MinWords = -1 }).ParamName);
        Assert.Equal("MaxBulletLineRatio", Assert.Throws<ArgumentOutOfRangeException>(() => new GopherQualityFilter { MaxBulletLineRatio = 1.1 }).ParamName);
        Assert.Equal("MaxDuplicateLines",
            Assert.Throws<ArgumentOutOfRangeException>(() => new GopherRepetitionFilter { MaxDuplicateLines = double.NaN }).ParamName);
        Assert.Throws<ArgumentOutOfRangeException>(() => new GopherRepetitionFilter { TopNGrams = [new(0, 0.1)] });
        Assert.Throws<ArgumentException>(() => new FineWebQualityFilter { StopCharacters = ["ab"] });
    }
}
