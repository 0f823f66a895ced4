namespace DataCuration.Models.Tests;

public sealed class Q8BlocksTests
{
    [Fact]
    public void Quantize_RandomBlocks_EqualsThePlainFormula()
    {
        var random = new SeededRandom(8);
        for (int trial = 0; trial < 300; trial++)
        {
            float[] values = [.. Enumerable.Range(0, 32).Select(_ => (float)((random.NextDouble() - 0.5) * Math.Pow(10, trial % 9 - 4)))];
            if (trial == 0) Array.Clear(values);
            var block = new byte[34];
            Assert.Equal(-1, Q8Blocks.Quantize(values, block));
            float scale = values.Max(Math.Abs) / 127;
            Assert.Equal((Half)scale, BitConverter.ToHalf(block));
            for (int i = 0; i < 32; i++)
            {
                int expected = scale == 0 ? 0 : (int)Math.Round(values[i] * (1 / scale), MidpointRounding.AwayFromZero);
                Assert.Equal(expected, (sbyte)block[2 + i]);
            }
            var back = new float[32];
            Q8Blocks.Widen(block, back);
            for (int i = 0; i < 32; i++) Assert.Equal((float)(Half)scale * (sbyte)block[2 + i], back[i]);
        }
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(9e6f)]
    public void Quantize_ValueWithoutAScale_IsReported(float value)
    {
        var values = new float[64];
        values[40] = value;
        Assert.Equal(1, Q8Blocks.Quantize(values, new byte[68]));
    }
}
