using System.Text;
using System.Text.Json;
using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class DateSliceTests : IDisposable
{
    private readonly RunFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1749, null)]
    [InlineData(1750, "1750-1820")]
    [InlineData(1819, "1750-1820")]
    [InlineData(1820, "1820-1850")]
    [InlineData(1939, "1910-1940")]
    [InlineData(1940, null)]
    public void Find_Bounds_AreHalfOpen(int year, string? slice) => Assert.Equal(slice, DateSlices.Historical.Find(year));

    [Theory]
    [InlineData("1834", 1834)]
    [InlineData("c. 1834-05-01", 1834)]
    [InlineData("18340501, 1851", 1851)]
    [InlineData("-0043-03-20T00:00:00Z", -43)]
    [InlineData("+1819-08-01T00:00:00Z", 1819)]
    [InlineData("pages 12-1834", 1834)]
    [InlineData("980", 980)]
    [InlineData(" -43 ", -43)]
    [InlineData("17", 17)]
    [InlineData("about 980", null)]
    [InlineData("0", null)]
    [InlineData("0000-00-00", null)]
    [InlineData("18340501", null)]
    [InlineData("--43", null)]
    [InlineData("-", null)]
    [InlineData("", null)]
    public void Read_Values_TakesWholeNumbersOrFourDigits(string value, int? year) => Assert.Equal(year, YearText.Read(value));

    /// <summary>Years of antiquity have fewer than four digits, and a sign before the common era.</summary>
    [Fact]
    public async Task Transform_AuthorOfAntiquity_RejectsALaterPrinting()
    {
        Document book = Book("printed", "1851").Edit().Set("written", AnnotationValue.FromInteger(8))
            .Set("author_birth", AnnotationValue.FromInteger(-43)).Set("author_death", AnnotationValue.FromInteger(17)).Build();
        DateSliceTagger tagger = new() { DateFields = ["printed", "written"], Slices = new([-100, 1, 100, 1900]) };
        Document dated = Assert.Single(await Run(tagger, book));
        Assert.Equal((8, "1-100", "written"), (dated.Get(DateSliceTagger.Year), dated.Get(DateSliceTagger.Slice), dated.Get(DateSliceTagger.Field)));
    }

    [Fact]
    public async Task Transform_DateAfterDeath_IsRejectedForTheNextField()
    {
        Document book = Book("printed", "1905").Edit().Set("first", AnnotationValue.FromString("1847")).Set("translated", AnnotationValue.FromString("1848"))
            .Set("author_birth", AnnotationValue.FromInteger(1818)).Set("author_death", AnnotationValue.FromString("1848")).Build();
        Document dated = Assert.Single(await Run(new DateSliceTagger { DateFields = ["printed", "first", "translated"] }, book));
        Assert.Equal((1847, "1820-1850", "first"), (dated.Get(DateSliceTagger.Year), dated.Get(DateSliceTagger.Slice), dated.Get(DateSliceTagger.Field)));
        Assert.Equal(2 / 3.0, dated.Get(DateSliceTagger.Confidence), 1e-12);
        Assert.True(dated.TryGetValue("date_evidence", out AnnotationValue evidence));
        using JsonDocument json = JsonDocument.Parse(evidence.AsJson());
        Assert.Equal(["after_death", "accepted", "accepted"], json.RootElement.EnumerateArray().Select(one => one.GetProperty("verdict").GetString()));
    }

    [Fact]
    public async Task Transform_BirthYear_IsNotAfterBirth()
    {
        Document born = Book("year", "1820").Edit().Set("author_birth", AnnotationValue.FromInteger(1820)).Build();
        Document late = Book("year", "1950"), none = Book("x", "y");
        Assert.Empty(await Run(new DateSliceTagger(), born, late, none));
        List<Document> kept = await Run(new DateSliceTagger { KeepsUndated = true }, born, late, none);
        Assert.Equal(3, kept.Count);
        Assert.All(kept, document => Assert.False(document.TryGet(DateSliceTagger.Slice, out string? _)));
    }

    [Fact]
    public void Slices_BadBounds_SayWhy()
    {
        Assert.Throws<ArgumentException>(() => new DateSlices([1800]));
        Assert.Contains("1700", Assert.Throws<ArgumentException>(() => new DateSlices([1800, 1700])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Remover_TwoChapters_KeepsTheSecond()
    {
        string prose = string.Concat(Enumerable.Repeat("It was a dark night. ", 20));
        string contents = "CHAPTER I\nCHAPTER II\nCHAPTER III\n";
        string book = $"A Title\n{contents}\nCHAPTER I. The Storm\n{prose}\nChapter the second\n{prose}\nChapter 3\n{prose}";
        Document kept = Assert.Single(await Run(new FirstChapterRemover(), new Document("b", book)));
        Assert.Equal(book[book.IndexOf("Chapter the second", StringComparison.Ordinal)..], kept.Text);
        Assert.Equal($"Chapter 1\n{prose}", Assert.Single(await Run(new FirstChapterRemover(), new Document("s", $"Chapter 1\n{prose}"))).Text);
        Assert.Equal("no chapters", Assert.Single(await Run(new FirstChapterRemover(), new Document("n", "no chapters"))).Text);
    }

    private static Document Book(string name, string value) => new Document("b", "text").Edit().Set(name, AnnotationValue.FromString(value)).Build();

    private Task<List<Document>> Run(Stage stage, params Document[] documents) => RunFolder.Read(Corpus.FromDocuments(documents).Pipe(stage), folder.Run());
}

/// <summary>The tagger passes the tests for stages.</summary>
public sealed class DateSliceConformance : StageConformance
{
    protected override Stage Create() => new DateSliceTagger();

    protected override Stage CreateOther() => new DateSliceTagger { Slices = new([1800, 1900, 2000]) };

    protected override IEnumerable<Document> Documents() =>
        Enumerable.Range(0, 60).Select(i => new Document($"d{i}", $"text {i}").With(new AnnotationKey<int>("year"), 1740 + (4 * i)));
}
