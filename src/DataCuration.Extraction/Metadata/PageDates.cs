using System.Globalization;

namespace DataCuration.Extraction;

/// <summary>
/// Parses dates as pages write them: ISO 8601 and common deviations, RFC 1123, English month names, and numbers in an unambiguous order. Month names of other
/// languages are handled by <see cref="WrittenDates"/>.
/// </summary>
internal static class PageDates
{
    private const int MaxDateLength = 64;
    private const int EarliestYear = 1800;
    private const int LatestYear = 2100;

    private static readonly string[] Moments =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mmK", "yyyy-MM-dd HH:mm:ss zzz",
        "yyyy-MM-dd'T'HH:mm:ss zzz", "yyyy-MM-dd HH:mm:ss 'UTC'",
        "yyyy/MM/dd HH:mm:ssK", "yyyy/MM/dd HH:mmK", "yyyyMMdd'T'HHmmssK", "yyyyMMdd HH:mm:ssK",
        "ddd, d MMM yyyy HH:mm:ss 'GMT'", "ddd, d MMM yyyy HH:mm:ss 'UTC'", "ddd, d MMM yyyy HH:mm:ss zzz",
        "ddd, d MMM yyyy HH:mm:ss", "d MMM yyyy HH:mm:ss zzz",
        "MMMM d, yyyy h:mm tt", "MMMM d, yyyy, h:mm tt", "MMM d, yyyy h:mm tt", "MMM d, yyyy, h:mm tt", "MMMM d, yyyy HH:mm", "d MMMM yyyy HH:mm",
        "dddd, MMMM d, yyyy h:mm tt", "dddd, MMMM d, yyyy - HH:mm",
    ];

    private static readonly string[] Days =
    [
        "yyyy-MM-dd", "yyyy-M-d", "yyyyMMdd", "yyyy/MM/dd", "yyyy/M/d", "yyyy.MM.dd", "MMMM d, yyyy", "MMM d, yyyy", "MMM. d, yyyy", "MMMM d yyyy",
        "MMM d yyyy", "d MMMM yyyy", "d MMM yyyy", "d-MMM-yyyy", "dd-MMM-yyyy",
        "d MMMM, yyyy", "dddd, MMMM d, yyyy", "dddd, d MMMM yyyy", "ddd, d MMM yyyy", "ddd, MMM d, yyyy", "d.M.yyyy", "dd.MM.yyyy",
    ];

    /// <summary>Parses a date.</summary>
    /// <param name="text">The date.</param>
    /// <param name="day">The day as written, in the date's own time zone.</param>
    /// <param name="moment">The moment, if there is a time of day with a time zone.</param>
    public static bool TryParse(ReadOnlySpan<char> text, out DateOnly day, out DateTimeOffset? moment)
    {
        moment = null;
        day = default;
        text = text.Trim();
        if (text.Length is 0 or > MaxDateLength) return false;
        if (TryParseMoment(text, out DateTime local, out moment)) day = DateOnly.FromDateTime(local);
        else if (!TryParseDay(text, out day)) return false;
        // 1 January 1970 is what programs write if they have no date.
        bool isSensible = day.Year is >= EarliestYear and <= LatestYear && day != DateOnly.FromDateTime(DateTime.UnixEpoch);
        if (!isSensible) moment = null;
        return isSensible;
    }

    private static bool TryParseMoment(ReadOnlySpan<char> text, out DateTime local, out DateTimeOffset? moment)
    {
        moment = null;
        local = default;
        // The zone assumed for dates without one does not affect the result.
        if (!DateTimeOffset.TryParseExact(text, Moments, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AllowInnerWhite,
                out DateTimeOffset zoned))
            return false;
        local = zoned.DateTime;
        if (HasZone(text)) moment = zoned;
        return true;
    }

    private static bool TryParseDay(ReadOnlySpan<char> text, out DateOnly day)
    {
        if (DateOnly.TryParseExact(text, Days, CultureInfo.InvariantCulture, DateTimeStyles.None, out day)) return true;
        if (TryParseSlashes(text, out day) || WrittenDates.TryParse(text, out day)) return true;
        // The time has an unsupported form, so only the day is used.
        return text.Length > 10 && text[10] is 'T' or ' '
            && DateOnly.TryParseExact(text[..10], "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out day);
    }

    /// <summary>Parses day and month in either order, if only one order is valid or both give the same date.</summary>
    private static bool TryParseSlashes(ReadOnlySpan<char> text, out DateOnly day)
    {
        bool isDayFirst = DateOnly.TryParseExact(text, "d/M/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly dayFirst);
        bool isMonthFirst = DateOnly.TryParseExact(text, "M/d/yyyy", CultureInfo.InvariantCulture, DateTimeStyles.None, out DateOnly monthFirst);
        day = isDayFirst ? dayFirst : monthFirst;
        return isDayFirst != isMonthFirst || (isDayFirst && dayFirst == monthFirst);
    }

    private static bool HasZone(ReadOnlySpan<char> text)
    {
        if (text[^1] is 'Z' or 'z') return true;
        if (text.EndsWith("GMT", StringComparison.Ordinal) || text.EndsWith("UTC", StringComparison.Ordinal)) return true;
        if (text.Length < 12 || !IsDigits(text[^2..])) return false;
        return text[^3] == ':' ? text[^6] is '+' or '-' : text[^5] is '+' or '-' && text.Contains(':') && IsDigits(text[^4..]);
    }

    private static bool IsDigits(ReadOnlySpan<char> text) => text.IndexOfAnyExceptInRange('0', '9') < 0;
}
