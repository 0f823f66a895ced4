using System.Numerics;
using CsCheck;

namespace DataCuration.Tests;

public sealed class DeterministicMathTests
{
    private const int Precision = 220;

    private static readonly BigInteger One = BigInteger.One << Precision;
    private static readonly BigInteger Ln2 = 2 * Atanh(One / 3);

    [Fact]
    public void Log_RandomArguments_IsCorrectlyRounded()
    {
        Gen<double> arguments = Gen.Frequency(
            (2, Gen.Double[1e-9, 1]),
            (1, Gen.Double[0.99, 1.01]),
            (1, Gen.Int[1, 1_000_000].Select(value => 1 + (value * 2.220446049250313E-16))),
            (1, Gen.Int[1, 1_000_000].Select(value => 1 - (value * 1.1102230246251565E-16))),
            (2, Gen.ULong[1, 0x7FEFFFFFFFFFFFFF].Select(BitConverter.UInt64BitsToDouble)));
        arguments.Sample(value => Assert.Equal(Round(ExactLog(value)), DeterministicMath.Log(value)), iter: 3000);
    }

    [Fact]
    public void Exp_RandomArguments_IsWithinOneUnit()
    {
        Gen.Frequency((2, Gen.Double[-1, 1]), (2, Gen.Double[-40, 40]), (1, Gen.Double[-708, 709])).Sample(
            value =>
            {
                double actual = DeterministicMath.Exp(value);
                (BigInteger mantissa, int shift) = ExactExp(value);
                BigInteger error = BigInteger.Abs((Fixed(actual, shift) - mantissa) << 20);
                BigInteger unit = Fixed(Math.BitIncrement(actual) - actual, shift) << 20;
                Assert.True(error < unit, $"{value:R}");
            },
            iter: 3000);
    }

    [Fact]
    public void Log_SpecialValues_FollowIeee()
    {
        Assert.Equal(double.NegativeInfinity, DeterministicMath.Log(0));
        Assert.Equal(double.NegativeInfinity, DeterministicMath.Log(-0.0));
        Assert.Equal(double.NaN, DeterministicMath.Log(-1));
        Assert.Equal(double.NaN, DeterministicMath.Log(double.NaN));
        Assert.Equal(double.NaN, DeterministicMath.Log(double.NegativeInfinity));
        Assert.Equal(double.PositiveInfinity, DeterministicMath.Log(double.PositiveInfinity));
        Assert.Equal(0, DeterministicMath.Log(1));
        Assert.Equal(1, DeterministicMath.Log(Math.E), 1e-16);
        Assert.Equal(-744.4400719213812, DeterministicMath.Log(double.Epsilon));
        Assert.Equal(709.782712893384, DeterministicMath.Log(double.MaxValue));
    }

    [Fact]
    public void Exp_SpecialValues_FollowIeee()
    {
        Assert.Equal(1, DeterministicMath.Exp(0));
        Assert.Equal(0, DeterministicMath.Exp(double.NegativeInfinity));
        Assert.Equal(0, DeterministicMath.Exp(-746));
        Assert.Equal(double.PositiveInfinity, DeterministicMath.Exp(double.PositiveInfinity));
        Assert.Equal(double.PositiveInfinity, DeterministicMath.Exp(710));
        Assert.Equal(double.NaN, DeterministicMath.Exp(double.NaN));
        Assert.Equal(double.Epsilon, DeterministicMath.Exp(-745));
        Assert.True(double.IsFinite(DeterministicMath.Exp(709.782712893384)));
    }

    [Fact]
    public void Exp_OfLog_ReturnsTheArgument() =>
        Gen.Double[1e-300, 1e300].Sample(value =>
        {
            double back = DeterministicMath.Exp(DeterministicMath.Log(value));
            Assert.True(Math.Abs(back - value) <= 800 * 2.3e-16 * value);
        });

    // Fixed-point values: integers divided by 2^Precision.
    private static BigInteger ExactLog(double value)
    {
        long bits = BitConverter.DoubleToInt64Bits(value);
        int exponent = (int)(bits >> 52);
        BigInteger mantissa = bits & 0xFFFFFFFFFFFFF;
        if (exponent == 0)
        {
            exponent = 1;
        }
        else
        {
            mantissa += BigInteger.One << 52;
        }

        int size = (int)mantissa.GetBitLength();
        int power = exponent - 1075 + size;
        BigInteger normalized = mantissa << (Precision - size); // in [1/2, 1)
        if (normalized < One * 7 / 10)
        {
            normalized <<= 1;
            power--;
        }

        return (power * Ln2) + (2 * Atanh(((normalized - One) << Precision) / (normalized + One)));
    }

    private static BigInteger Atanh(BigInteger value)
    {
        BigInteger square = (value * value) >> Precision;
        BigInteger sum = 0;
        for (int k = 1; !value.IsZero && value != -1; k += 2)
        {
            sum += value / k;
            value = (value * square) >> Precision;
        }

        return sum;
    }

    // exp(value) * 2^shift as an integer with about 150 significant bits.
    private static (BigInteger Mantissa, int Shift) ExactExp(double value)
    {
        BigInteger argument = Fixed(value, Precision);
        int power = (int)BigInteger.Divide(argument, Ln2);
        BigInteger rest = argument - (power * Ln2);
        BigInteger term = One;
        BigInteger sum = 0;
        for (int k = 1; !term.IsZero && k < 300; k++)
        {
            sum += term;
            term = ((term * rest) >> Precision) / k;
        }

        return (sum, Precision - power);
    }

    private static BigInteger Fixed(double value, int shift)
    {
        long bits = BitConverter.DoubleToInt64Bits(Math.Abs(value));
        int exponent = Math.Max(1, (int)(bits >> 52));
        BigInteger mantissa = (bits & 0xFFFFFFFFFFFFF) | (bits >> 52 == 0 ? 0 : 1L << 52);
        int left = exponent - 1075 + shift;
        BigInteger result = left >= 0 ? mantissa << left : mantissa >> -left;
        return value < 0 ? -result : result;
    }

    // The nearest double, ties to even (logarithms have no ties).
    private static double Round(BigInteger value)
    {
        BigInteger magnitude = BigInteger.Abs(value);
        if (magnitude.IsZero)
        {
            return 0;
        }

        int drop = (int)magnitude.GetBitLength() - 53;
        BigInteger half = BigInteger.One << (drop - 1);
        var mantissa = (long)((magnitude + half) >> drop);
        return Math.CopySign(Math.ScaleB(mantissa, drop - Precision), value.Sign);
    }
}
