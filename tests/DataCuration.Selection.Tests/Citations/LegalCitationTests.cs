using System.Text.Json;
using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class LegalCitationTests : IDisposable
{
    private readonly RunFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("See Brown v. Board, 347 U.S. 483 (1954).", "case", "347 U.S. 483 (1954)")]
    [InlineData("Smith, 410 F.2d 789, 792-93 (2d Cir. 1969), held", "case", "410 F.2d 789, 792-93 (2d Cir. 1969)")]
    [InlineData("at 123 F. Supp. 3d 456 (S.D.N.Y. 2015)", "case", "123 F. Supp. 3d 456 (S.D.N.Y. 2015)")]
    [InlineData("in 140 S. Ct. 1731, the", "case", "140 S. Ct. 1731")]
    [InlineData("and 12 N.E.2d 34 too", "case", "12 N.E.2d 34")]
    [InlineData("under 42 U.S.C. § 1983.", "statute", "42 U.S.C. § 1983")]
    [InlineData("15 U.S.C. § 78j(b) and", "statute", "15 U.S.C. § 78j(b)")]
    [InlineData("Rule 10b-5, 17 C.F.R. § 240.10b-5, says", "regulation", "17 C.F.R. § 240.10b-5")]
    public async Task Transform_Citation_IsFound(string text, string kind, string expected)
    {
        (string Kind, string Text, int Start, int End) one = Assert.Single(await Find("𝒜 " + text));
        Assert.Equal((kind, expected), (one.Kind, one.Text));
        // Offsets are code points: the first character is one of them, and two UTF-16 units.
        int start = ("𝒜 " + text).IndexOf(expected, StringComparison.Ordinal) - 1;
        Assert.Equal((start, start + expected.Length), (one.Start, one.End));
    }

    [Theory]
    [InlineData("In 1954 U.S. courts decided 12 cases.")]
    [InlineData("version 1.347 U.S. 483")]
    [InlineData("No citation at all")]
    public async Task Transform_NoCitation_FindsNone(string text) => Assert.Empty(await Find(text));

    [Fact]
    public async Task Transform_TwoCitations_AreCounted()
    {
        Document tagged = await Tag("347 U.S. 483 (1954); 42 U.S.C. § 1983");
        Assert.Equal(2, tagged.Get(LegalCitationTagger.Count));
    }

    private async Task<(string Kind, string Text, int Start, int End)[]> Find(string text)
    {
        Assert.True((await Tag(text)).TryGetValue("citations", out AnnotationValue value));
        using JsonDocument json = JsonDocument.Parse(value.AsJson());
        return [.. json.RootElement.EnumerateArray().Select(one => (one.GetProperty("kind").GetString()!, one.GetProperty("text").GetString()!,
            one.GetProperty("start").GetInt32(), one.GetProperty("end").GetInt32()))];
    }

    private async Task<Document> Tag(string text) =>
        Assert.Single(await RunFolder.Read(Corpus.FromDocuments([new Document("d", text)]).Pipe(new LegalCitationTagger()), folder.Run()));
}

/// <summary>The tagger passes the tests for stages.</summary>
public sealed class LegalCitationConformance : StageConformance
{
    protected override Stage Create() => new LegalCitationTagger();

    protected override Stage CreateOther() => new LegalCitationTagger { Field = "other" };

    protected override IEnumerable<Document> Documents() => Enumerable.Range(0, 40)
        .Select(i => new Document($"d{i}", $"as in {i + 100} U.S. {i} (19{i + 10})"));
}
