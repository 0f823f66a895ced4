using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DataCuration;

/// <summary>Reads records, and bytes between records, from the start of a <see cref="WarcWindow"/>.</summary>
internal sealed class RecordScanner(WarcWindow window, int maxBytes, long? contentLength)
{
    private const int JunkStep = 1 << 20;

    /// <summary>True if the file is ARC.</summary>
    public bool IsArc { get; set; }

    /// <summary>Skips line ends. Reads until another byte follows or the segment ends.</summary>
    public void SkipBlankLines()
    {
        do
        {
            RecordBoundary.LeadingLineEnds(window.Available, out int length);
            window.Advance(length);
        }
        while (window.Available.IsEmpty && window.TryFill());
    }

    /// <summary>Reads the record that starts at the next byte.</summary>
    /// <returns>False if no record starts there.</returns>
    public bool TryReadRecord([NotNullWhen(true)] out WarcRecord? record)
    {
        record = null;
        long offset = window.Offset;
        long stored = window.StoredOffset;
        var problems = WarcRecordProblems.None;
        string version;
        WarcHeaders? headers;
        long length;
        bool hasBlock = true;
        if (IsArc)
        {
            int lineEnd = FindLineEnd(0, ArcHeader.MaxLineBytes);
            ReadOnlySpan<byte> line = lineEnd < 0 ? window.Available : window.Available[..lineEnd];
            if (!ArcHeader.TryParse(line.TrimEnd((byte)'\r'), isStrict: false, out headers, out version, out length)) return false;
            window.Advance(Math.Min(window.Available.Length, line.Length + 1));
        }
        else
        {
            if (!RecordBoundary.IsWarc(window.Peek(8))) return false;
            headers = ReadHeader(out version, out int headerLength, out hasBlock, ref problems);
            window.Advance(headerLength);
            length = headers["Content-Length"] is { } text && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : -1;
        }
        byte[] block = [];
        long blockLength = 0;
        if (hasBlock) block = ReadBlock(headers, length, ref problems, out blockLength);
        long end = window.Offset;
        // Reading on reaches the end of the compressed member and its checksum. A record is returned only after that check.
        SkipBlankLines();
        bool isWhole = (problems & WarcRecordProblems.Truncated) == 0;
        if (isWhole && window.Available.IsEmpty && window.Lost is { IsInUnit: true } && window.LastUnitOffset < end) problems |= WarcRecordProblems.Damaged;
        record = new WarcRecord(version, headers, block, length, blockLength, problems) { Offset = offset, StoredOffset = stored };
        return true;
    }

    /// <summary>Skips bytes that belong to no record, up to the next record.</summary>
    public WarcLoss PassJunk()
    {
        long offset = window.Offset;
        ReadOnlySpan<byte> head = window.Peek(RecordFault.MaxRawBytes);
        byte[] raw = head[..Math.Min(head.Length, RecordFault.MaxRawBytes)].ToArray();
        int from = 1;
        while (true)
        {
            int next = FindNext(from, JunkStep, mayRead: true);
            if (next >= 0)
            {
                window.Advance(next);
                break;
            }
            int length = window.Available.Length;
            if (length < JunkStep)
            {
                window.Advance(length);
                break;
            }
            // Keeps bytes that may be the start of a line that is not completely buffered.
            window.Advance(length - 2 * ArcHeader.MaxLineBytes);
            from = 1;
        }
        long lost = window.Offset - offset;
        if (raw.Length > lost) raw = raw[..(int)lost];
        string message = FormattableString.Invariant($"no record starts here; {lost} bytes were skipped: {FaultText.Excerpt(raw)}");
        return new() { Reason = RecordFaultReasons.WarcJunk, Message = message, Offset = offset, Length = lost, Raw = raw };
    }

    private WarcHeaders ReadHeader(out string version, out int headerLength, out bool hasBlock, ref WarcRecordProblems problems)
    {
        var headers = new WarcHeaders();
        version = "";
        int at = 0;
        while (true)
        {
            int end = FindLineEnd(at, WarcReader.MaxHeaderBytes);
            if (end < 0)
            {
                // The header has no end: the file or segment ended, or the line is too long.
                bool isLong = window.Available.Length > WarcReader.MaxHeaderBytes;
                problems |= WarcRecordProblems.Truncated | (isLong ? WarcRecordProblems.MalformedHeader : 0);
                headerLength = isLong ? Math.Max(at, 1) : window.Available.Length;
                hasBlock = false;
                return headers.EndLines();
            }
            ReadOnlySpan<byte> line = window.Available[at..end].TrimEnd((byte)'\r');
            if (at == 0)
            {
                version = WarcHeaders.Decode(line[..Math.Min(line.Length, 32)].TrimEnd((byte)' '));
            }
            else if (line.IsEmpty)
            {
                headerLength = end + 1;
                hasBlock = true;
                return headers.EndLines();
            }
            else if (RecordBoundary.IsWarc(line) || end > WarcReader.MaxHeaderBytes)
            {
                problems |= WarcRecordProblems.Truncated | WarcRecordProblems.MalformedHeader;
                headerLength = at;
                hasBlock = false;
                return headers.EndLines();
            }
            else if (!headers.AddLine(line))
            {
                problems |= WarcRecordProblems.MalformedHeader;
            }
            at = end + 1;
        }
    }

