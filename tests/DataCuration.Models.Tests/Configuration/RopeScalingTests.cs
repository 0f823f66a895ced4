namespace DataCuration.Models.Tests;

public sealed class RopeScalingTests
{
    /// <summary>Computed with Python from the formula of transformers' <c>_compute_llama3_parameters</c>, for Llama 3.1 8B.</summary>
    [Theory]
    [InlineData(0, 1.0)]
    [InlineData(1, 0.8146172338565447)]
    [InlineData(28, 0.0032114459947525913)]
    [InlineData(29, 0.002166570763503359)]
    [InlineData(30, 0.0013718935677611381)]
    [InlineData(34, 0.00017850781276799638)]
    [InlineData(35, 9.556212353964683e-05)]
    [InlineData(36, 7.78465527393245e-05)]
    [InlineData(63, 3.068925988914511e-07)]
    public void Frequencies_OfLlama31_AreTheReferences(int pair, double expected)
    {
        double[] frequencies = RopeScaling.Frequencies(500_000, 128, new RopeScaling());
        Assert.Equal(64, frequencies.Length);
        Assert.Equal(1, frequencies[pair] / expected, 1e-12);
    }

    [Fact]
    public void Frequencies_Linear_AreDivided()
    {
        double[] plain = RopeScaling.Frequencies(10_000, 8, null);
        double[] divided = RopeScaling.Frequencies(10_000, 8, new RopeScaling { Kind = RopeScalingKind.Linear, Factor = 4 });
        Assert.Equal([1, 0.1, 0.01, 0.001], plain.Select(value => Math.Round(value, 12)));
        for (int pair = 0; pair < 4; pair++) Assert.Equal(plain[pair] / 4, divided[pair], 1e-15);
        Assert.All(RopeScaling.Divisors(10_000, 8, null), divisor => Assert.Equal(1, divisor));
    }

    [Fact]
    public void Validate_FactorsInTheWrongOrder_NamesBoth()
    {
        var scaling = new RopeScaling { LowFrequencyFactor = 4, HighFrequencyFactor = 4 };
        Assert.Contains("HighFrequencyFactor 4", Assert.Throws<ArgumentException>(scaling.Validate).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => new RopeScaling { Factor = 0.5 });
        Assert.Throws<ArgumentOutOfRangeException>(() => RopeScaling.Frequencies(10_000, 7, null));
    }

    [Fact]
    public void RotaryOrder_BothWays_IsTheSameRow()
    {
        Assert.Equal([0L, 3, 1, 4, 2, 5, 6, 9], Enumerable.Range(0, 8).Select(row => RotaryOrder.HalvesRow(row, 6)));
        for (long row = 0; row < 64; row++) Assert.Equal(row, RotaryOrder.NeighboursRow(RotaryOrder.HalvesRow(row, 16), 16));
    }
}
