using System.Buffers;
using System.Text;
using System.Text.Unicode;

namespace DataCuration.Extraction;

/// <summary>
/// Detects the encoding of a page and converts its bytes to valid UTF-8. The order is: byte order mark, valid UTF-8 with multi-byte sequences, HTTP header,
/// meta element, content. Valid UTF-8 wins over any declaration, because servers and templates often declare Latin-1 for UTF-8 pages, and Latin-1 text is
/// rarely valid UTF-8. Other declarations are overruled only by clear evidence: see <see cref="Decide"/>. Names are those of the WHATWG Encoding Standard.
/// </summary>
internal static class HtmlDecoder
{
    /// <summary>The number of bytes searched for a meta element. The standard says 1,024, but long scripts or comments before it are common.</summary>
    private const int PrescanBytes = 8192;

    /// <summary>The number of bytes analysed for encoding detection. It is enough for the statistics, and limits the cost for large pages.</summary>
    private const int StudiedBytes = 1 << 18;

    /// <summary>
    /// The number of multi-byte sequences from which valid UTF-8 overrules a declared double-byte encoding. Two characters in GBK or Shift_JIS can be valid
    /// UTF-8 by chance; three almost never are.
    /// </summary>
    private const int ConvincingSequences = 3;

    /// <summary>Converts a page to UTF-8.</summary>
    /// <param name="content">The bytes of the page.</param>
    /// <param name="declaredCharset">The charset of the HTTP header as written, or null.</param>
    /// <param name="buffer">Receives the converted page if a conversion is needed. It is created or grown as needed, and reused.</param>
    /// <param name="encodingName">The WHATWG name of the encoding.</param>
    /// <returns>
    /// A slice of <paramref name="content"/> without byte order mark if that is valid UTF-8, otherwise a slice of <paramref name="buffer"/>. Invalid sequences
    /// become U+FFFD.
    /// </returns>
    public static ReadOnlyMemory<byte> ToUtf8(ReadOnlyMemory<byte> content, string? declaredCharset, ref byte[]? buffer, out string encodingName)
    {
        ReadOnlySpan<byte> bytes = content.Span;
        HtmlEncoding encoding;
        if (bytes.StartsWith("\uFEFF"u8)) (encoding, content) = (HtmlEncoding.Utf8, content[3..]);
        else if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xFE])) (encoding, content) = (HtmlEncoding.Utf16LittleEndian, content[2..]);
        else if (bytes.StartsWith((ReadOnlySpan<byte>)[0xFE, 0xFF])) (encoding, content) = (HtmlEncoding.Utf16BigEndian, content[2..]);
        else encoding = Decide(bytes, declaredCharset);
        encodingName = encoding.Name;
        if (encoding == HtmlEncoding.Utf8 && Utf8.IsValid(content.Span)) return content;
        int length = encoding.SingleBytes is { } table ? ConvertSingleBytes(content.Span, table, ref buffer)
            : Convert(content.Span, encoding.CreateDecoder(), ref buffer);
        return buffer.AsMemory(0, length);
    }

    /// <summary>
    /// Decides the encoding of bytes without a byte order mark. Header and meta element each propose one. UTF-8 is rejected if more than a tenth of the
    /// multi-byte sequences are invalid. A double-byte encoding is rejected if more than a twentieth of its characters are invalid. windows-1252 is rejected if
    /// two fifths of all letters are above ASCII, which no Western language reaches. Two different single-byte proposals are compared by their likelihood; the
    /// header wins ties. Without a valid proposal the content decides.
    /// </summary>
    private static HtmlEncoding Decide(ReadOnlySpan<byte> bytes, string? declaredCharset)
    {
        HtmlEncoding? header = HtmlEncoding.FromLabel(declaredCharset);
        MetaPrescan prescan = MetaPrescan.Read(bytes[..Math.Min(bytes.Length, PrescanBytes)]);
        // A meta element that can be read as ASCII is not in UTF-16. The standard treats that as UTF-8.
        HtmlEncoding? meta = prescan.Encoding is { IsUtf16: true } ? HtmlEncoding.Utf8 : prescan.Encoding;
        if (Utf16Guess(bytes) is { } utf16) return utf16;
        ReadOnlySpan<byte> studied = bytes[..Math.Min(bytes.Length, StudiedBytes)];
        bool valid = Utf8.IsValid(bytes);
        if (valid && studied.IndexOfNonAscii() < 0 && bytes.IndexOfNonAscii() < 0)
            return bytes.IndexOf((byte)0x1B) >= 0 && (header ?? meta) is { IsStateful: true } stateful ? stateful : HtmlEncoding.Utf8;
        Utf8Statistics statistics = Utf8Statistics.Measure(studied);
        if (valid && ((header ?? meta) is not { IsDoubleByte: true } || statistics.Sequences >= ConvincingSequences)) return HtmlEncoding.Utf8;
        bool mostlyUtf8 = statistics.Sequences > 0 && statistics.Broken * 10 <= statistics.Sequences;
        if (mostlyUtf8 && ((header ?? meta) is not { } declared || declared == HtmlEncoding.Utf8 || statistics.Sequences >= 10 * ConvincingSequences))
            return HtmlEncoding.Utf8;

        var guess = new EncodingGuess(studied, prescan.Language);
        HtmlEncoding? first = Admissible(header, guess, mostlyUtf8), second = Admissible(meta, guess, mostlyUtf8);
        if (first is not null && second is not null && first != second && first.SingleBytes is not null && second.SingleBytes is not null)
            return guess.Fit(second) > guess.Fit(first) ? second : first;
        return first ?? second ?? guess.Best();
    }

    private static HtmlEncoding? Admissible(HtmlEncoding? proposed, EncodingGuess guess, bool mostlyUtf8)
    {
        if (proposed is null || proposed.IsUtf16) return null;
        if (proposed == HtmlEncoding.Utf8) return mostlyUtf8 ? proposed : null;
        if (proposed.IsDoubleByte) return guess.BrokenShare(proposed) <= 0.05 ? proposed : null;
        if (proposed == HtmlEncoding.Windows1252 && guess.HighShareOfLetters >= 0.4) return null;
        return proposed;
    }

    /// <summary>Detects UTF-16 without a byte order mark: markup at the start, or NUL in nearly every second byte of the first ones.</summary>
    private static HtmlEncoding? Utf16Guess(ReadOnlySpan<byte> bytes)
    {
        // "<!", "<h" and the like, in any script.
        if (bytes.Length >= 4 && bytes[0] == '<' && bytes[1] == 0 && IsMarkup(bytes[2]) && bytes[3] == 0) return HtmlEncoding.Utf16LittleEndian;
        if (bytes.Length >= 4 && bytes[0] == 0 && bytes[1] == '<' && bytes[2] == 0 && IsMarkup(bytes[3])) return HtmlEncoding.Utf16BigEndian;
        ReadOnlySpan<byte> start = bytes[..(Math.Min(bytes.Length, 512) & ~1)];
        if (start.Length < 8 || start.IndexOf((byte)0) < 0) return null;
        int even = 0, odd = 0;
        for (int i = 0; i < start.Length; i += 2)
        {
            if (start[i] == 0) even++;
            if (start[i + 1] == 0) odd++;
        }
        int pairs = start.Length / 2;
        if (odd * 10 >= pairs * 8 && even * 10 <= pairs) return HtmlEncoding.Utf16LittleEndian;
        return even * 10 >= pairs * 8 && odd * 10 <= pairs ? HtmlEncoding.Utf16BigEndian : null;
    }

    private static bool IsMarkup(byte value) => value is (byte)'!' or (byte)'?' || char.IsAsciiLetter((char)value);

    /// <summary>
    /// Converts a single-byte encoding by a table of UTF-8 sequences: the bytes in the low three bytes of an entry, the length in the highest.
    /// </summary>
    private static int ConvertSingleBytes(ReadOnlySpan<byte> source, uint[] table, ref byte[]? buffer)
    {
        int written = 0;
        while (!source.IsEmpty)
        {
            int ascii = source.IndexOfNonAscii();
            if (ascii < 0) ascii = source.Length;
            Reserve(ref buffer, written, ascii + 3);
            source[..ascii].CopyTo(buffer.AsSpan(written));
            written += ascii;
            source = source[ascii..];
            int high = 0;
            while (high < source.Length && source[high] >= 0x80) high++;
            Reserve(ref buffer, written, 3 * high);
            Span<byte> target = buffer.AsSpan(written);
            int at = 0;
            foreach (byte value in source[..high])
            {
                uint form = table[value];
                int length = (int)(form >> 24);
                for (int i = 0; i < length; i++, form >>= 8) target[at++] = (byte)form;
            }
            written += at;
            source = source[high..];
        }
        Reserve(ref buffer, written, 0);
        return written;
    }

    private static int Convert(ReadOnlySpan<byte> source, Decoder decoder, ref byte[]? buffer)
    {
        char[] chars = ArrayPool<char>.Shared.Rent(8192);
        int written = 0, pending = 0; // a high surrogate at the end of a block waits for its low surrogate
        bool completed = false;
        while (!completed)
        {
            decoder.Convert(source, chars.AsSpan(pending), flush: true, out int used, out int made, out completed);
            source = source[used..];
            int count = pending + made;
            int whole = !completed && count > 0 && char.IsHighSurrogate(chars[count - 1]) ? count - 1 : count;
            Reserve(ref buffer, written, 3 * whole);
            Utf8.FromUtf16(chars.AsSpan(0, whole), buffer.AsSpan(written), out _, out int bytes, replaceInvalidSequences: true);
            written += bytes;
            pending = count - whole;
            if (pending > 0) chars[0] = chars[count - 1];
        }
        ArrayPool<char>.Shared.Return(chars);
        Reserve(ref buffer, written, 0);
        return written;
    }

    private static void Reserve(ref byte[]? buffer, int written, int more)
    {
        int needed = checked(written + more);
        if (buffer is not null && buffer.Length >= needed) return;
        Array.Resize(ref buffer, (int)Math.Min(Array.MaxLength, Math.Max(needed, Math.Max(4096L, 2L * written))));
    }
}
