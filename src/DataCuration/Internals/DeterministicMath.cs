namespace DataCuration;

/// <summary>
/// Logarithm and exponential from IEEE 754 additions, multiplications and divisions only, so that weights and noise have the same bits on every machine.
/// <c>Math.Log</c> and <c>Math.Exp</c> depend on the C library. The argument reduction by a small table follows Tang, "Table-driven implementation of the
/// logarithm function in IEEE floating-point arithmetic", 1990, in double-double arithmetic.
/// </summary>
public static class DeterministicMath
{
    private const int TableBits = 7;
    private const int TableSize = 1 << TableBits;
    private const int LowestEntry = 90; // round(128 sqrt(1/2)) = 91
    private const int HighestEntry = 182; // round(128 sqrt(2)) = 181
    private const long OneBits = 0x3FF0000000000000;

    // log(2) to 106 bits.
    private static readonly DoubleDouble Ln2 = new(BitConverter.UInt64BitsToDouble(0x3FE62E42FEFA39EF), BitConverter.UInt64BitsToDouble(0x3C7ABC9E3B39803F));

    // log(j / 128) for the centres of the intervals; entry of 1 is exactly zero, which keeps arguments near 1 accurate.
    private static readonly DoubleDouble[] LogTable = MakeLogTable();

    /// <summary>Computes the natural logarithm. All but about one result in 2^30 are correctly rounded.</summary>
    /// <param name="value">The argument; 0 gives negative infinity, a negative one NaN.</param>
    public static double Log(double value)
    {
        if (!(value > 0))
        {
            return value == 0 ? double.NegativeInfinity : double.NaN;
        }

        if (double.IsPositiveInfinity(value))
        {
            return value;
        }

        int exponent = 0;
        if (value < 2.2250738585072014E-308)
        {
            value *= 18014398509481984; // 2^54
            exponent = -54;
        }

        long bits = BitConverter.DoubleToInt64Bits(value);
        exponent += (int)(bits >> 52) - 1023;
        double mantissa = BitConverter.Int64BitsToDouble((bits & 0xFFFFFFFFFFFFF) | OneBits);
        if (mantissa > 1.4142135623730951)
        {
            mantissa *= 0.5;
            exponent++;
        }

        int entry = (int)((mantissa * TableSize) + 0.5);
        double centre = entry * (1.0 / TableSize);

        // log(m) = log(c) + 2 atanh(s), s = (m - c) / (m + c), |s| < 2^-8: s + s^3/3 + s^5/5 + ...
        DoubleDouble ratio = new DoubleDouble(mantissa - centre, 0) / DoubleDouble.Sum(mantissa, centre);
        DoubleDouble square = ratio * ratio;
        double q = square.High;
        double tail = q * ((1.0 / 5) + (q * ((1.0 / 7) + (q * ((1.0 / 9) + (q * ((1.0 / 11) + (q * (1.0 / 13)))))))));
        DoubleDouble series = ratio * (new DoubleDouble(1, 0) + (square * (Third + new DoubleDouble(tail, 0))));
        DoubleDouble result = new DoubleDouble(2 * series.High, 2 * series.Low) + LogTable[entry - LowestEntry];
        if (exponent != 0)
        {
            result = (Ln2 * new DoubleDouble(exponent, 0)) + result;
        }

        return result.High + result.Low;
    }

    /// <summary>Computes the exponential, within one unit in the last place (results below the normal range are rounded once more).</summary>
    /// <param name="value">The argument.</param>
    public static double Exp(double value)
    {
        if (double.IsNaN(value))
        {
            return value;
        }

        if (value > 709.782712893384)
        {
            return double.PositiveInfinity;
        }

        if (value < -745.1332191019412)
        {
            return 0;
        }

        double power = Math.Round(value * 1.4426950408889634);
        DoubleDouble reduced = new DoubleDouble(value, 0) + (Ln2 * new DoubleDouble(-power, 0));

        // exp(r) = 1 + r + r^2 (1/2! + r/3! + ...), |r| < 0.347: only the last part is rounded before the final sum.
        double r = reduced.High;
        double series = 1.0 / 1307674368000;
        for (int term = InverseFactorials.Length - 1; term >= 0; term--)
        {
            series = InverseFactorials[term] + (r * series);
        }

        DoubleDouble sum = DoubleDouble.Sum(1, r);
        double result = sum.High + (sum.Low + (reduced.Low + (reduced.Low * r) + (r * r * series)));

        // 2^power in two factors, because it alone can be outside the range.
        int half = (int)power / 2;
        return result * PowerOfTwo(half) * PowerOfTwo((int)power - half);
    }

    // 1/2! to 1/14!.
    private static ReadOnlySpan<double> InverseFactorials =>
    [
        1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720, 1.0 / 5040, 1.0 / 40320, 1.0 / 362880, 1.0 / 3628800, 1.0 / 39916800, 1.0 / 479001600,
        1.0 / 6227020800, 1.0 / 87178291200,
    ];

    private static DoubleDouble Third => new(1.0 / 3, 1.8503717077085943E-17);

    private static double PowerOfTwo(int exponent) => BitConverter.Int64BitsToDouble((long)(exponent + 1023) << 52);

    private static DoubleDouble[] MakeLogTable()
    {
        var table = new DoubleDouble[HighestEntry - LowestEntry + 1];
        for (int entry = LowestEntry; entry <= HighestEntry; entry++)
        {
            if (entry == TableSize)
            {
                continue;
            }

            // 2 atanh((j - 128) / (j + 128)) term by term; |s| < 0.175, so 25 terms reach 2^-120.
            DoubleDouble ratio = new DoubleDouble(entry - TableSize, 0) / new DoubleDouble(entry + TableSize, 0);
            DoubleDouble square = ratio * ratio;
            DoubleDouble sum = default;
            for (int k = 24; k >= 0; k--)
            {
                sum = (sum * square) + (new DoubleDouble(1, 0) / new DoubleDouble((2 * k) + 1, 0));
            }

            sum *= ratio;
            table[entry - LowestEntry] = new DoubleDouble(2 * sum.High, 2 * sum.Low);
        }

        return table;
    }
}
