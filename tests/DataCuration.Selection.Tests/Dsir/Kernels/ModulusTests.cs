using System.Numerics;
using CsCheck;

namespace DataCuration.Selection.Tests;

public sealed class ModulusTests
{
    [Fact]
    public void Reduce_AnyNumber_EqualsRemainder() =>
        Gen.Select(Gen.ULong, Gen.UInt[1, uint.MaxValue])
            .Sample((number, modulus) => Assert.Equal((uint)(number % modulus), new Modulus(modulus).Reduce(number)));

    [Theory]
    [InlineData(1u)]
    [InlineData(2u)]
    [InlineData(3u)]
    [InlineData(10000u)]
    [InlineData(1u << 31)]
    [InlineData(uint.MaxValue)]
    public void Reduce_Extremes_EqualsRemainder(uint modulus)
    {
        foreach (ulong number in (ulong[])[0, 1, modulus - 1UL, modulus, modulus + 1UL, ulong.MaxValue, ulong.MaxValue - 1,
            (ulong.MaxValue / modulus * modulus) - 1, ulong.MaxValue / modulus * modulus])
        {
            Assert.Equal((uint)(number % modulus), new Modulus(modulus).Reduce(number));
        }
    }

    [Fact]
    public void ReduceBigEndian_LongNumbers_EqualsBigInteger() =>
        Gen.Select(Gen.Byte.Array[0, 40], Gen.UInt[1, 1u << 31]).Sample((digits, modulus) =>
            Assert.Equal((uint)(new BigInteger(digits, isUnsigned: true, isBigEndian: true) % modulus), new Modulus(modulus).ReduceBigEndian(digits)));
}
