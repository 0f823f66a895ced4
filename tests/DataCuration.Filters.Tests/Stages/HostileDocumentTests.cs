using System.Text;
using DataCuration.Filters.Tests.Peers;
using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Stages;

/// <summary>No stage throws on an odd document, and none takes more than linear time.</summary>
public sealed class HostileDocumentTests
{
    private const int LongBytes = 10_000_000, ShorterBytes = 60_000;

    private static readonly string[] Odd =
    [
        "", " ", "\n", "\r\n", "\t\u00A0\u3000", "\n\n\n", "a", ".", "#", "[", "_", "*", "<", "&", "\"", "0", "😀", "\u0301", "\u200D", "\0", "\uFEFF",
        "İ", "Σ", "ß", "水", "…", "•", "{", "[1]", "-\n-\n-",
        "\u2028", "\u2028\u2029", "\u0085", "a\u2028", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 😀😀 𠀀", "😀😀😀 😀😀😀\n😀", "e\u0301\u0327\u0301", "👩‍👩‍👧",
        "http://", "www.", "1.2.3.4", "a.b", "''", "\"\"\"", "((((((", "\\\n", "    x\n  y",
        "a\n\na\n\na", "<b", "<script>x", "&#x110000;", "&amp", "[a](b", "__a__", "x\u001Cy", new('x', 5000), string.Concat(Enumerable.Repeat("😀\n", 1000)),
    ];

    public static TheoryData<int> Stages => [.. Enumerable.Range(0, StageList.All.Count)];

    [Theory]
    [MemberData(nameof(Stages))]
    public void Evaluate_OddDocuments_NeverThrows(int number)
    {
        SynchronousStage stage = StageList.All[number].Make();
        using var calls = new StageCalls(stage);
        using StageCalls? annotating = stage is RuleFilter ? new(StageTests.With(StageList.All[number].Make(), (nameof(RuleFilter.Annotates), true))) : null;
        foreach (string text in Odd)
        {
            Document document = Annotate(stage, new Document("d", text));
            StageResult result = calls.Apply(document);
            Check(result);
            if (annotating is not null) Assert.Equal(result.Reason, annotating.Apply(document).Reason);
        }
        foreach (string url in new[] { "", " ", "http://", "//", "http://[::1", ":", "?", "http://%%%/😀", "a@b:c" })
            Check(calls.Apply(Annotate(stage, new Document("d", "x").With(WellKnownAnnotations.Url, url))));
        // Classes with several sets of options meet the longest line once. The same scratch serves small documents after a large one.
        bool isFirst = !StageList.All.Take(number).Any(one => one.Make().GetType() == stage.GetType());
        Check(calls.Apply(Annotate(stage, isFirst ? Long : Shorter)));
        Check(calls.Apply(Annotate(stage, Prose)));
        Check(calls.Apply(Annotate(stage, new Document("d", "a b"))));
    }

    /// <summary>A line of 10 MB without white space.</summary>
    private static Document Long { get; } = new("long", new string('x', LongBytes));

    private static Document Shorter { get; } = new("long", new string('x', ShorterBytes));

    /// <summary>A line of words with marks that rules look at, many of them repeated.</summary>
    private static Document Prose { get; } = MakeProse();

    private static Document MakeProse()
    {
        var text = new StringBuilder();
        for (int i = 0; text.Length < ShorterBytes; i++)
            text.Append(i % 3 == 0 ? "the of" : PeerCases.Word(i * 7919 % 160_000)).Append(i % 9 == 0 ? ". " : i % 31 == 0 ? " (1) [x] _y_ *z* " : " ");
        return new("prose", text.ToString());
    }

    /// <summary>Adds what filters by annotations read.</summary>
    private static Document Annotate(SynchronousStage stage, Document document) => stage switch
    {
        ThresholdFilter => document.With(new AnnotationKey<double>("value"), 1),
        TagFilter => document.With(new AnnotationKey<string>("rules.reason"), ""),
        DclmWordRemovalFilter => StageCalls.Once(new DclmWordCounter(), document),
        RedPajamaGopherFilter => StageCalls.Once(new RedPajamaSignals { WithoutLists = true }, document),
        _ => document,
    };

    private static void Check(StageResult result)
    {
        if (result.Document is { } document) Assert.True(System.Text.Unicode.Utf8.IsValid(document.Utf8Text.Span));
        Assert.True(!result.IsDrop || result.Reason.Length > 0);
    }
}
