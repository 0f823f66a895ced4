using System.Text.Json;
using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class AuthorTaggerTests : IDisposable
{
    private static readonly AuthorTable Table = new(
    [
        new("Herman Melville", 1819, 1891),
        new("Charlotte Brontë", 1816, 1855) { Aliases = ["Currer Bell"] },
        new("John Smith", 1580, 1631),
        new("John Smith", 1781, 1852),
        new("Jon Smith", 1785),
        new("Anonymous of Lille"),
    ]);

    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("Melville, Herman", "", "Herman Melville", "matched", 1)]
    [InlineData("HERMAN MELVILL", "1819", "Herman Melville", "matched", 28 / 29.0)]
    [InlineData("Bronte, Charlotte", "c. 1821", "Charlotte Brontë", "matched", 1)]
    [InlineData("Currer Bell", "", "Charlotte Brontë", "matched", 1)]
    [InlineData("Herman Melville", "1825", null, "birth_differs", 0)]
    [InlineData("Herman Hesse", "", null, "no_match", 0)]
    [InlineData("John Smith", "", null, "ambiguous", 0)]
    [InlineData("John Smith", "1784", "John Smith", "matched", 0.5)]
    [InlineData("-", "", null, "no_match", 0)]
    [InlineData("", "1819", null, "no_name", 0)]
    public async Task Transform_NamesAndBirths_GivesTheVerdict(string name, string birth, string? match, string verdict, double confidence)
    {
        Document tagged = await Tag(Book(name, birth));
        Assert.Equal(verdict, tagged.Get(AuthorTagger.Verdict));
        Assert.Equal(match, tagged.TryGet(AuthorTagger.Match, out string? found) ? found : null);
        Assert.Equal(confidence, tagged.TryGet(AuthorTagger.Confidence, out double value) ? value : 0, 1e-12);
    }

    [Fact]
    public async Task Transform_Match_WritesYearsThatDateTheBook()
    {
        Document tagged = await Tag(Book("Melville, Herman", "").Edit().Set("printed", AnnotationValue.FromInteger(1922))
            .Set("first", AnnotationValue.FromInteger(1851)).Build());
        Document dated = Assert.Single(await RunFolder.Read(Corpus.FromDocuments([tagged])
            .Pipe(new DateSliceTagger { DateFields = ["printed", "first"] }), folder.Run()));
        Assert.Equal((1851, "first"), (dated.Get(DateSliceTagger.Year), dated.Get(DateSliceTagger.Field)));
        Document unknown = await Tag(Book("Herman Melville", "unknown"));
        Assert.True(unknown.TryGetValue("author_birth", out AnnotationValue written) && written.AsString() == "1819");
        // Years that the document has stay.
        Document own = await Tag(Book("Herman Melville", "1817"));
        Assert.True(own.TryGetValue("author_birth", out AnnotationValue birth));
        Assert.True(own.TryGetValue("author_death", out AnnotationValue death));
        Assert.Equal(("1817", "1891"), (birth.AsString(), death.AsString()));
    }

    [Fact]
    public async Task Transform_Candidates_AreTheEvidence()
    {
        Document tagged = await Tag(Book("John Smith", "1784"));
        Assert.True(tagged.TryGetValue("author_evidence", out AnnotationValue evidence));
        using JsonDocument json = JsonDocument.Parse(evidence.AsJson());
        Assert.Equal(["John Smith 100 1781 accepted", "John Smith 100 1580 birth_differs", "Jon Smith 94.74 1785 accepted"],
            json.RootElement.EnumerateArray().Select(one => $"{one.GetProperty("name").GetString()} {one.GetProperty("score").GetRawText()} "
                + $"{one.GetProperty("birth").GetRawText()} {one.GetProperty("verdict").GetString()}"));
        // Another table, and no match: what the first one wrote is gone.
        AuthorTagger other = new(new AuthorTable([new("Somebody")]));
        Document again = Assert.Single(await RunFolder.Read(Corpus.FromDocuments([tagged]).Pipe(other), folder.Run()));
        Assert.False(again.TryGet(AuthorTagger.Match, out string? _));
        Assert.Equal("no_match", again.Get(AuthorTagger.Verdict));
    }

    /// <summary>Years below 1000 and before the common era are years too: the document's own stay, and those of the table date the book.</summary>
    [Fact]
    public async Task Transform_AuthorOfAntiquity_ReadsAndWritesItsYears()
    {
        AuthorTagger tagger = new(new AuthorTable([new("Ovid", -43, 17), new("Avicenna", 980, 1037)]));
        Document ovid = await Tag(Book("Ovid", "-41"), tagger);
        Assert.Equal(("-41", "17"), Years(ovid));
        Document avicenna = await Tag(Book("Avicenna", ""), tagger);
        Assert.Equal(("980", "1037"), Years(avicenna));
        Assert.Equal("birth_differs", (await Tag(Book("Avicenna", "970"), tagger)).Get(AuthorTagger.Verdict));
        Document printed = avicenna.Edit().Set("year", AnnotationValue.FromInteger(1780)).Build();
        Assert.Empty(await RunFolder.Read(Corpus.FromDocuments([printed]).Pipe(new DateSliceTagger()), folder.Run()));
    }

    [Fact]
    public async Task Transform_SecondPassWithAnotherTable_GivesWhatAFirstPassGives()
    {
        AuthorTagger first = new(new AuthorTable([new("Herman Melville", 1719, 1791)])), second = new(Table);
        AuthorTagger none = new(new AuthorTable([new("Somebody")]));
        foreach (string birth in (string[])["", "1817", "1719"])
        {
            Document book = Book("Herman Melville", birth);
            foreach (AuthorTagger tagger in (AuthorTagger[])[second, none])
            {
                Document once = await Tag(book, tagger), twice = await Tag(await Tag(book, first), tagger);
                Assert.Equal(Fields(once), Fields(twice));
                Assert.Equal(Fields(once), Fields(await Tag(once, tagger)));
            }
        }
        // A year that another stage corrected is the document's own.
        Document corrected = (await Tag(Book("Herman Melville", ""), first)).Edit().Set("author_birth", AnnotationValue.FromInteger(1818)).Build();
        Assert.Equal(("1818", "1891"), Years(await Tag(corrected, second)));

        // A year that is removed is null. The document's own may have been an empty text.
        static string Fields(Document document) => string.Join(' ', new[] { "match", "verdict", "birth", "death", "years", "evidence" }.Select(name =>
            !document.TryGetValue("author_" + name, out AnnotationValue value) || value.AsString() == "" ? "null"
                : value.Kind == AnnotationKind.Json ? System.Text.Encoding.UTF8.GetString(value.AsJson().Span) : value.ToString()));
    }

    [Fact]
    public async Task Transform_ManyCandidates_HasTheAuthorInTheEvidence()
    {
        AuthorTagger tagger = new(new AuthorTable([.. Enumerable.Range(0, 30).Select(i => new AuthorRecord("John Smith", 1500 + (10 * i)))]));
        Document tagged = await Tag(Book("John Smith", "1770"), tagger);
        Assert.Equal("matched", tagged.Get(AuthorTagger.Verdict));
        Assert.True(tagged.TryGetValue("author_evidence", out AnnotationValue evidence));
        using JsonDocument json = JsonDocument.Parse(evidence.AsJson());
        Assert.Equal(10, json.RootElement.GetArrayLength());
        Assert.Equal((1770, "accepted"), (json.RootElement[0].GetProperty("birth").GetInt32(), json.RootElement[0].GetProperty("verdict").GetString()));
    }

    /// <summary>A mark is an accent in some scripts, and a vowel or another consonant in others.</summary>
    [Theory]
    [InlineData("Brontë", "BRONTE", true)]
    [InlineData("Τσίπρας", "τσιπρας", true)]
    [InlineData("Достоевский", "достоевскии", true)]
    [InlineData("מֹשֶׁה", "משה", true)]
    [InlineData("कमल", "कमला", false)]
    [InlineData("राम", "रोम", false)]
    [InlineData("นำ", "นิ", false)]
    [InlineData("がく", "かく", false)]
    [InlineData("\u304C", "\u304B\u3099", true)]
    [InlineData("H.M. O'Brien", "obrien h m", true)]
    public void Of_Marks_AreRemovedWhereTheyAreAccents(string left, string right, bool equal) =>
        Assert.Equal(equal, NameForm.Of(left).Text == NameForm.Of(right).Text);

    [Fact]
    public void Find_LargeTable_GivesWhatComparingAllNamesGives()
    {
        var random = new SeededRandom(5);
        string Name() => string.Concat(Enumerable.Range(0, 5 + (int)random.NextInt64(6)).Select(_ => "abcd e"[(int)random.NextInt64(6)])) + "z";
        var table = new AuthorTable([.. Enumerable.Range(0, 2_000).Select(_ => new AuthorRecord(Name()))]);
        for (int i = 0; i < 50; i++)
        {
            string name = Name();
            List<(int, double)> plain = [.. table.Authors.Select((author, number) =>
                {
                    string left = NameForm.Of(name).Text, right = NameForm.Of(author.Name).Text;
                    return (number, 200.0 * NameSimilarity.CommonPlain(left, right) / (left.Length + right.Length));
                }).Where(one => one.Item2 >= 80).OrderByDescending(one => one.Item2).ThenBy(one => one.number)];
            Assert.Equal(plain, table.Find(name, 80));
        }
    }

    [Fact]
    public void Score_AnyNames_EqualsThePlainTable() => Gen.Select(Gen.String[Gen.Char["abcde "], 0, 80], Gen.String[Gen.Char["abcde "], 0, 80])
        .Sample((left, right) =>
        {
            int common = NameSimilarity.CommonPlain(left, right);
            double expected = left.Length + right.Length == 0 ? 0 : 200.0 * common / (left.Length + right.Length);
            return NameSimilarity.Score(left, right) == expected && NameSimilarity.Score(right, left) == expected
                && expected <= NameSimilarity.LargestScore(left.Length, right.Length);
        }, iter: 2_000);

    [Theory]
    [InlineData("{\"name\": \"A B\", \"birth\": \"1819\"}")]
    [InlineData("{\"name\": null}")]
    [InlineData("{\"name\": \"?!\"}")]
    [InlineData("{\"birth\": 1819}")]
    [InlineData("[1]")]
    [InlineData("{\"name\": \"A\", \"aliases\": [1]}")]
    [InlineData("{\"name\": \"A\", \"aliases\": [\"B\", \"...\"]}")]
    [InlineData("{\"name\": \"A\", \"birth\": 18190}")]
    [InlineData("{\"name\": \"A\", \"death\": 0}")]
    public void Load_LineThatIsNoAuthor_IsNamed(string line)
    {
        File.WriteAllLines(folder.Inputs["authors.jsonl"], ["{\"name\": \"Herman Melville\", \"birth\": 1819, \"death\": null}", "", line]);
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => AuthorTable.Load(folder.Inputs["authors.jsonl"]));
        Assert.Contains("Line 3 of ", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Load_Authors_HaveTheirYearsAndAliases()
    {
        File.WriteAllText(folder.Inputs["authors.jsonl"], "{\"name\": \"Herman Melville\", \"birth\": 1819, \"death\": null, \"aliases\": [\"H. M.\"]}\n");
        AuthorRecord author = Assert.Single(AuthorTable.Load(folder.Inputs["authors.jsonl"]).Authors);
        Assert.Equal(("Herman Melville", 1819, null, "H. M."), (author.Name, author.Birth, author.Death, Assert.Single(author.Aliases)));
        File.WriteAllText(folder.Inputs["authors.jsonl"], "\n");
        Assert.Throws<InvalidDataException>(() => AuthorTable.Load(folder.Inputs["authors.jsonl"]));
        Assert.Throws<ArgumentException>(() => new AuthorTable([]));
    }

    private static Document Book(string name, string birth) => new Document("book", "Call me.").Edit().Set("author", AnnotationValue.FromString(name))
        .Set("author_birth", AnnotationValue.FromString(birth)).Build();

    private static (string?, string?) Years(Document document) => (YearText.Value(document, "author_birth"), YearText.Value(document, "author_death"));

    private async Task<Document> Tag(Document book, AuthorTagger? tagger = null) =>
        Assert.Single(await RunFolder.Read(Corpus.FromDocuments([book]).Pipe(tagger ?? new AuthorTagger(Table)), folder.Run()));
}

/// <summary>The stage passes the tests for stages.</summary>
public sealed class AuthorTaggerConformance : StageConformance
{
    protected override Stage Create() => new AuthorTagger(new AuthorTable([new("Herman Melville", 1819, 1891)]));

    protected override Stage CreateOther() => new AuthorTagger(new AuthorTable([new("Herman Melville", 1819, 1892)]));

    protected override IEnumerable<Document> Documents() =>
        Enumerable.Range(0, 60).Select(i => new Document($"d{i}", $"text {i}")
            .With(new AnnotationKey<string>("author"), i % 3 == 0 ? "Melville, H" : "Herman Melville"));
}
