namespace DataCuration.Mixing.Tests.Curricula;

public sealed class DomainOrderTests
{
    private static readonly string[] Domains = ["law", "code", "math", "news"];

    [Fact]
    public void BySimilarity_FromAStart_FollowsTheNearest()
    {
        ReadOnlyMemory<float>[] centres = [new float[] { 1, 0 }, new float[] { 0, 1 }, new float[] { 0.3f, 1 }, new float[] { 2, 1 }];
        Assert.Equal(["law", "news", "math", "code"], DomainOrder.BySimilarity(Domains, centres, "law"));
        Assert.Equal(["news", "law", "math", "code"], DomainOrder.BySimilarity(Domains, centres));
        Assert.Throws<ArgumentException>(() => DomainOrder.BySimilarity(Domains, centres, "web"));
        Assert.Throws<ArgumentException>(() => DomainOrder.BySimilarity(["a"], [new float[] { 0, 0 }]));
    }

    [Fact]
    public void Random_OtherListOrder_GivesTheSameOrder()
    {
        Assert.Equal(DomainOrder.Random(Domains, 3), DomainOrder.Random([.. Domains.Reverse()], 3));
        Assert.True(Enumerable.Range(0, 20).Select(seed => string.Join(' ', DomainOrder.Random(Domains, (ulong)seed))).Distinct().Count() > 5);
    }

    [Fact]
    public void TransferMatrix_TwoDomains_HasForwardAndBackwardTransfer()
    {
        var matrix = new TransferMatrix(["law", "code"], [[5, 4], [3, 3.5], [3.25, 2]]);
        Assert.Equal(0.5, matrix.Forward(1), 12);
        Assert.Equal(-0.25, matrix.Backward(0), 12);
        Assert.Equal(0.5, matrix.MeanForward, 12);
        Assert.Equal(-0.25, matrix.MeanBackward, 12);
        Assert.Equal(1.5, matrix.Gain(1, 1), 12);
        Assert.Contains("| backward transfer | -0.25 | 0 |", matrix.ToMarkdown(), StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => new TransferMatrix(["law"], [[1]]));
    }
}
