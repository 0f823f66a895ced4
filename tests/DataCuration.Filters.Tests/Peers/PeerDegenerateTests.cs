using System.Text;
using DataCuration.TestKit;

namespace DataCuration.Filters.Tests.Peers;

/// <summary>No filter throws on an odd document, and none takes more than linear time.</summary>
public sealed class PeerDegenerateTests
{
    private static readonly string[] Odd =
    [
        "", " ", "\n", "\r\n", "\t\u00A0\u3000", "\n\n\n", "a", ".", "#", "[", "_", "*", "<", "&", "\"", "0", "😀", "\u0301", "\u200D", "\0", "\uFEFF",
        "İ", "Σ", "ß",
        "\u2028", "\u0085", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 😀😀 𠀀", "e\u0301\u0327\u0301", "👩‍👩‍👧",
        "http://", "www.", "1.2.3.4", "a.b", "''", "\"\"\"", "((((((", "\\\n", "    x\n  y",
        "a\n\na\n\na", "<b", "<script>x", "&#x110000;", "&amp", "[a](b", "__a__", "x\u001Cy",
    ];

    public static TheoryData<int> Stages => [.. Enumerable.Range(0, PeerCases.All.Count + PeerCases.Others.Count)];

    [Theory]
    [MemberData(nameof(Stages))]
    public void Evaluate_OddDocuments_NeverThrows(int number)
    {
        using var calls = new StageCalls(Make(number));
        foreach (string text in Odd) Check(calls.Apply(text));
        Check(calls.Apply(new Document("d", "x").With(WellKnownAnnotations.Url, "")));
        foreach (string url in new[] { " ", "http://", "//", "http://[::1", ":", "?", "http://%%%/😀", "a@b:c" })
            Check(calls.Apply(new Document("d", "x").With(WellKnownAnnotations.Url, url)));
        // The same scratch serves small documents after a large one.
        Check(calls.Apply(Long));
        Check(calls.Apply(Prose));
        Check(calls.Apply("a b"));
    }

    /// <summary>A line of 10 MB without white space.</summary>
    private static Document Long { get; } = new("long", new string('x', 10_000_000));

    /// <summary>A line of words with marks that rules look at.</summary>
    private static Document Prose { get; } = MakeProse();

    private static Document MakeProse()
    {
        var text = new StringBuilder();
        for (int i = 0; text.Length < 300_000; i++)
            text.Append(PeerCases.Word(i * 7919 % 160_000)).Append(i % 9 == 0 ? ". " : i % 31 == 0 ? " (1) [x] _y_ *z* " : " ");
        return new("prose", text.ToString());
    }

    private static SynchronousStage Make(int number) =>
        number < PeerCases.All.Count ? PeerCases.All[number].Make() : PeerCases.Others[number - PeerCases.All.Count]();

    private static void Check(StageResult result)
    {
        if (result.Document is { } document) Assert.True(System.Text.Unicode.Utf8.IsValid(document.Utf8Text.Span));
    }
}
