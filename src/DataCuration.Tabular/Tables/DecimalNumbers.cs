using System.Globalization;
using System.Numerics;
using System.Text;

namespace DataCuration.Tabular;

/// <summary>Decimal numbers of any length, whose digits must not get lost.</summary>
internal static class DecimalNumbers
{
    /// <summary>The number of significant digits that every double keeps.</summary>
    private const int DoubleDigits = 15;

    /// <summary>Formats a number with all its digits and decimal places.</summary>
    /// <param name="unscaled">The number without its decimal point.</param>
    /// <param name="scale">The number of decimal places; at least 0.</param>
    public static string Format(BigInteger unscaled, int scale)
    {
        string digits = BigInteger.Abs(unscaled).ToString(CultureInfo.InvariantCulture);
        string sign = unscaled.Sign < 0 ? "-" : "";
        if (scale == 0) return sign + digits;
        digits = digits.PadLeft(scale + 1, '0');
        return $"{sign}{digits[..^scale]}.{digits[^scale..]}";
    }

    /// <summary>
    /// Returns a formatted number as an annotation: an integer or a number if that keeps all its significant digits, else a JSON number with its digits.
    /// </summary>
    public static AnnotationValue ToAnnotation(string text)
    {
        bool isInteger = !text.Contains('.', StringComparison.Ordinal);
        if (isInteger && long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long integer))
            return AnnotationValue.FromInteger(integer);
        string significant = text.Replace(".", "", StringComparison.Ordinal).TrimStart('-', '0').TrimEnd('0');
        // A number below the range of a double reads as 0.
        return !isInteger && significant.Length <= DoubleDigits
            && double.Parse(text, NumberStyles.Float, CultureInfo.InvariantCulture) is var number && (double.IsNormal(number) || significant.Length == 0)
            ? AnnotationValue.FromNumber(number) : AnnotationValue.FromJson(Encoding.ASCII.GetBytes(text));
    }
}
