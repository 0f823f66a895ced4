using DataCuration.TestKit;
using DataCuration.Training;

namespace DataCuration.Mixing.Tests.Curricula;

public sealed class CurriculumTests : IDisposable
{
    private static readonly AnnotationKey<double> Perplexity = new("perplexity");
    private readonly RunFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Fit_HundredDocuments_GivesEqualPartsEasyToHard()
    {
        CurationRun run = folder.Run();
        double[] values = [.. Enumerable.Range(0, 100).Select(i => ((i * 37) % 100) - 20.5)];
        Corpus corpus = Rated(values).Append(new Document("unrated", "x")) is var documents ? Corpus.FromDocuments(documents) : null!;
        Curriculum curriculum = await corpus.FitAsync(new CurriculumFit { Parts = 4 }, run);
        Assert.Equal([4.5, 29.5, 54.5], curriculum.Limits);
        List<Document> tagged = await RunFolder.Read(corpus.Pipe(new CurriculumTagger(curriculum)), run);
        Assert.Equal([25, 25, 25, 25], tagged.GroupBy(one => one.Get(CurriculumTagger.Part)).OrderBy(group => group.Key).Select(group => group.Count()));
        Assert.True(tagged.Where(one => one.Get(CurriculumTagger.Part) == "0").Max(one => one.Get(Perplexity))
            < tagged.Where(one => one.Get(CurriculumTagger.Part) == "1").Min(one => one.Get(Perplexity)));
    }

    [Fact]
    public async Task Fit_FewerDocumentsThanParts_LeavesPartsEmpty()
    {
        Curriculum curriculum = await Corpus.FromDocuments(Rated([3, 1])).FitAsync(new CurriculumFit { Parts = 5 }, folder.Run());
        Assert.Equal(5, curriculum.Parts);
        Assert.True(curriculum.PartOf(1) < curriculum.PartOf(3));
        using var stream = new MemoryStream();
        curriculum.WriteJson(stream);
        string path = folder.Inputs.Write("curriculum.json", stream.ToArray());
        Assert.Equal(curriculum.Fingerprint, Curriculum.Load(path).Fingerprint);
    }

    [Fact]
    public async Task Fit_NoRating_SaysWhatToRun()
    {
        CurationException error = await Assert.ThrowsAnyAsync<CurationException>(
            () => Corpus.FromDocuments([new Document("1", "x")]).FitAsync(new CurriculumFit(), folder.Run()));
        Assert.Contains("PerplexityTagger", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void ToTokenMixture_Parts_FollowEachOther()
    {
        using TokenShards easy = TokenShardFolder.WriteTexts(folder.Inputs["easy"], [new string('a', 299)]);
        using TokenShards hard = TokenShardFolder.WriteTexts(folder.Inputs["hard"], [new string('b', 99)]);
        var curriculum = new Curriculum("perplexity", [10]);
        TokenMixture mixture = curriculum.ToTokenMixture([easy, hard]);
        Assert.Equal([0.75, 1], mixture.Phases.Select(phase => phase.Until));
        Assert.Equal([1, 0], mixture.Phases[0].Weights!);
        Assert.Equal(folder.Inputs["hard"], curriculum.ToTokenMixture([easy, hard], reverse: true).Parts[0].Shards.Folder);
        Assert.Throws<ArgumentException>(() => curriculum.ToTokenMixture([easy]));
    }

    private static IEnumerable<Document> Rated(double[] values) => values.Select((value, i) => new Document($"d{i}", "text").With(Perplexity, value));
}
