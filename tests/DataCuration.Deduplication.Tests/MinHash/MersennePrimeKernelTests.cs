using CsCheck;
using DataCuration.TestKit;

namespace DataCuration.Deduplication.Tests.MinHash;

public sealed class MersennePrimeKernelTests
{
    private delegate void Kernel(ReadOnlySpan<ulong> shingles, ReadOnlySpan<ulong> a, ReadOnlySpan<ulong> b, ulong mask, Span<ulong> minima);

    [Fact]
    public void Minima_EveryVariant_EqualsThePlainOne()
    {
        // The border cases of the reduction: sums around the prime and around 2^64.
        const ulong Prime = MinHashKernel.Prime;
        ulong[] borders = [0, 1, Prime - 1, Prime, Prime + 1, 2 * Prime, 7 * Prime, 8 * Prime, ulong.MaxValue - 7, ulong.MaxValue];
        Gen<ulong> border = Gen.Int[0, borders.Length - 1].Select(i => borders[i]), number = Gen.OneOf(Gen.ULong, border);
        Gen<ulong> below = Gen.OneOf(Gen.ULong[0, Prime - 1], border.Select(value => value % Prime));
        Gen<ulong> masks = Gen.Bool.Select(isLong => isLong ? ulong.MaxValue : uint.MaxValue);
        Gen.Select(number.Array[1, 40], below.Array[64], below.Array[64], masks).Sample((shingles, a, b, mask) =>
        {
            ulong[] expected = new ulong[64];
            MinHashKernel.Plain(shingles, a, b, mask, expected);
            foreach (Kernel kernel in (Kernel[])[MinHashKernel.Wide, MinHashKernel.Narrow, MinHashKernel.Minima])
            {
                ulong[] minima = new ulong[64];
                kernel(shingles, a, b, mask, minima);
                Assert.Equal(expected, minima);
            }
        });
    }

    [Fact]
    public void Plain_OneShingle_WrapsBeforeThePrime()
    {
        ulong[] minima = new ulong[1];
        MinHashKernel.Plain([ulong.MaxValue], [3], [5], ulong.MaxValue, minima);
        Assert.Equal(unchecked(ulong.MaxValue * 3 + 5) % ((1UL << 61) - 1), minima[0]);
        Assert.Equal(2UL, minima[0]);
    }

    [Fact]
    public void Minima_LongText_AllocatesNothing()
    {
        ulong[] shingles = [.. Enumerable.Range(1, 1000).Select(i => SeededRandom.Mix((ulong)i))], a = new ulong[128], minima = new ulong[128];
        Assert.Equal(0, Allocations.Least(() => MinHashKernel.Minima(shingles, a, a, ulong.MaxValue, minima)));
    }
}
