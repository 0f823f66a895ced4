using System.Text;
using System.Text.Json;
using DataCuration.TestKit;

namespace DataCuration.Selection.Tests;

public sealed class DomainShiftTests : IDisposable
{
    private readonly RunFolder folder = new(inMemory: true);

    public void Dispose() => folder.Dispose();

    [Fact]
    public async Task Fit_EqualAndOtherCorpora_AreNearAndFar()
    {
        CurationRun run = folder.Run();
        var embedding = new EmbeddingFit(new TransportVectors.Embedder());
        Corpus pool = Make("cat", 0), same = Make("cat", 1_000), other = Make("dog", 2_000);
        DomainShiftReport near = await pool.FitAsync(new DomainShiftFit(same, embedding) { SampleDocuments = 60 }, run);
        DomainShiftReport far = await pool.FitAsync(new DomainShiftFit(other, embedding) { SampleDocuments = 60 }, run);
        Assert.True(near.Divergence < far.Divergence && near.ReverseDivergence < far.ReverseDivergence && near.JensenShannon < far.JensenShannon);
        Assert.InRange(far.JensenShannon, 0, Math.Log(2) + 1e-9);
        Assert.True(near.TransportCost < far.TransportCost && near.SinkhornDivergence < 0.01 && far.SinkhornDivergence > 0.5);
        Assert.True(Math.Abs(near.Discrepancy) < 0.05 && far.Discrepancy > 0.5);
        Assert.Equal((80L, 80L, 60L), (far.Documents, far.OtherDocuments, far.SampledVectors));
        using var json = new MemoryStream();
        far.WriteJson(json);
        using JsonDocument read = JsonDocument.Parse(json.ToArray());
        Assert.Equal(far.Discrepancy, read.RootElement.GetProperty("mmd_squared").GetDouble());
        Assert.Contains("kl_reverse", far.ToString(), StringComparison.Ordinal);
        Assert.All(far.ToRows(), row => Assert.Equal(DomainShiftReport.Columns.Count, row.Count));
        Assert.Equal(far.Divergence, far.ToRows().Single(row => row[0].AsString() == "kl")[1].AsNumber());
    }

    [Fact]
    public async Task Fit_NoVectors_ComparesNGrams()
    {
        DomainShiftReport report = await Make("cat", 0).FitAsync(new DomainShiftFit(Make("cat", 0)), folder.Run());
        Assert.Equal((0.0, 0.0, 0L), (report.Divergence, report.JensenShannon, report.SampledVectors));
        Assert.True(double.IsNaN(report.Discrepancy) && double.IsNaN(report.TransportCost));
        var empty = new DomainShiftFit(Corpus.FromDocuments([new("e", "")]));
        await Assert.ThrowsAsync<InsufficientDataException>(() => Make("cat", 0).FitAsync(empty, folder.Run()));
    }

    [Fact]
    public void Squared_SmallSets_FollowsTheFormula()
    {
        VectorSet x = TransportVectors.Set([0, 1], 1), y = TransportVectors.Set([0, 3], 1);
        double Kernel(double distance) => Math.Exp(-distance * distance / (2 * 1.5 * 1.5));
        double expected = Kernel(1) + Kernel(3) - (2 * (Kernel(0) + Kernel(3) + Kernel(1) + Kernel(2)) / 4);
        Assert.Equal(expected, KernelDiscrepancy.Squared(x, y, 1.5), 1e-12);
        // The distances are 0, 1, 1, 2, 3, 3.
        Assert.Equal(Math.Sqrt((1 + 4) / 2.0), KernelDiscrepancy.MedianDistance(x, y), 1e-12);
        Assert.Throws<InsufficientDataException>(() => KernelDiscrepancy.Squared(x, TransportVectors.Set([1], 1), 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => KernelDiscrepancy.Squared(x, y, 0));
    }

    private static Corpus Make(string word, int first) =>
        Corpus.FromDocuments(Enumerable.Range(first, 80).Select(i => new Document($"d{i}", $"{word} {word}s and number {i % 9}")));
}

/// <summary>The report passes the tests for fits.</summary>
public sealed class DomainShiftConformanceTests : CorpusFitConformance<DomainShiftReport>
{
    protected override CorpusFit<DomainShiftReport> Create() => Make("one");

    protected override CorpusFit<DomainShiftReport> CreateOther() => Make("two");

    protected override string Fingerprint(DomainShiftReport artifact)
    {
        using var json = new MemoryStream();
        artifact.WriteJson(json);
        return Encoding.UTF8.GetString(json.ToArray());
    }

    private static DomainShiftFit Make(string word) => new(Corpus.FromDocuments(Enumerable.Range(0, 20).Select(i => new Document($"t{i}", $"{word} {i}"))),
        new EmbeddingFit(new TransportVectors.Embedder()))
    { SampleDocuments = 50 };
}
