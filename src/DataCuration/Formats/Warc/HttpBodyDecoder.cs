using System.Buffers;
using System.IO.Compression;

namespace DataCuration;

/// <summary>Removes the codings of an HTTP body. It is tolerant, because crawlers store bodies that do not match their headers.</summary>
internal static class HttpBodyDecoder
{
    /// <summary>The maximum number of nested codings. More are either an error or an attack.</summary>
    private const int MaxCodings = 4;

    private static readonly SearchValues<byte> SizeLine = SearchValues.Create("0123456789abcdefABCDEF \t\r"u8);

    public static WarcHttpContent Decode(WarcHttpMessage message, int maxBytes)
    {
        ReadOnlyMemory<byte> body = message.Body;
        string? note = null;
        List<string> transfer = CodingsOf(message, "Transfer-Encoding");
        if (transfer.Exists(static coding => coding.StartsWith("chunked", StringComparison.Ordinal))) body = Dechunk(body, out note);
        transfer.RemoveAll(static coding => coding is not ("gzip" or "x-gzip" or "deflate"));
        string? error = null;
        bool isTooLong = false;
        // Transfer compression, which few servers use, was applied after the content codings.
        string[] codings = [.. CodingsOf(message, "Content-Encoding"), .. transfer];
        bool isCoded = codings.Length > MaxCodings && !body.IsEmpty;
        if (isCoded) error = FormattableString.Invariant($"its header names {codings.Length} content codings, more than {MaxCodings}");
        // The last coding in the list was applied last.
        for (int i = codings.Length - 1; i >= 0 && error is null && !isCoded && !isTooLong && !body.IsEmpty; i--)
            body = Decompress(codings[i], body, maxBytes, ref note, out error, out isTooLong, out isCoded);
        if (body.Length > maxBytes)
        {
            body = body[..maxBytes];
            isTooLong = true;
        }
        return new() { Bytes = body, IsTooLong = isTooLong, Error = error, Note = note, IsCoded = isCoded };
    }

    /// <summary>
    /// Joins chunks (RFC 9112, section 7.1). A body without chunks is returned unchanged, because some crawlers keep the header of a body that they have
    /// already joined. A truncated chunk is used as far as it goes.
    /// </summary>
    internal static ReadOnlyMemory<byte> Dechunk(ReadOnlyMemory<byte> body, out string? note)
    {
        note = null;
        ReadOnlySpan<byte> bytes = body.Span;
        if (!TryReadSize(bytes, out _, out _))
        {
            note = "the header declares a chunked body, but the body is not chunked";
            return body;
        }
        var joined = new ArrayBufferWriter<byte>(Math.Max(256, bytes.Length));
        int at = 0;
        while (true)
        {
            if (!TryReadSize(bytes[at..], out long size, out int lineLength))
            {
                if (at == bytes.Length) break;
                // Only the start of a size line is left, which is not content.
                if (at > 0 && bytes.Length - at <= 16 && bytes[at..].IndexOfAnyExcept(SizeLine) < 0)
                {
                    note = "the last chunk is truncated";
                    break;
                }
                note = FormattableString.Invariant($"no chunk starts at byte {at} of the body: the rest is used unchanged");
                joined.Write(bytes[at..]);
                break;
            }
            at += lineLength;
            if (size == 0) break;
            int count = (int)Math.Min(size, bytes.Length - at);
            joined.Write(bytes.Slice(at, count));
            at += count;
            if (count < size)
            {
                note = "the last chunk is truncated";
                break;
            }
            if (at == bytes.Length) break;
            if (bytes[at] is not ((byte)'\r' or (byte)'\n') && at == lineLength + size)
            {
                // The first chunk does not end where its size says: this is text that starts with a hexadecimal number, not a chunked body.
                note = "the header declares a chunked body, but the body is not chunked";
                return body;
            }
            if (bytes[at] == '\r') at++;
            if (at < bytes.Length && bytes[at] == '\n') at++;
        }
        return joined.WrittenMemory;
    }

