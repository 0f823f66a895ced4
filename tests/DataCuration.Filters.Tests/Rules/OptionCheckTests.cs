using System.Reflection;
using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Rules;

/// <summary>Options and lists with which a stage would silently keep or drop everything are refused.</summary>
public sealed class OptionCheckTests
{
    private const string Thresholds = """
        dup_line_frac: 0.1
        top_n_grams:
        - - 2
          - 0.1
        dup_n_grams:
        - - 5
          - 0.1
        line_punct_thr: 0.1
        new_line_ratio: 0.1
        min_avg_word_length: 1
        max_avg_word_length: 9
        max_non_alpha_words_ratio: 0.5

        """;

    public static TheoryData<string> Stages => [.. Reversed.Keys];

    private static readonly SortedDictionary<string, Func<Stage>> Reversed = new(StringComparer.Ordinal)
    {
        ["gopher words"] = () => new GopherQualityFilter { MinWords = 100, MaxWords = 50 },
        ["gopher mean"] = () => new GopherQualityFilter { MinMeanWordLength = 5, MaxMeanWordLength = 4 },
        ["characters"] = () => new CharacterCountFilter { Min = 2, Max = 1 },
        ["words"] = () => new WordCountFilter { Min = 2, Max = 1 },
        ["tokens"] = () => new TokenCountFilter(ByteTokenEncoder.Instance) { Min = 2, Max = 1 },
        ["threshold"] = () => new ThresholdFilter("x") { Min = 2, Max = 1 },
        ["dclm page"] = () => new DclmPageLengthFilter { Min = 200_000 },
        ["dclm words"] = () => new DclmWordLengthFilter { Min = 11 },
        ["dclm lines"] = () => new DclmShortLines { Min = 3, Max = 2 },
        ["nemo"] = () => new NemoWordCountFilter { Min = 200_000 },
        ["juicer"] = () => new JuicerTextLengthFilter { Max = 9 },
        ["redpajama"] = () => new RedPajamaGopherFilter { MinWords = 200_000 },
        ["madlad"] = () => new MadladFilter { MinLength = 600, ChecksCursed = false },
        ["mixer"] = () => new DolmaMixer { Limits = [new("a", 1, 0)] },
        ["dates"] = () => new DateFilter { From = DateTimeOffset.UnixEpoch, To = DateTimeOffset.UnixEpoch },
    };

    [Theory]
    [MemberData(nameof(Stages))]
    public void Describe_MinimumAboveTheMaximum_IsRefused(string name)
    {
        ArgumentException e = Assert.Throws<ArgumentException>(() => Describe(Reversed[name]()));
        Assert.Contains("keeps nothing", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Describe_IndexWithoutText_IsRefused()
    {
        ContaminationIndexBuilder builder = new ContaminationIndexFit().CreateBuilder();
        builder.Add("b", "short", builder.Hash(null, ["too few words"]));
        InvalidOperationException e = Assert.Throws<InvalidOperationException>(() => Describe(new ContaminationFilter(builder.Build())));
        Assert.Contains("12 words", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Apply_NotANumber_IsAFaultOfTheDocument()
    {
        Document document = new Document("page-7", "x").With(new AnnotationKey<double>("score"), double.NaN);
        var sweep = new ThresholdSweep("score", [1, 2]);
        using var calls = new StageCalls(sweep.Filters[0]);
        Assert.Throws<InvalidDataException>(() => calls.Apply(document));
        Assert.Throws<InvalidDataException>(() => sweep.CountPassed(document));
    }

    [Fact]
    public void Describe_RuleThatIsOff_HasNoBound()
    {
        Assert.NotEmpty(Describe(new GopherQualityFilter { MinWords = 100, MaxWords = 0, MaxMeanWordLength = null }));
        Assert.NotEmpty(Describe(new DclmPageLengthFilter { Min = 200_000, Max = null }));
    }

    [Fact]
    public void Init_ValueThatIsNoMember_IsRefused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new DclmPageLengthFilter { Unit = (DclmLengthUnit)9 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new DclmRepetitionFilter { Words = (DclmWordModel)9 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new DclmSubstringFilter { Place = (TextPlace)9 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new NemoSubstringFilter("x") { Place = (TextPlace)9 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new MojibakeRepair { UnescapeHtml = (HtmlUnescaping)9 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new DolmaLengthTagger((DolmaLengthKind)9));
    }

    [Fact]
    public void Apply_ListWithoutEntries_IsRefused()
    {
        var empty = TermList.Of(["", ""], "bad.txt");
        RunStoppedException e = Assert.Throws<RunStoppedException>(() => StageCalls.Once(new DclmSubstringFilter { Banned = empty }, "x"));
        Assert.Contains("bad.txt", e.Message, StringComparison.Ordinal);
        Assert.Throws<RunStoppedException>(() => StageCalls.Once(new JuicerFlaggedWordFilter { Words = empty }, "x"));
        Assert.Throws<ArgumentException>(() => new BadWordLists(new Dictionary<string, IReadOnlyList<string>> { ["en"] = ["a"], ["de"] = [] }));
    }

    [Fact]
    public void Read_ListInOddForms_GivesItsEntries()
    {
        using var folder = new TemporaryFolder();
        string path = folder.Write("list", "\uFEFF# comment\r\n one \r\n\r\ntwo\r\n"u8.ToArray());
        Assert.Equal(["one", "two"], UrlLists.Read(path));
        Assert.Equal(["# comment", " one ", "two"], TermList.Load(path).Entries);
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => UrlLists.Read(folder.Write("empty", "# nothing\n"u8.ToArray())));
        Assert.Contains("empty", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<InvalidDataException>(() => UrlLists.Read(folder.Write("utf-16", Encoding.Unicode.GetPreamble())));
        Assert.Contains("utf-16", e.Message, StringComparison.Ordinal);
        e = Assert.Throws<InvalidDataException>(() => UrlLists.Read(folder.Write("cut", [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 0xFF, 0xFF])));
        Assert.Contains("cut", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stopwords: [de, em]", "line 13")]
    [InlineData("stopwords:\n- &a de", "line 14")]
    [InlineData("stopwords:\n", "has no word")]
    public void Parse_FormThatIsNotRead_IsRefused(string end, string message)
    {
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => FineWeb2Thresholds.Parse(Thresholds.ReplaceLineEndings("\n") + end, "por.yml"));
        Assert.Contains("por.yml", e.Message, StringComparison.Ordinal);
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Parse_QuotedSigns_AreWords() =>
        Assert.Equal(["[a]", "&b", "c"], FineWeb2Thresholds.Parse(Thresholds.ReplaceLineEndings("\n") + "stopwords:\n- '[a]'\n- \"&b\"\n- c\n").StopWords);

    /// <summary>Describes a stage as the engine does before the first document.</summary>
    private static string Describe(Stage stage)
    {
        var writer = new FingerprintWriter();
        MethodInfo describe = typeof(Stage).GetMethod("Describe", BindingFlags.Instance | BindingFlags.NonPublic)!;
        try
        {
            describe.Invoke(stage, [writer]);
        }
        catch (TargetInvocationException e)
        {
            throw e.InnerException!;
        }
        return writer.ToFingerprint();
    }
}
