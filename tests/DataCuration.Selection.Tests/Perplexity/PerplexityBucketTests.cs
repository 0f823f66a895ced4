using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class PerplexityBucketTests : IDisposable
{
    private readonly RunFolder folder = new(inMemory: true);

    [Fact]
    public async Task Fit_OneGroup_GivesNumPyPercentiles()
    {
        // numpy.percentile(range(1, 11), [30, 60]) = [3.7, 6.4]
        PerplexityBuckets buckets = await Corpus.FromDocuments(Documents(10, i => i + 1, _ => "en")).FitAsync(new PerplexityBucketFit { GroupField = null },
            folder.Run());
        PerplexityCutoff only = Assert.Single(buckets.Cutoffs);
        Assert.Equal(("", 10L), (only.Group, only.Documents));
        Assert.Equal(3.7, only.Head, 1e-12);
        Assert.Equal(6.4, only.Tail, 1e-12);
    }

    [Fact]
    public async Task Fit_Languages_HaveTheirOwnCutoffsAndStagesApplyThem()
    {
        CurationRun run = folder.Run();
        Document[] documents = [.. Documents(100, i => (i * 37 % 100) + 1, i => "en"), .. Documents(50, i => 1000 + (i * 7 % 50), i => "de"),
            new("x", "no perplexity")];
        Corpus corpus = Corpus.FromDocuments(documents);
        PerplexityBuckets buckets = await corpus.FitAsync(new PerplexityBucketFit { MemoryBytes = 1 << 20 }, run);
        Assert.Equal(["de", "en"], buckets.Cutoffs.Select(cutoff => cutoff.Group));
        Assert.Equal(1 + (99 * 0.3), buckets.Cutoffs[1].Head, 1e-9);
        List<Document> tagged = await RunFolder.Read(corpus.Pipe(new PerplexityBucketTagger(buckets)), run);
        Assert.Equal(["all 1", "head 45", "middle 45", "tail 60"], tagged.GroupBy(document => document.Get(PerplexityBucketTagger.Bucket))
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key} {group.Count()}"));
        await corpus.Pipe(new PerplexityBucketFilter(buckets)).WriteJsonlAsync("kept", run);
        Assert.Equal(90, run.Reports[^1].Kept);
        Assert.Equal(["no_perplexity 1", "perplexity_tail 60"], run.Reports[^1].Stages.SelectMany(stage => stage.DroppedByReason)
            .OrderBy(reason => reason.Key, StringComparer.Ordinal).Select(reason => $"{reason.Key} {reason.Value}"));
        Assert.Single(await RunFolder.Read(corpus.Pipe(new PerplexityBucketFilter(buckets) { Keep = [PerplexityBucket.All] }), run));
    }

    /// <summary>The fit names groups by text; the stages must find them by it.</summary>
    [Fact]
    public async Task Fit_GroupsThatAreNumbers_AreFoundByTheStages()
    {
        CurationRun run = folder.Run();
        Corpus corpus = Corpus.FromDocuments(Enumerable.Range(0, 40).Select(i => new Document($"d{i}", "text")
            .With(new AnnotationKey<int>("year"), 2000 + (i % 2)).With(new AnnotationKey<double>("perplexity"), i)));
        PerplexityBuckets buckets = await corpus.FitAsync(new PerplexityBucketFit { GroupField = "year" }, run);
        Assert.Equal(["2000", "2001"], buckets.Cutoffs.Select(cutoff => cutoff.Group));
        List<Document> tagged = await RunFolder.Read(corpus.Pipe(new PerplexityBucketTagger(buckets)), run);
        Assert.Equal(["head 12", "middle 12", "tail 16"], tagged.GroupBy(document => document.Get(PerplexityBucketTagger.Bucket))
            .OrderBy(group => group.Key, StringComparer.Ordinal).Select(group => $"{group.Key} {group.Count()}"));
    }

    [Fact]
    public async Task Fit_NoPerplexities_ThrowsWithTheFields()
    {
        InsufficientDataException e = await Assert.ThrowsAsync<InsufficientDataException>(
            () => Corpus.FromDocuments([new Document("x", "text").With(new AnnotationKey<double>("perplexty"),
                1)]).FitAsync(new PerplexityBucketFit { GroupField = null }, folder.Run()));
        Assert.Contains("perplexty", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Json_ReadBack_IsEqual()
    {
        var buckets = new PerplexityBuckets("p", "language", [new("fr", 9, 2.5, 3.5), new("en", 10, 1, 1)]);
        using var stream = new MemoryStream();
        buckets.WriteJson(stream);
        PerplexityBuckets read = PerplexityBuckets.Load(folder.Inputs.Write("b.json", stream.ToArray()));
        Assert.Equal(buckets.Fingerprint, read.Fingerprint);
        Assert.Equal(buckets.Cutoffs.AsEnumerable(), read.Cutoffs);
        Assert.Equal((PerplexityBucket.Tail, PerplexityBucket.Middle, PerplexityBucket.All, PerplexityBucket.All),
            (read.Find("en", 1), read.Find("fr", 2.5), read.Find("fr", double.NaN), read.Find("xx", 1)));
        Assert.Contains("fr", read.ToString(), StringComparison.Ordinal);
        Assert.Throws<InvalidDataException>(() => PerplexityBuckets.Load(folder.Inputs.Write("c.json", "{}")));
    }

    [Theory]
    [InlineData("\"version\": 1", "\"version\": 2", "has version 2; this library reads 1")]
    [InlineData("\"version\": 1", "\"version\": \"1\"", "is not a file of perplexity buckets")]
    [InlineData("\"documents\": 9", "\"documents\": 9.5", "is not a file of perplexity buckets")]
    [InlineData("\"head\": 2.5", "\"head\": 4.5", "the first must not be above the second")]
    [InlineData("\"tail\"", "\"end\"", "is not a file of perplexity buckets")]
    public void Load_ChangedFile_SaysWhat(string old, string replacement, string expected)
    {
        using var stream = new MemoryStream();
        new PerplexityBuckets("p", "language", [new("fr", 9, 2.5, 3.5)]).WriteJson(stream);
        string text = System.Text.Encoding.UTF8.GetString(stream.ToArray());
        Assert.Contains(old, text, StringComparison.Ordinal);
        string path = folder.Inputs.Write("changed.json", text.Replace(old, replacement, StringComparison.Ordinal));
        InvalidDataException error = Assert.Throws<InvalidDataException>(() => PerplexityBuckets.Load(path));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains("changed.json", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Constructor_WrongCutoffs_Throws()
    {
        Assert.Throws<ArgumentException>(() => new PerplexityBuckets("p", null, [new("", 1, 2, 1)]));
        Assert.Throws<ArgumentException>(() => new PerplexityBuckets("p", "g", [new("a", 1, 1, 2), new("a", 1, 1, 2)]));
        Assert.Throws<ArgumentException>(() => new PerplexityBuckets("p", null, [new("en", 1, 1, 2)]));
    }

    public void Dispose() => folder.Dispose();

    private static IEnumerable<Document> Documents(int count, Func<int, double> perplexity, Func<int, string> language) =>
        Enumerable.Range(0, count).Select(i => new Document($"{language(i)}{i}", "text").Edit().Set(PerplexityTagger.Perplexity, perplexity(i))
            .Set(LanguageTagger.Language, language(i)).Build());
}
