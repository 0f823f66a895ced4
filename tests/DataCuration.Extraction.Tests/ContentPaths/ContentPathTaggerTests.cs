using DataCuration.TestKit;

namespace DataCuration.Extraction.Tests;

public sealed class ContentPathTaggerTests
{
    private const string Math = @"\alpha \beta \gamma \sum \int", Question = "Which of these?\nA. x\nB. y\nC. z\nD. w";

    [Theory]
    [InlineData("plain", "", "web", "")]
    [InlineData("plain", "code", "code", "code")]
    [InlineData(Math, "code,math", "math", "code,math")]
    [InlineData(Math, "code", "code", "code")]
    [InlineData(Math, null, "math", "math")]
    [InlineData(Math + Question, "math", "question", "math,question")]
    public async Task Transform_Document_GetsItsPaths(string text, string? candidates, string path, string paths)
    {
        var document = new Document("1", text);
        if (candidates is not null) document = document.With(ContentPathExtractor.Candidates, candidates);
        Document tagged = await RunAsync(new ContentPathTagger(), document);
        Assert.Equal((path, paths), (tagged.Get(ContentPathTagger.Path), tagged.Get(ContentPathTagger.Paths)));
    }

    [Theory]
    [InlineData(0.5, ContentPaths.Math)]
    [InlineData(0.49, ContentPaths.None)]
    public void Classify_UndecidedMath_IsLeftToTheScorer(double score, ContentPaths expected) =>
        Assert.Equal(expected, new ContentPathTagger { MathScorer = new Fixed(score) }.Classify(new Document("1", @"\alpha \beta")));

    [Theory]
    [InlineData(0.825, ContentPaths.Question)]
    [InlineData(0.824, ContentPaths.None)]
    public void Classify_Question_IsConfirmedByTheScorer(double score, ContentPaths expected) =>
        Assert.Equal(expected, new ContentPathTagger { QuestionScorer = new Fixed(score) }.Classify(new Document("1", Question)));

    [Fact]
    public async Task Extract_RawPage_RecordsItsCandidates()
    {
        using var folder = new RunFolder();
        folder.Inputs.Write("raw/1.html", "<pre>x</pre>");
        List<Document> documents =
            await RunFolder.Read(RawCorpus.FromFiles(folder.Inputs["raw/*"]).Extract(new ContentPathExtractor(new Verbatim())), folder.Run());
        Assert.Equal("code", Assert.Single(documents).Get(ContentPathExtractor.Candidates));
    }

    [Fact]
    public async Task Partition_ByPath_WritesAFolderForEach()
    {
        using var folder = new TemporaryFolder();
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder.Path });
        await Corpus.FromDocuments([new Document("1", Math), new Document("2", "plain")]).Pipe(new ContentPathTagger())
            .WritePartitionedAsync("out", document => document.Get(ContentPathTagger.Path), run, cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["math", "web"], Directory.GetDirectories(folder["out"]).Select(path => Path.GetFileName(path)!)
            .Where(name => name[0] != '.').Order(StringComparer.Ordinal));
    }

    private static async Task<Document> RunAsync(Stage stage, Document document)
    {
        using var folder = new TemporaryFolder();
        using var run = new CurationRun(new RunOptions { WorkDirectory = folder.Path });
        Document? result = null;
        await foreach (Document made in Corpus.FromDocuments([document]).Pipe(stage).AsAsyncEnumerable(run, TestContext.Current.CancellationToken))
            result = made;
        return result!;
    }

    private sealed class Fixed(double score) : IContentPathScorer
    {
        public void Describe(FingerprintWriter writer) => writer.Add("score", score);

        public double Score(Document document) => score;
    }

    private sealed class Verbatim : IDocumentExtractor
    {
        public string Name => "verbatim";

        public void Describe(FingerprintWriter writer) => writer.Add("kind", "verbatim");

        public ValueTask<ExtractionResult> ExtractAsync(RawDocument document, StageContext context, CancellationToken cancellationToken) =>
            new(ExtractionResult.Extracted(new Document(document.Id, System.Text.Encoding.UTF8.GetString(document.Content.Span))));
    }
}
