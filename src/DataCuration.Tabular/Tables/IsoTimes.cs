using System.Buffers.Binary;
using System.Globalization;

namespace DataCuration.Tabular;

/// <summary>
/// Formats dates and times as ISO 8601 text, in the Gregorian calendar before its introduction too. Years beyond 0 to 9999 have a sign and at least four
/// digits, as ISO 8601 prescribes: <c>+12000-01-01</c>, and <c>-0043-03-15</c> for 44 BC. Seconds have 0, 3, 6 or 9 decimal places: as few as the value
/// needs.
/// </summary>
internal static class IsoTimes
{
    private const long SecondsOfDay = 86_400;

    /// <summary>The Julian day of 1970-01-01.</summary>
    private const int JulianDayOfUnixEpoch = 2_440_588;

    /// <summary>Formats a date.</summary>
    /// <param name="days">The days since 1970-01-01.</param>
    public static string FormatDate(long days)
    {
        // Years start in March here, so that a leap day is a year's last day. An era has 400 years.
        long shifted = days + 719_468;
        long era = FloorDivide(shifted, 146_097);
        long dayOfEra = shifted - era * 146_097;
        long yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        long dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        long monthFromMarch = (5 * dayOfYear + 2) / 153;
        long day = dayOfYear - (153 * monthFromMarch + 2) / 5 + 1;
        long month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9;
        long year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0);
        string sign = year > 9_999 ? "+" : "";
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{year:D4}-{month:D2}-{day:D2}");
    }

    /// <summary>Formats a timestamp.</summary>
    /// <param name="value">The time since 1970-01-01T00:00:00.</param>
    /// <param name="places">The decimal places of its unit: 3 for milliseconds, 6 for microseconds, 9 for nanoseconds.</param>
    /// <param name="isUtc">True to add the zone <c>Z</c>.</param>
    public static string FormatTimestamp(long value, int places, bool isUtc)
    {
        long perSecond = Power(places);
        long seconds = FloorDivide(value, perSecond);
        long days = FloorDivide(seconds, SecondsOfDay);
        return Join(days, seconds - days * SecondsOfDay, (value - seconds * perSecond) * Power(9 - places), isUtc);
    }

    /// <summary>Formats a timestamp of 12 bytes: the nanoseconds of the day and the Julian day. It has no zone.</summary>
    public static string FormatOldTimestamp(ReadOnlySpan<byte> value)
    {
        long nanoseconds = BinaryPrimitives.ReadInt64LittleEndian(value);
        long seconds = FloorDivide(nanoseconds, 1_000_000_000);
        long more = FloorDivide(seconds, SecondsOfDay);
        long days = (long)BinaryPrimitives.ReadInt32LittleEndian(value[8..]) - JulianDayOfUnixEpoch + more;
        return Join(days, seconds - more * SecondsOfDay, nanoseconds - seconds * 1_000_000_000, isUtc: false);
    }

    /// <summary>Formats a time of day.</summary>
    /// <param name="value">The time since midnight.</param>
    /// <param name="places">The decimal places of its unit.</param>
    /// <param name="isUtc">True to add the zone <c>Z</c>.</param>
    /// <returns>The text; null if the value is negative or more than a day. 24:00:00 is a time of ISO 8601.</returns>
    public static string? FormatTime(long value, int places, bool isUtc)
    {
        long perSecond = Power(places);
        return value < 0 || value > SecondsOfDay * perSecond ? null
            : FormatTime(value / perSecond, value % perSecond * Power(9 - places)) + (isUtc ? "Z" : "");
    }

    /// <summary>Formats a period of 12 bytes: months, days and milliseconds, as <c>P1M2DT3.004S</c>.</summary>
    public static string FormatInterval(ReadOnlySpan<byte> value)
    {
        uint months = BinaryPrimitives.ReadUInt32LittleEndian(value);
        uint days = BinaryPrimitives.ReadUInt32LittleEndian(value[4..]);
        uint milliseconds = BinaryPrimitives.ReadUInt32LittleEndian(value[8..]);
        string text = "P" + (months > 0 ? string.Create(CultureInfo.InvariantCulture, $"{months}M") : "")
            + (days > 0 ? string.Create(CultureInfo.InvariantCulture, $"{days}D") : "");
        if (milliseconds == 0) return text.Length > 1 ? text : "PT0S";
        return text + string.Create(CultureInfo.InvariantCulture, $"T{milliseconds / 1_000}{Fraction(milliseconds % 1_000 * 1_000_000L)}S");
    }

    private static string Join(long days, long secondOfDay, long nanoseconds, bool isUtc) =>
        $"{FormatDate(days)}T{FormatTime(secondOfDay, nanoseconds)}{(isUtc ? "Z" : "")}";

    private static string FormatTime(long secondOfDay, long nanoseconds) => string.Create(CultureInfo.InvariantCulture,
        $"{secondOfDay / 3_600:D2}:{secondOfDay / 60 % 60:D2}:{secondOfDay % 60:D2}{Fraction(nanoseconds)}");

    private static string Fraction(long nanoseconds)
    {
        if (nanoseconds == 0) return "";
        if (nanoseconds % 1_000_000 == 0) return string.Create(CultureInfo.InvariantCulture, $".{nanoseconds / 1_000_000:D3}");
        if (nanoseconds % 1_000 == 0) return string.Create(CultureInfo.InvariantCulture, $".{nanoseconds / 1_000:D6}");
        return string.Create(CultureInfo.InvariantCulture, $".{nanoseconds:D9}");
    }

    private static long Power(int places)
    {
        long power = 1;
        for (int i = 0; i < places; i++) power *= 10;
        return power;
    }

    private static long FloorDivide(long value, long divisor) => value / divisor - (value % divisor < 0 ? 1 : 0);
}
