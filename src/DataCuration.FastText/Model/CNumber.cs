using System.Globalization;

namespace DataCuration.FastText;

/// <summary>Numbers as C and C++ print them.</summary>
internal static class CNumber
{
    /// <summary>The form of C's <c>%.Ng</c>, which streams use too: N significant digits without zeros at the end.</summary>
    public static string Format(float value, int digits)
    {
        double exact = value;
        if (!double.IsFinite(exact)) return double.IsNaN(exact) ? "nan" : exact > 0 ? "inf" : "-inf";
        if (exact == 0) return double.IsNegative(exact) ? "-0" : "0";
        string format = string.Create(CultureInfo.InvariantCulture, $"g{digits}");
        // A half is rounded to the even digit there and away from zero here; numbers that end so have few bits.
        if ((BitConverter.SingleToUInt32Bits(value) & 0xF) == 0)
        {
            string all = exact.ToString("e40", CultureInfo.InvariantCulture);
            int at = all.IndexOf('.', StringComparison.Ordinal) + digits; // of the first digit too many
            if (all[at] == '5' && !all.AsSpan(at + 1, 41 - digits).ContainsAnyExcept('0') && (all[at - 1] == '.' ? all[at - 2] : all[at - 1]) % 2 == 0)
                exact = Math.CopySign(Math.BitDecrement(Math.Abs(exact)), exact);
        }
        return exact.ToString(format, CultureInfo.InvariantCulture);
    }
}
