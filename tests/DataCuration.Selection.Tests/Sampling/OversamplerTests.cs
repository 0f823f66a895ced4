using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class OversamplerTests : IDisposable
{
    private readonly RunFolder folder = new();

    public void Dispose() => folder.Dispose();

    private async Task<List<Document>> RunAsync(int count, double factor, ulong seed = 0) => await RunFolder.Read(
        RunFolder.Documents(count).Pipe(new Oversampler { Factor = factor }), folder.Run(options => options with { Seed = seed }));

    [Theory]
    [InlineData(1, 50)]
    [InlineData(2, 100)]
    [InlineData(3, 150)]
    public async Task Repeat_WholeFactor_RepeatsEveryDocument(double factor, int expected)
    {
        List<Document> documents = await RunAsync(50, factor);
        Assert.Equal(expected, documents.Count);
        Assert.Equal(expected, documents.Select(document => document.Id).Distinct().Count());
        Assert.Equal(50, documents.Count(document => !document.TryGet(Oversampler.Copy, out int _)));
    }

    [Fact]
    public async Task Repeat_Fraction_RepeatsThatShareByIdAndSeed()
    {
        List<Document> documents = await RunAsync(2_000, 1.5);
        // Five standard deviations of a binomial distribution with p = 0.5.
        Assert.InRange(documents.Count, 3_000 - 112, 3_000 + 112);
        Assert.Equal(["d0", "d1", "d2"], documents.Where(document => !document.Id.Contains('#', StringComparison.Ordinal)).Take(3).Select(one => one.Id));
        Assert.All(documents, document => Assert.Equal($"text of {document.Id.Split('#')[0]}", document.Text));
        Assert.Equal(documents.Select(document => document.Id), (await RunAsync(2_000, 1.5)).Select(document => document.Id));
        Assert.NotEqual(documents.Select(document => document.Id), (await RunAsync(2_000, 1.5, seed: 1)).Select(document => document.Id));
        // A larger factor repeats the same documents and more.
        HashSet<string> more = [.. (await RunAsync(2_000, 1.7)).Select(document => document.Id)];
        Assert.All(documents, document => Assert.Contains(document.Id, more));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Create_WrongFactor_Throws(double factor) => Assert.Throws<ArgumentOutOfRangeException>(() => new Oversampler { Factor = factor });
}
