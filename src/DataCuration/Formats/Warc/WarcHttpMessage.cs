using System.Globalization;

namespace DataCuration;

/// <summary>An HTTP request or response in a crawl record. Lines can end with LF alone.</summary>
public sealed class WarcHttpMessage
{
    private WarcHttpMessage(string firstLine, int? statusCode, WarcHeaders headers, ReadOnlyMemory<byte> body)
    {
        FirstLine = firstLine;
        StatusCode = statusCode;
        Headers = headers;
        Body = body;
    }

    /// <summary>The status line of a response, the request line of a request.</summary>
    public string FirstLine { get; }

    /// <summary>The status of a response; null for a request, or if the status line has no number.</summary>
    public int? StatusCode { get; }

    /// <summary>The header fields.</summary>
    public WarcHeaders Headers { get; }

    /// <summary>
    /// The body as it was transferred: chunked or compressed if the header says so and the crawler stored it that way. It extends to the end of the block,
    /// whatever <c>Content-Length</c> says.
    /// </summary>
    public ReadOnlyMemory<byte> Body { get; }

    /// <summary>The media type, in lower case and without parameters; null if the header has no content type.</summary>
    public string? MediaType => MediaTypeOf(Headers["Content-Type"]);

    /// <summary>The <c>charset</c> parameter of the content type, without quotes; null if it is missing.</summary>
    public string? Charset => Headers["Content-Type"] is { } value ? CharsetOf(value) : null;

    /// <summary>Parses a message.</summary>
    /// <param name="block">The block of a record.</param>
    /// <returns>The message; null if the block does not start with a status line or request line.</returns>
    public static WarcHttpMessage? TryParse(ReadOnlyMemory<byte> block)
    {
        ReadOnlySpan<byte> bytes = block.Span;
        int lineEnd = bytes.IndexOf((byte)'\n');
        ReadOnlySpan<byte> first = (lineEnd < 0 ? bytes : bytes[..lineEnd]).TrimEnd((byte)'\r');
        bool isResponse = first.StartsWith("HTTP/"u8);
        if (!isResponse && first.IndexOf(" HTTP/"u8) <= 0) return null;
        if (first.Length > WarcReader.MaxHeaderBytes) return null;
        int? status = null;
        if (isResponse)
        {
            int space = first.IndexOf((byte)' ');
            ReadOnlySpan<byte> code = space < 0 ? default : first[space..].TrimStart((byte)' ');
            int digits = code.IndexOfAnyExceptInRange((byte)'0', (byte)'9');
            if (digits >= 0) code = code[..digits];
            if (code.Length == 3) status = int.Parse(code, NumberStyles.None, CultureInfo.InvariantCulture);
        }
        var headers = new WarcHeaders();
        int at = lineEnd < 0 ? bytes.Length : lineEnd + 1;
        while (at < bytes.Length)
        {
            lineEnd = bytes[at..].IndexOf((byte)'\n');
            int next = lineEnd < 0 ? bytes.Length : at + lineEnd + 1;
            ReadOnlySpan<byte> line = (lineEnd < 0 ? bytes[at..] : bytes.Slice(at, lineEnd)).TrimEnd((byte)'\r');
            if (line.IsEmpty)
            {
                at = next;
                break;
            }
            // The header is too long and has no end. Everything that follows is treated as body.
            if (at > WarcReader.MaxHeaderBytes) break;
            headers.AddLine(line);
            at = next;
        }
        return new(WarcHeaders.Decode(first), status, headers.EndLines(), block[at..]);
    }

    /// <summary>Removes the transfer coding (chunked) and the content codings (gzip, deflate, br, zstd).</summary>
    /// <param name="maxBytes">The maximum number of bytes to return.</param>
    /// <returns>The content and any error.</returns>
    public WarcHttpContent Decode(int maxBytes)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(maxBytes);
        return HttpBodyDecoder.Decode(this, maxBytes);
    }

    /// <summary>Returns the media type of a content type, in lower case and without parameters.</summary>
    internal static string? MediaTypeOf(string? contentType)
    {
        if (contentType is null) return null;
        int end = contentType.AsSpan().IndexOfAny(';', ',');
        ReadOnlySpan<char> type = (end < 0 ? contentType.AsSpan() : contentType.AsSpan(0, end)).Trim();
        return type.IsEmpty ? null : type.ToString().ToLowerInvariant();
    }

    /// <summary>Returns the <c>charset</c> parameter of a content type without quotes; null if it is missing.</summary>
    internal static string? CharsetOf(string contentType)
    {
        foreach (Range range in contentType.AsSpan().Split(';'))
        {
            ReadOnlySpan<char> parameter = contentType.AsSpan(range).Trim();
            int equals = parameter.IndexOf('=');
            if (equals < 0 || !parameter[..equals].TrimEnd().Equals("charset", StringComparison.OrdinalIgnoreCase)) continue;
            ReadOnlySpan<char> charset = parameter[(equals + 1)..].Trim().Trim("\"'").Trim();
            return charset.IsEmpty ? null : charset.ToString();
        }
        return null;
    }
}