    /// <summary>Returns the end of the line that starts at an offset; -1 if it does not end within a limit or the segment.</summary>
    private int FindLineEnd(int from, int limit)
    {
        int at = from;
        while (true)
        {
            ReadOnlySpan<byte> bytes = window.Available;
            int found = at < bytes.Length ? bytes[at..].IndexOf((byte)'\n') : -1;
            if (found >= 0) return at + found;
            at = bytes.Length;
            if (at - from > limit || !window.TryFill()) return -1;
        }
    }

    private byte[] ReadBlock(WarcHeaders headers, long length, ref WarcRecordProblems problems, out long blockLength)
    {
        // A length that exceeds the file is not used.
        bool isImpossible = contentLength is { } total && length > total - window.Offset;
        if (length < 0 || (isImpossible && length > maxBytes))
        {
            int next = FindNext(0, maxBytes, mayRead: true, isLineStart: true);
            if (next < 0 && window.Available.Length > maxBytes) return SkipLong(long.MaxValue, isImpossible: true, ref problems, out blockLength);
            problems |= length < 0 ? WarcRecordProblems.LengthMissing : next >= 0 ? WarcRecordProblems.LengthWrong : WarcRecordProblems.Truncated;
            return Take(next >= 0 ? TrimmedLength(next) : next == -1 && length < 0 ? TrimmedLength(window.Available.Length)
                : window.Available.Length, out blockLength);
        }
        if (length > maxBytes) return SkipLong(length, isImpossible: false, ref problems, out blockLength);
        int declared = (int)length;
        int available = window.Peek(declared).Length;
        if (available < declared)
        {
            int next = FindNext(0, available, mayRead: false, isLineStart: true);
            int trimmed = TrimmedLength(next >= 0 ? next : available);
            bool isWhole = next >= 0 || WarcDigest.Matches(headers, window.Available[..trimmed]);
            problems |= isWhole ? WarcRecordProblems.LengthWrong : WarcRecordProblems.Truncated;
            return Take(isWhole ? trimmed : available, out blockLength);
        }
        if (!IsAtBoundary(declared, out bool hasLineEnd) && !WarcDigest.Matches(headers, window.Available[..declared]))
        {
            int next = FindNext(0, declared, mayRead: false, isLineStart: true);
            // After a line end the record was correct, and junk follows. Without a line end the block continues.
            if (next < 0 && !hasLineEnd)
            {
                next = FindNext(declared, maxBytes, mayRead: true);
                problems |= WarcRecordProblems.LengthWrong;
                // The last record of a segment extends to the segment's end only if the record's own digest confirms it.
                int trimmed = TrimmedLength(window.Available.Length);
                if (next < 0 && trimmed > declared && WarcDigest.Matches(headers, window.Available[..trimmed])) return Take(trimmed, out blockLength);
            }
            if (next >= 0)
            {
                problems |= WarcRecordProblems.LengthWrong;
                return Take(TrimmedLength(next), out blockLength);
            }
        }
        return Take(declared, out blockLength);
    }

    /// <summary>Skips a block that exceeds the limit.</summary>
    private byte[] SkipLong(long length, bool isImpossible, ref WarcRecordProblems problems, out long blockLength)
    {
        problems |= WarcRecordProblems.TooLong;
        ReadOnlySpan<byte> head = window.Peek(RecordFault.MaxRawBytes);
        byte[] block = head[..(int)Math.Min(length, Math.Min(head.Length, RecordFault.MaxRawBytes))].ToArray();
        blockLength = 0;
        while (blockLength < length)
        {
            if (window.Available.IsEmpty && !window.TryFill())
            {
                problems |= WarcRecordProblems.Truncated;
                break;
            }
            // A compressed member that starts with a record's first line starts a record, whatever the declared length.
            if (blockLength > 0 && window.IsUnitStart && (IsArc || RecordBoundary.IsWarc(window.Peek(8))))
            {
                problems |= WarcRecordProblems.LengthWrong;
                break;
            }
            int step = (int)Math.Min(window.Available.Length, length - blockLength);
            if (isImpossible)
            {
                int next = FindNext(0, JunkStep, mayRead: true, isLineStart: blockLength == 0);
                step = next >= 0 ? next : window.Available.Length < JunkStep ? window.Available.Length : window.Available.Length - 2 * ArcHeader.MaxLineBytes;
                if (next >= 0) length = blockLength + next;
            }
            int unit = window.NextUnitStart(0);
            if (unit > 0 && unit < step) step = unit;
            window.Advance(step);
            blockLength += step;
        }
        return block;
    }

