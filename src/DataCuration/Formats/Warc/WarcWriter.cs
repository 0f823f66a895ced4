using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace DataCuration;

/// <summary>
/// Writes a WARC/1.1 file. As crawlers do, it writes each record as its own gzip member, so that a reader can start at any record. The same records give the
/// same bytes: dates come from the caller, ids from the content.
/// </summary>
/// <example>
/// <code>
/// using DataCuration;
///
/// using WarcWriter writer = WarcWriter.Create("own.warc.gz");
/// var captured = new DateTimeOffset(2026, 1, 2, 3, 4, 5, TimeSpan.Zero);
/// writer.WriteResponse("https://example.org/", captured, 200, [new("Content-Type", "text/html; charset=utf-8")], "&lt;p&gt;A page.&lt;/p&gt;"u8);
/// </code>
/// </example>
public sealed class WarcWriter : IDisposable
{
    private readonly Stream stream;
    private readonly bool leaveOpen;

    /// <summary>Creates a writer.</summary>
    /// <param name="stream">The output stream.</param>
    /// <param name="leaveOpen">True to leave the stream open when the writer is disposed.</param>
    public WarcWriter(Stream stream, bool leaveOpen = false)
    {
        ArgumentNullException.ThrowIfNull(stream);
        this.stream = stream;
        this.leaveOpen = leaveOpen;
    }

    /// <summary>True to compress each record.</summary>
    /// <value>Default: true. With false the file is plain.</value>
    public bool Compress { get; init; } = true;

    /// <summary>Creates a file and its writer. An existing file is replaced.</summary>
    /// <param name="path">The path. By convention the name ends with <c>.warc.gz</c>.</param>
    public static WarcWriter Create(string path) => new(new FileStream(path, FileMode.Create, FileAccess.Write, FileShare.None));

    /// <summary>Writes a record. The id is computed from the content, and the digest is added.</summary>
    /// <param name="type">The type, such as <c>warcinfo</c> or <c>resource</c>.</param>
    /// <param name="targetUri">The address of the record, or null.</param>
    /// <param name="date">The time of capture.</param>
    /// <param name="contentType">The media type of the block, such as <c>text/html</c>.</param>
    /// <param name="block">The block.</param>
    /// <param name="extra">Further header fields, or null.</param>
    /// <exception cref="ArgumentException">A value has a line break.</exception>
    public void Write(string type, string? targetUri, DateTimeOffset date, string contentType, ReadOnlySpan<byte> block,
        IEnumerable<KeyValuePair<string, string>>? extra = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(type);
        ArgumentException.ThrowIfNullOrEmpty(contentType);
        string when = date.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        // Readers of WARC files expect SHA-1.
#pragma warning disable CA5350
        byte[] digest = SHA1.HashData(block);
#pragma warning restore CA5350
        var header = new StringBuilder("WARC/1.1\r\n");
        Add(header, "WARC-Type", type);
        Add(header, "WARC-Record-ID", RecordId(type, targetUri, when, digest));
        Add(header, "WARC-Date", when);
        if (targetUri is not null) Add(header, "WARC-Target-URI", targetUri);
        Add(header, "WARC-Block-Digest", "sha1:" + WarcDigest.ToBase32(digest));
        foreach ((string name, string value) in extra ?? []) Add(header, name, value);
        Add(header, "Content-Type", contentType);
        Add(header, "Content-Length", block.Length.ToString(CultureInfo.InvariantCulture));
        header.Append("\r\n");
        byte[] head = Encoding.UTF8.GetBytes(header.ToString());
        if (!Compress)
        {
            WriteRecord(stream, head, block);
            return;
        }
        using var member = new GzipEncoder(stream, level: 6);
        WriteRecord(member, head, block);
    }

    /// <summary>Writes an HTTP response.</summary>
    /// <param name="targetUri">The address of the response.</param>
    /// <param name="date">The time of capture.</param>
    /// <param name="statusCode">The status, 100 to 999.</param>
    /// <param name="headers">The HTTP header. Its values must match the body.</param>
    /// <param name="body">The body as it was transferred.</param>
    /// <exception cref="ArgumentException">A value has a line break.</exception>
    public void WriteResponse(string targetUri, DateTimeOffset date, int statusCode, IEnumerable<KeyValuePair<string, string>> headers, ReadOnlySpan<byte> body)
    {
        ArgumentException.ThrowIfNullOrEmpty(targetUri);
        ArgumentNullException.ThrowIfNull(headers);
        ArgumentOutOfRangeException.ThrowIfLessThan(statusCode, 100);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(statusCode, 999);
        var text = new StringBuilder(string.Create(CultureInfo.InvariantCulture, $"HTTP/1.1 {statusCode} {(statusCode == 200 ? "OK" : "-")}\r\n"));
        foreach ((string name, string value) in headers) Add(text, name, value);
        text.Append("\r\n");
        byte[] head = Encoding.UTF8.GetBytes(text.ToString());
        Write("response", targetUri, date, "application/http;msgtype=response", [.. head, .. body]);
    }

    /// <summary>Closes the stream.</summary>
    public void Dispose()
    {
        stream.Flush();
        if (!leaveOpen) stream.Dispose();
    }

    private static void WriteRecord(Stream target, ReadOnlySpan<byte> head, ReadOnlySpan<byte> block)
    {
        target.Write(head);
        target.Write(block);
        target.Write("\r\n\r\n"u8);
    }

    private static void Add(StringBuilder header, string name, string value)
    {
        if (name.AsSpan().IndexOfAny("\r\n:") >= 0 || name.Length == 0) throw new ArgumentException($"'{name}' is no name of a header field.", nameof(name));
        if (value.AsSpan().IndexOfAny('\r', '\n') >= 0) throw new ArgumentException($"The value of '{name}' has a line break.", nameof(value));
        header.Append(name).Append(": ").Append(value).Append("\r\n");
    }

    /// <summary>Returns a name-based UUID (RFC 9562, section 5.8: version 8, with a hash of our choice).</summary>
    private static string RecordId(string type, string? targetUri, string date, byte[] digest)
    {
        byte[] hash = SHA256.HashData(Encoding.UTF8.GetBytes($"{type}\n{targetUri}\n{date}\n{Convert.ToHexString(digest)}"))[..16];
        hash[6] = (byte)(hash[6] & 0x0f | 0x80);
        hash[8] = (byte)(hash[8] & 0x3f | 0x80);
        return $"<urn:uuid:{new Guid(hash, bigEndian: true):D}>";
    }
}
