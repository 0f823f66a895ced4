using System.Globalization;

namespace DataCuration.LanguageModels;

/// <summary>Reads the wait that a server asks for.</summary>
internal static class RetryAfterHeader
{
    /// <summary>About 31 years. A longer wait is not a serious one.</summary>
    private const double MaxSeconds = 1e9;

    /// <summary>The three date forms of HTTP (RFC 9110, section 5.6.7), and ISO 8601.</summary>
    private static readonly string[] Dates =
    [
        "r", "dddd, dd-MMM-yy HH:mm:ss 'GMT'", "ddd MMM d HH:mm:ss yyyy", "ddd MMM  d HH:mm:ss yyyy", "yyyy-MM-dd'T'HH:mm:ssK",
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    /// <summary>
    /// Parses Retry-After (RFC 9110, section 10.2.3: seconds or a date), or the header in milliseconds that OpenAI sends with it. Anything else, such as a
    /// negative number, is ignored.
    /// </summary>
    public static TimeSpan? Parse(string? milliseconds, string? secondsOrDate, DateTimeOffset now)
    {
        if (double.TryParse(milliseconds, NumberStyles.Float, CultureInfo.InvariantCulture, out double ms) && ms is >= 0 and < MaxSeconds * 1000)
            return TimeSpan.FromMilliseconds(ms);
        if (double.TryParse(secondsOrDate, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds))
            return seconds is >= 0 and < MaxSeconds ? TimeSpan.FromSeconds(seconds) : null;
        if (DateTimeOffset.TryParseExact(secondsOrDate?.Trim(), Dates, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date))
            return date > now ? date - now : TimeSpan.Zero;
        return null;
    }
}