    private byte[] Take(int length, out long blockLength)
    {
        byte[] block = window.Copy(0, length);
        window.Advance(length);
        blockLength = length;
        return block;
    }

    private int TrimmedLength(int length) => length - RecordBoundary.TrailingLineEnds(window.Available[..length]);

    /// <summary>True if a record can end at an offset: after line ends follows a record, a compressed member or the end of the segment.</summary>
    private bool IsAtBoundary(int at, out bool hasLineEnd)
    {
        ReadOnlySpan<byte> bytes = window.Peek(at + RecordBoundary.LookAhead);
        hasLineEnd = RecordBoundary.LeadingLineEnds(bytes[at..], out int blank) > 0;
        int next = at + blank;
        if (next == bytes.Length || RecordBoundary.IsWarc(bytes[next..])) return true;
        int unit = window.NextUnitStart(at - 1);
        if ((unit >= 0 && unit <= next) || (at == 0 && window.IsUnitStart)) return true;
        if (!IsArc) return false;
        int lineEnd = FindLineEnd(next, ArcHeader.MaxLineBytes);
        return lineEnd >= 0 && ArcHeader.IsHeader(window.Available[next..lineEnd].TrimEnd((byte)'\r'));
    }

    /// <summary>Finds the next offset where a record certainly starts.</summary>
    /// <param name="from">The first offset to check.</param>
    /// <param name="limit">The end of the search.</param>
    /// <param name="mayRead">True to read more bytes; false to search only buffered bytes.</param>
    /// <param name="isLineStart">True if a line starts at <paramref name="from"/>.</param>
    /// <returns>The offset, or -1.</returns>
    private int FindNext(int from, int limit, bool mayRead, bool isLineStart = false)
    {
        int at = from;
        if (isLineStart && IsRecord(from, mayRead)) return from;
        int unitsFrom = from - 1;
        while (true)
        {
            ReadOnlySpan<byte> bytes = window.Available;
            int end = Math.Min(bytes.Length, limit);
            int unit = FindUnit(unitsFrom, end);
            while (at < end)
            {
                int found = IsArc ? bytes[at..end].IndexOf((byte)'\n') : bytes[at..end].IndexOf("\nWARC/"u8);
                if (found < 0 || (unit >= 0 && unit <= at + found)) break;
                if (IsRecord(at + found + 1, mayRead)) return at + found + 1;
                bytes = window.Available;
                at += found + 1;
            }
            if (unit >= 0) return unit;
            at = Math.Max(at, end - 8);
            unitsFrom = Math.Max(unitsFrom, end - 9);
            if (!mayRead || window.Available.Length > limit || (window.Available.Length == bytes.Length && !window.TryFill())) return -1;
        }
    }

    /// <summary>Finds the next compressed member that starts with a record's first line.</summary>
    private int FindUnit(int after, int end)
    {
        while (true)
        {
            after = window.NextUnitStart(after);
            if (after < 0 || after >= end) return -1;
            ReadOnlySpan<byte> bytes = window.Available[after..];
            if (IsArc ? ArcHeader.IsHeader(FirstLine(bytes)) : RecordBoundary.IsWarc(bytes)) return after;
        }
    }

    private static ReadOnlySpan<byte> FirstLine(ReadOnlySpan<byte> bytes)
    {
        bytes = bytes[..Math.Min(bytes.Length, ArcHeader.MaxLineBytes)];
        int end = bytes.IndexOf((byte)'\n');
        return (end < 0 ? bytes : bytes[..end]).TrimEnd((byte)'\r');
    }

    private bool IsRecord(int at, bool mayRead)
    {
        if (!IsArc)
        {
            ReadOnlySpan<byte> bytes = mayRead ? window.Peek(at + RecordBoundary.LookAhead) : window.Available;
            return bytes.Length > at && RecordBoundary.IsSurelyWarc(bytes[at..]);
        }
        if (at >= window.Available.Length && !(mayRead && window.TryFill())) return false;
        // Few lines start like a URL. The first byte excludes the others.
        if (!char.IsAsciiLetter((char)window.Available[at])) return false;
        if (mayRead) FindLineEnd(at, ArcHeader.MaxLineBytes);
        ReadOnlySpan<byte> line = window.Available[at..];
        int end = line.IndexOf((byte)'\n');
        return end >= 0 && end <= ArcHeader.MaxLineBytes && ArcHeader.IsHeader(line[..end].TrimEnd((byte)'\r'));
    }
}
