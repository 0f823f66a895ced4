using System.Globalization;

namespace DataCuration;

/// <summary>A record of a crawl file: WARC (and with it WET and WAT) or ARC.</summary>
public sealed class WarcRecord
{
    // What the WARC standards allow (ISO 8601 as profiled by the W3C), what ARC has, and what some writers do. Nothing that leaves the day open: it would be filled in by the clock.
    private static readonly string[] DateForms =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd", "yyyy-MM", "yyyy", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss 'UTC'", "yyyyMMddHHmmss", "yyyyMMddHHmm", "yyyyMMdd",
        "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
    ];

    /// <summary>The digits of a second's fraction that a date can hold; WARC 1.1 allows nine.</summary>
    private const int FractionDigits = 7;

    private WarcHttpMessage? http;
    private bool isHttpParsed;

    internal WarcRecord(string version, WarcHeaders headers, ReadOnlyMemory<byte> block, long declaredLength, long blockLength, WarcRecordProblems problems)
    {
        Version = version;
        Headers = headers;
        Block = block;
        DeclaredLength = declaredLength;
        BlockLength = blockLength;
        Problems = problems;
        Type = (headers["WARC-Type"] ?? "unknown").ToLowerInvariant();
    }

    /// <summary>The header's first line, such as <c>WARC/1.1</c>; <c>ARC/1</c> or <c>ARC/2</c> for a record of an ARC file.</summary>
    public string Version { get; }

    /// <summary>The header; that of an ARC record in the names of WARC.</summary>
    public WarcHeaders Headers { get; }

    /// <summary>The record's type in lower case: <c>response</c>, <c>revisit</c>, …; <c>unknown</c> if it has none. An ARC file's first record is a <c>warcinfo</c>, the others are responses.</summary>
    public string Type { get; }

    /// <summary>What the record holds: for most responses an HTTP message. Of a record that is too long, the beginning.</summary>
    public ReadOnlyMemory<byte> Block { get; }

    /// <summary>How long the block is, in bytes; more than <see cref="Block"/> has where the record is too long.</summary>
    public long BlockLength { get; }

    /// <summary>The length that the header declares; -1 if none.</summary>
    public long DeclaredLength { get; }

    /// <summary>What is wrong with the record.</summary>
    public WarcRecordProblems Problems { get; }

    /// <summary>Where the record begins in the decompressed content that could be read, in bytes.</summary>
    public long Offset { get; internal init; }

    /// <summary>Where the compressed member that the record begins in stands in the stored file (what a CDX index calls the offset); for a plain file, where the record begins.</summary>
    public long StoredOffset { get; internal init; }

    /// <summary><c>WARC-Record-ID</c> as it stands there, with its angle brackets; null if there is none.</summary>
    public string? Id => Headers["WARC-Record-ID"];

    /// <summary><c>WARC-Target-URI</c> without the angle brackets that some writers put around it, and with spaces as <c>%20</c>; null if there is none.</summary>
    public string? TargetUri
    {
        get
        {
            string? uri = Headers["WARC-Target-URI"];
            if (uri is null) return null;
            if (uri.Length >= 2 && uri[0] == '<' && uri[^1] == '>') uri = uri[1..^1];
            return uri.Replace(" ", "%20", StringComparison.Ordinal);
        }
    }

    /// <summary><c>WARC-Date</c> in UTC; null if there is none, or it is no date. Of a date without a time of day, which WARC 1.1 allows, the first moment; nanoseconds are cut to 100.</summary>
    public DateTimeOffset? Date => Headers["WARC-Date"] is { } text && DateTimeOffset.TryParseExact(
        Shortened(text.AsSpan().Trim()), DateForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out DateTimeOffset date) ? date : null;

    /// <summary>The media type of the block, lower case and without parameters; null if the header has none.</summary>
    public string? ContentType => WarcHttpMessage.MediaTypeOf(Headers["Content-Type"]);

    /// <summary>The HTTP message in the block; null if it holds none.</summary>
    public WarcHttpMessage? Http
    {
        get
        {
            if (isHttpParsed) return http;
            isHttpParsed = true;
            return http = WarcHttpMessage.TryParse(Block);
        }
    }

    /// <summary>A date without the digits of its fraction that are beyond what can be held.</summary>
    private static string Shortened(ReadOnlySpan<char> date)
    {
        int point = date.IndexOf('.');
        int digits = point < 0 ? 0 : date[(point + 1)..].IndexOfAnyExceptInRange('0', '9') is var end && end >= 0 ? end : date.Length - point - 1;
        return digits <= FractionDigits ? date.ToString() : string.Concat(date[..(point + 1 + FractionDigits)], date[(point + 1 + digits)..]);
    }
}
