using CsCheck;

namespace DataCuration.Extraction.Tests;

public sealed class BoostedTreesTests
{
    private static readonly BoostedTrees Made = new([0, 3], [new(1, 1, 0.5f), new(-1, 0, 2), new(-1, 0, -3), new(-1, 0, 10)]);

    [Theory]
    [InlineData(0.5f, 12)]
    [InlineData(0.51f, 7)]
    [InlineData(float.NaN, 12)] // comparisons with NaN are false: left
    public void Evaluate_Trees_SumsTheirLeaves(float value, float expected) => Assert.Equal(expected, Made.Evaluate([9, value]));

    [Fact]
    public void Evaluate_ShippedTrees_IsBitIdenticalToTheReference() => Gen.Float.Array[MainContentModel.Width].Sample(static features =>
    {
        foreach (BoostedTrees trees in (ReadOnlySpan<BoostedTrees>)[ExtractionTrees.Shipped.Blocks, ExtractionTrees.Shipped.Context])
            Assert.Equal(BitConverter.SingleToInt32Bits(trees.EvaluateOneByOne(features)), BitConverter.SingleToInt32Bits(trees.Evaluate(features)));
    }, iter: 2_000);

    [Fact]
    public void Read_ChildBeforeItsParent_Throws() =>
        Assert.Throws<InvalidDataException>(() => new BoostedTrees([0, 0, 0, 0], [new(1, 0, 0.5f), new(-1, 0, 2)]));

    [Fact]
    public void Read_Written_EvaluatesAlike() => Assert.Equal(Made.Evaluate([0, 3]), BoostedTrees.Read(Made.ToBytes()).Evaluate([0, 3]));

    [Fact]
    public void Read_DamagedBytes_Throws()
    {
        byte[] bytes = Made.ToBytes();
        Assert.Throws<InvalidDataException>(() => BoostedTrees.Read(bytes.AsSpan(0, bytes.Length - 1)));
        Assert.Throws<InvalidDataException>(() => BoostedTrees.Read("DCTR"u8));
        bytes[0] ^= 1;
        Assert.Throws<InvalidDataException>(() => BoostedTrees.Read(bytes));
    }
}