    private static bool TryReadSize(ReadOnlySpan<byte> bytes, out long size, out int lineLength)
    {
        size = 0;
        lineLength = 0;
        int digits = 0;
        while (digits < bytes.Length && char.IsAsciiHexDigit((char)bytes[digits]))
        {
            if (digits == 15) return false;
            size = size * 16 + HexValue(bytes[digits++]);
        }
        if (digits == 0) return false;
        ReadOnlySpan<byte> rest = bytes[digits..];
        int end = rest[..Math.Min(rest.Length, 256)].IndexOf((byte)'\n');
        // An extension can follow the size, and some servers pad the size with spaces.
        if (end < 0 || (rest[..end].Trim(" \t\r"u8) is { IsEmpty: false } extension && extension[0] != ';')) return false;
        lineLength = digits + end + 1;
        return true;
    }

    private static ReadOnlyMemory<byte> Decompress(string coding, ReadOnlyMemory<byte> body, int maxBytes, ref string? note, out string? error,
        out bool isTooLong, out bool isCoded)
    {
        error = null;
        isTooLong = isCoded = false;
        ReadOnlySpan<byte> head = body.Span;
        switch (coding)
        {
            case "gzip" or "x-gzip":
                if (IsGzip(head)) return Units(new GzipUnits(new StoredBuffer(body)), coding, body, maxBytes, ref note, out error, out isTooLong);
                break;
            case "zstd":
                if (ZstdUnits.IsMagic(head)) return Units(new ZstdUnits(new StoredBuffer(body)), coding, body, maxBytes, ref note, out error, out isTooLong);
                break;
            case "deflate":
                // The standard requires zlib (RFC 1950), but many servers send raw deflate, and some send gzip. The four bytes of zlib's checksum are not
                // required, so that truncated bodies can be decoded.
                if (IsGzip(head)) return Units(new GzipUnits(new StoredBuffer(body)), coding, body, maxBytes, ref note, out error, out isTooLong);
                bool isZlib = head.Length > 2 && (head[0] & 15) == 8 && (head[0] << 8 | head[1]) % 31 == 0;
                ReadOnlyMemory<byte> content = Inflate(isZlib ? body[2..] : body, maxBytes, out error, out isTooLong);
                if (error is null || (!content.IsEmpty && !IsMarkup(head))) return content;
                error = null;
                break;
            case "br":
                content = Brotli(head, maxBytes, out error, out isTooLong);
                if (error is not null && IsGzip(head))
                    return Units(new GzipUnits(new StoredBuffer(body)), coding, body, maxBytes, ref note, out error, out isTooLong);
                if (error is null || (!content.IsEmpty && !IsMarkup(head))) return content;
                error = null;
                break;
            case "identity" or "none" or "utf-8" or "binary" or "8bit" or "7bit":
                return body;
            default:
                isCoded = true;
                note = $"the content coding '{(coding.Length > 32 ? coding[..32] : coding)}' is unknown: the body is used unchanged";
                return body;
        }
        note = $"the header declares {coding}, but the body is not compressed by it";
        return body;
    }

    private static ReadOnlyMemory<byte> Units(CompressedUnits units, string coding, ReadOnlyMemory<byte> body, int maxBytes, ref string? note,
        out string? error, out bool isTooLong)
    {
        using CompressedUnits owned = units;
        error = null;
        isTooLong = false;
        var output = new ArrayBufferWriter<byte>(Expected(body.Length, maxBytes));
        bool hasUnit = false;
        while (true)
        {
            UnitStep step = owned.Read(Room(output, maxBytes), out int written);
            output.Advance(written);
            if (step == UnitStep.Lost)
            {
                // Bytes after a complete member are trailing bytes that some servers append. Damage inside a member truncates the content.
                if (owned.Lost!.IsInUnit) error = owned.Lost.Message;
                break;
            }
            if (step == UnitStep.End) break;
            if (step == UnitStep.UnitStart) hasUnit = true;
            if (output.WrittenCount > maxBytes)
            {
                isTooLong = true;
                return output.WrittenMemory[..maxBytes];
            }
        }
        if (hasUnit) return output.WrittenMemory;
        note = $"the header declares {coding}, but the body is not compressed by it";
        return body;
    }

