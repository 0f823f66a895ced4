using DataCuration.TestKit;

namespace DataCuration.Tests;

public sealed class LanguageStageTests
{
    [Fact]
    public async Task Tagger_Text_IsTaggedWithTheBestLanguage()
    {
        Document document = Assert.Single(await RunAsync(new LanguageTagger(new Fixed(("en", 0.9), ("de", 0.1))), new Document("1", "text")));
        Assert.Equal("en", document.Get(LanguageTagger.Language));
        Assert.Equal(0.9, document.Get(LanguageTagger.Score));
    }

    [Fact]
    public async Task Tagger_NothingKnown_IsUndetermined()
    {
        Document document = Assert.Single(await RunAsync(new LanguageTagger(new Fixed()), new Document("1", "1234")));
        Assert.Equal((LanguageTags.Undetermined, 0.0), (document.Get(LanguageTagger.Language), document.Get(LanguageTagger.Score)));
    }

    [Theory]
    [InlineData(0.4, "da")]
    [InlineData(0.39, "nb")]
    public async Task Tagger_HintOfACloseLanguage_DecidesFromItsShareOn(double score, string expected)
    {
        var tagger = new LanguageTagger(new Fixed(("nb", 0.8), ("da", score))) { HintField = "lang" };
        Document document = Assert.Single(await RunAsync(tagger, new Document("1", "text").With(new AnnotationKey<string>("lang"), "da-DK")));
        Assert.Equal(expected, document.Get(LanguageTagger.Language));
    }

    [Fact]
    public async Task Tagger_MaxBytes_CutsBetweenCharacters()
    {
        var identifier = new Fixed(("en", 1));
        await RunAsync(new LanguageTagger(identifier) { MaxBytes = 4 }, new Document("1", "abcé"));
        Assert.Equal(3, identifier.LastLength);
    }

    [Theory]
    [InlineData("en", 0.65, null)]
    [InlineData("en", 0.64, LanguageFilter.UnsureLanguage)]
    [InlineData("fr", 0.99, LanguageFilter.OtherLanguage)]
    [InlineData(null, 0, LanguageFilter.NoLanguage)]
    public async Task Filter_DocumentAtTheThreshold_IsKeptOrDroppedWithItsReason(string? language, double score, string? reason)
    {
        var document = new Document("1", "text");
        if (language is not null) document = document.Edit().Set(LanguageTagger.Language, language).Set(LanguageTagger.Score, score).Build();
        var filter = new LanguageFilter("eng", "de-AT");
        Assert.Equal(reason, filter.Evaluate(document, null!).Reason);
        Assert.Equal(reason is null ? 1 : 0, (await RunAsync(filter, document)).Length);
    }

    [Fact]
    public async Task Filter_NoDocumentHasALanguage_SaysWhatIsMissing()
    {
        using var folder = new RunFolder();
        CurationException exception = await Assert.ThrowsAsync<CurationException>(
            () => RunFolder.Documents(3).Pipe(new LanguageFilter("en")).WriteJsonlAsync("out", folder.Run()));
        Assert.Contains("dropped all 3 documents", exception.Message, StringComparison.Ordinal);
        Assert.Contains("Put a LanguageTagger in front of the filter.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Filter_OtherLanguages_HaveAnotherFingerprint()
    {
        static string Fingerprint(LanguageFilter filter)
        {
            var writer = new FingerprintWriter();
            filter.Describe(writer);
            return writer.ToFingerprint();
        }
        Assert.Equal(Fingerprint(new LanguageFilter("en", "de")), Fingerprint(new LanguageFilter("deu", "en-US", "en")));
        Assert.NotEqual(Fingerprint(new LanguageFilter("en", "de")), Fingerprint(new LanguageFilter("en")));
        Assert.Throws<ArgumentException>(() => new LanguageFilter());
        Assert.Throws<ArgumentException>(() => new LanguageFilter("12"));
    }

    [Theory]
    [InlineData("en-US", "en")]
    [InlineData("eng_Latn", "en")]
    [InlineData("EN", "en")]
    [InlineData("zho_Hans", "zh")]
    [InlineData("ger", "de")]
    [InlineData("yue", "yue")]
    [InlineData("x", null)]
    [InlineData("e1", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void Primary_Tag_IsShortened(string? tag, string? expected) => Assert.Equal(expected, LanguageTags.Primary(tag));

    private static async Task<Document[]> RunAsync(Stage stage, Document document)
    {
        using var folder = new TemporaryFolder();
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder.Path });
        List<Document> result = [];
        await foreach (Document made in Corpus.FromDocuments([document]).Pipe(stage).AsAsyncEnumerable(run, TestContext.Current.CancellationToken))
            result.Add(made);
        return [.. result];
    }

    private sealed class Fixed(params (string Language, double Score)[] answers) : ILanguageIdentifier
    {
        public int LastLength { get; private set; }

        public string Name => "fixed";

        public void Describe(FingerprintWriter writer) => writer.Add("kind", "fixed");

        public int Identify(ReadOnlySpan<byte> utf8Text, Span<LanguageScore> languages)
        {
            LastLength = utf8Text.Length;
            int count = Math.Min(answers.Length, languages.Length);
            for (int i = 0; i < count; i++) languages[i] = new(answers[i].Language, answers[i].Score);
            return count;
        }
    }
}
