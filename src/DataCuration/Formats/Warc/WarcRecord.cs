using System.Globalization;

namespace DataCuration;

/// <summary>A record of a crawl file: WARC (and with it WET and WAT) or ARC.</summary>
public sealed class WarcRecord
{
    // The forms of the WARC standards (ISO 8601 as profiled by the W3C), of ARC, and of some writers. A form without a day is not accepted: parsing would use
    // the clock to complete it.
    private static readonly string[] DateForms =
    [
        "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd", "yyyy-MM", "yyyy", "yyyy-MM-dd HH:mm:ss.FFFFFFFK", "yyyy-MM-dd HH:mm:ss 'UTC'",
        "yyyyMMddHHmmss", "yyyyMMddHHmm", "yyyyMMdd",
        "ddd, dd MMM yyyy HH:mm:ss 'GMT'",
    ];

    /// <summary>The maximum number of fraction digits of a second that a date can hold; WARC 1.1 allows nine.</summary>
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

    /// <summary>The header. An ARC record has the WARC names.</summary>
    public WarcHeaders Headers { get; }

    /// <summary>
    /// The record's type in lower case: <c>response</c>, <c>revisit</c>, …; <c>unknown</c> if it is missing. The first record of an ARC file is a
    /// <c>warcinfo</c>, the others are responses.
    /// </summary>
    public string Type { get; }

    /// <summary>The content of the record, an HTTP message for most responses. Of a record that is too long, only the start.</summary>
    public ReadOnlyMemory<byte> Block { get; }

    /// <summary>The length of the block in bytes. It exceeds that of <see cref="Block"/> if the record is too long.</summary>
    public long BlockLength { get; }

    /// <summary>The length that the header declares; -1 if it declares no valid one.</summary>
    public long DeclaredLength { get; }

    /// <summary>The problems of the record.</summary>
    public WarcRecordProblems Problems { get; }

    /// <summary>The offset of the record in the readable part of the decompressed content.</summary>
    public long Offset { get; internal init; }

    /// <summary>
    /// The offset in the stored file of the compressed member in which the record starts (the offset of a CDX index); in a plain file, of the record.
    /// </summary>
    public long StoredOffset { get; internal init; }

    /// <summary><c>WARC-Record-ID</c> as written, with its angle brackets; null if it is missing.</summary>
    public string? Id => Headers["WARC-Record-ID"];

    /// <summary><c>WARC-Target-URI</c> without the angle brackets that some writers add, and with spaces as <c>%20</c>; null if it is missing.</summary>
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

    /// <summary>
    /// <c>WARC-Date</c> in UTC; null if it is missing or not a date. A date without a time of day, which WARC 1.1 allows, is the start of the day.
    /// Nanoseconds are truncated to multiples of 100.
    /// </summary>
    public DateTimeOffset? Date => Headers["WARC-Date"] is { } text && DateTimeOffset.TryParseExact(
        Shortened(text.AsSpan().Trim()), DateForms, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal,
        out DateTimeOffset date) ? date : null;

    /// <summary>The media type of the block, in lower case and without parameters; null if it is missing.</summary>
    public string? ContentType => WarcHttpMessage.MediaTypeOf(Headers["Content-Type"]);

    /// <summary>The HTTP message in the block; null if the block is not one.</summary>
    public WarcHttpMessage? Http
    {
        get
        {
            if (isHttpParsed) return http;
            isHttpParsed = true;
            return http = WarcHttpMessage.TryParse(Block);
        }
    }

    /// <summary>Removes the fraction digits of a date that exceed the supported precision.</summary>
    private static string Shortened(ReadOnlySpan<char> date)
    {
        int point = date.IndexOf('.');
        int digits = point < 0 ? 0 : date[(point + 1)..].IndexOfAnyExceptInRange('0', '9') is var end && end >= 0 ? end : date.Length - point - 1;
        return digits <= FractionDigits ? date.ToString() : string.Concat(date[..(point + 1 + FractionDigits)], date[(point + 1 + digits)..]);
    }
}
