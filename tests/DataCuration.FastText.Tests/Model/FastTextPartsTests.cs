using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.FastText.Tests;

/// <summary>The parts that reproduce the C++ library (random numbers, sorting, printing), and the kernels compared with their oracles.</summary>
public sealed class FastTextPartsTests
{
    /// <summary>The C++ standard defines the 10,000th number ([rand.predef]): 399268537. Half of two numbers make one in [0, 1).</summary>
    [Fact]
    public void Random_TenThousand_IsTheStandards()
    {
        var random = new MinStdRandom(1);
        for (int i = 0; i < 4999; i++) random.Canonical();
        random.Below(1);
        Assert.Equal(399268536, random.Below(2147483645));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(1000)]
    [InlineData(70_000)]
    public void Shuffle_AnyLength_IsAPermutation(int count)
    {
        int[] items = [.. Enumerable.Range(0, count)];
        new MinStdRandom(5).Shuffle(items);
        if (count > 2) Assert.NotEqual(Enumerable.Range(0, count), items);
        Assert.Equal(Enumerable.Range(0, count), items.Order());
    }

    [Fact]
    public void Sort_AnyItems_AreInOrder() =>
        Gen.Int[0, 50].Array[0, 300].Sample(keys =>
        {
            (int Key, int Index)[] items = [.. keys.Select((key, index) => (key, index))], bounded = [.. items];
            IntroSort.Sort<(int, int), ByKey>(items, default);
            IntroSort.Sort<(int, int), ByKey>(bounded, default, depth: 1); // most of it by heap sort
            foreach ((int Key, int Index)[] sorted in new[] { items, bounded })
                if (!sorted.Select(item => item.Key).SequenceEqual(keys.Order())
                        || !sorted.Select(item => item.Index).Order().SequenceEqual(Enumerable.Range(0, keys.Length)))
                    return false;
            return true;
        }, iter: 2000);

    [Theory]
    [InlineData(0.5f, 6, "0.5")]
    [InlineData(1.00001f, 6, "1.00001")]
    [InlineData(1e-5f, 6, "1e-05")]
    [InlineData(0.0001f, 5, "0.0001")]
    [InlineData(123456.7f, 5, "1.2346e+05")]
    [InlineData(-0.00390625f, 5, "-0.0039062")] // a tie, rounded to the even digit
    [InlineData(0.01171875f, 6, "0.0117188")] // a tie whose even digit is above
    [InlineData(0f, 5, "0")]
    [InlineData(100f, 5, "100")]
    public void Format_Numbers_AsCPrintsThem(float value, int digits, string expected) => Assert.Equal(expected, CNumber.Format(value, digits));

    [Fact]
    public void Kernels_AnyLength_GiveTheBitsOfTheirOracles()
    {
        SeededRandom random = SeededRandom.Create(6, "kernels", "training");
        for (int length = 1; length < 40; length++)
        {
            float[] matrix = Values(23 * length), vector = Values(length), gradient = Values(length);
            int[] rows = [.. Enumerable.Range(0, length % 24).Select(_ => (int)(random.NextUInt64() % 23))];
            var products = new float[rows.Length];
            FastTextKernels.DotRows(matrix, rows, vector, products);
            Assert.Equal(rows.Select(row => FastTextKernels.Dot(matrix.AsSpan(row * length, length), vector)), products);
            float[] row = matrix[..length], expectedRow = [.. row], expectedGradient = [.. gradient];
            FastTextKernels.AddScaledScalar(expectedRow, 0.37f, expectedGradient);
            FastTextKernels.AddScaledScalar(vector, 0.37f, expectedRow);
            FastTextKernels.Exchange(row, vector, 0.37f, gradient);
            Assert.Equal(expectedRow, row);
            Assert.Equal(expectedGradient, gradient);
            float[] scaled = [.. vector];
            FastTextKernels.Scale(scaled, 1.7f);
            Assert.Equal(vector.Select(value => value * 1.7f), scaled);
        }

        float[] Values(int count) => [.. Enumerable.Range(0, count).Select(_ => (float)random.NextDouble() * 8 - 4)];
    }

    private readonly struct ByKey : IntroSort.IOrder<(int Key, int Index)>
    {
        public bool Before((int Key, int Index) left, (int Key, int Index) right) => left.Key < right.Key;
    }
}
