using System.Globalization;

namespace DataCuration.FastText;

/// <summary>Formats numbers as C and C++ do.</summary>
internal static class CNumber
{
    /// <summary>Formats a number as C's <c>%.Ng</c> and C++ streams do: N significant digits without trailing zeros.</summary>
    public static string Format(float value, int digits)
    {
        double exact = value;
        if (!double.IsFinite(exact)) return double.IsNaN(exact) ? "nan" : exact > 0 ? "inf" : "-inf";
        if (exact == 0) return double.IsNegative(exact) ? "-0" : "0";
        string format = string.Create(CultureInfo.InvariantCulture, $"g{digits}");
        // C rounds ties to the even digit, .NET away from zero. Only numbers with few significant bits can be ties.
        if ((BitConverter.SingleToUInt32Bits(value) & 0xF) == 0)
        {
            string all = exact.ToString("e40", CultureInfo.InvariantCulture);
            int at = all.IndexOf('.', StringComparison.Ordinal) + digits; // the position of the first digit that is rounded away
            if (all[at] == '5' && !all.AsSpan(at + 1, 41 - digits).ContainsAnyExcept('0') && (all[at - 1] == '.' ? all[at - 2] : all[at - 1]) % 2 == 0)
                exact = Math.CopySign(Math.BitDecrement(Math.Abs(exact)), exact);
        }
        return exact.ToString(format, CultureInfo.InvariantCulture);
    }
}