    private static ReadOnlyMemory<byte> Inflate(ReadOnlyMemory<byte> body, int maxBytes, out string? error, out bool isTooLong)
    {
        using var inflater = new Inflater();
        inflater.Begin(new StoredBuffer(body));
        var output = new ArrayBufferWriter<byte>(Expected(body.Length, maxBytes));
        error = null;
        isTooLong = false;
        while (true)
        {
            InflateStatus status = inflater.Read(Room(output, maxBytes), out int written);
            output.Advance(written);
            if (output.WrittenCount > maxBytes)
            {
                isTooLong = true;
                return output.WrittenMemory[..maxBytes];
            }
            if (status == InflateStatus.More) continue;
            if (status == InflateStatus.Truncated) error = "the deflate data is truncated";
            else if (status == InflateStatus.Invalid) error = inflater.Error;
            return output.WrittenMemory;
        }
    }

    private static ReadOnlyMemory<byte> Brotli(ReadOnlySpan<byte> body, int maxBytes, out string? error, out bool isTooLong)
    {
        var output = new ArrayBufferWriter<byte>(Expected(body.Length, maxBytes));
        error = null;
        isTooLong = false;
        using var decoder = new BrotliDecoder();
        while (true)
        {
            OperationStatus status = decoder.Decompress(body, Room(output, maxBytes), out int consumed, out int written);
            body = body[consumed..];
            output.Advance(written);
            if (output.WrittenCount > maxBytes)
            {
                isTooLong = true;
                return output.WrittenMemory[..maxBytes];
            }
            if (status == OperationStatus.Done) return output.WrittenMemory;
            if (status == OperationStatus.DestinationTooSmall) continue;
            error = status == OperationStatus.NeedMoreData ? "the brotli data is truncated" : "the brotli data is not valid";
            return output.WrittenMemory;
        }
    }

    private static int Expected(int compressed, int maxBytes) => (int)Math.Min(Math.Max(256, compressed * 4L), Math.Min(1 << 20, maxBytes + 1L));

    /// <summary>
    /// Returns room for more output: in total at most one byte more than the limit, which distinguishes content of exactly that length from longer content.
    /// </summary>
    private static Span<byte> Room(ArrayBufferWriter<byte> output, int maxBytes)
    {
        Span<byte> room = output.GetSpan(1);
        return room[..(int)Math.Min(room.Length, Math.Max(1, maxBytes + 1L - output.WrittenCount))];
    }

    /// <summary>Returns the codings of all header fields with a name, in lower case.</summary>
    private static List<string> CodingsOf(WarcHttpMessage message, string name)
    {
        var codings = new List<string>();
        foreach ((string key, string value) in message.Headers)
        {
            if (!key.Equals(name, StringComparison.OrdinalIgnoreCase)) continue;
            foreach (string coding in value.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
                codings.Add(coding.ToLowerInvariant());
        }
        return codings;
    }

    private static bool IsGzip(ReadOnlySpan<byte> head) => head.Length >= 3 && head[0] == 0x1f && head[1] == 0x8b && head[2] == 8;

    /// <summary>True if a body starts like markup. A few bytes of markup can decode by coincidence.</summary>
    private static bool IsMarkup(ReadOnlySpan<byte> head)
    {
        if (head.StartsWith("\uFEFF"u8)) head = head[3..];
        head = head[..Math.Min(head.Length, 256)].TrimStart(" \t\r\n\f"u8);
        return head.Length >= 2 && head[0] == '<' && (head[1] is (byte)'!' or (byte)'?' || char.IsAsciiLetter((char)head[1]));
    }

    private static int HexValue(byte digit) => digit <= '9' ? digit - '0' : (digit | 0x20) - 'a' + 10;
}
