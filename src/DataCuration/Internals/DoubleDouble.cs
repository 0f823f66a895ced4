using System.Runtime.CompilerServices;

namespace DataCuration;

/// <summary>
/// An unevaluated sum of two doubles, about 106 bits (Dekker, "A floating-point technique for extending the available precision", 1971). Products use
/// Veltkamp's splitting instead of fused multiply-add, so the bits are the same on every machine.
/// </summary>
internal readonly struct DoubleDouble(double high, double low)
{
    /// <summary>The nearest double.</summary>
    public readonly double High = high;

    /// <summary>The difference to the nearest double.</summary>
    public readonly double Low = low;

    /// <summary>The exact sum of two doubles (Knuth's TwoSum).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Sum(double left, double right)
    {
        double sum = left + right;
        double part = sum - left;
        return new DoubleDouble(sum, (left - (sum - part)) + (right - part));
    }

    /// <summary>The exact product of two doubles below 2^995 (Dekker's product).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Product(double left, double right)
    {
        double product = left * right;
        (double leftHigh, double leftLow) = Split(left);
        (double rightHigh, double rightLow) = Split(right);
        return new DoubleDouble(product, ((leftHigh * rightHigh) - product + (leftHigh * rightLow) + (leftLow * rightHigh)) + (leftLow * rightLow));
    }

    /// <summary>The sum of two pairs.</summary>
    public static DoubleDouble operator +(DoubleDouble left, DoubleDouble right)
    {
        DoubleDouble high = Sum(left.High, right.High);
        DoubleDouble low = Sum(left.Low, right.Low);
        DoubleDouble first = Quick(high.High, high.Low + low.High);
        return Quick(first.High, first.Low + low.Low);
    }

    /// <summary>The product of two pairs.</summary>
    public static DoubleDouble operator *(DoubleDouble left, DoubleDouble right)
    {
        DoubleDouble product = Product(left.High, right.High);
        return Quick(product.High, product.Low + ((left.High * right.Low) + (left.Low * right.High)));
    }

    /// <summary>The quotient of two pairs.</summary>
    public static DoubleDouble operator /(DoubleDouble left, DoubleDouble right)
    {
        double first = left.High / right.High;
        DoubleDouble rest = left + (right * new DoubleDouble(-first, 0));
        double second = rest.High / right.High;
        rest += right * new DoubleDouble(-second, 0);
        return Quick(first, second) + new DoubleDouble(rest.High / right.High, 0);
    }

    /// <summary>The exact sum of two doubles of which the first is not smaller in magnitude.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static DoubleDouble Quick(double large, double small)
    {
        double sum = large + small;
        return new DoubleDouble(sum, small - (sum - large));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (double High, double Low) Split(double value)
    {
        double scaled = value * 134217729; // 2^27 + 1
        double high = scaled - (scaled - value);
        return (high, value - high);
    }
}
