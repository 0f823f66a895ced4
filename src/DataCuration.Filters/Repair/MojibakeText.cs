using System.Buffers;
using System.Text;

namespace DataCuration.Filters;

/// <summary>Repairs texts line by line (fix_text and fix_and_explain of ftfy/__init__.py, version 6.3.1), and finds lines that need no repair.</summary>
internal static class MojibakeText
{
    /// <summary>Bytes that a repair may change: control characters but tab, line feed and form feed, and everything beyond ASCII.</summary>
    private static readonly SearchValues<byte> Suspects =
        SearchValues.Create([.. Enumerable.Range(0, 256).Where(b => b is < 32 and not (9 or 10 or 12) || b >= 127).Select(b => (byte)b)]);

    private static readonly SearchValues<byte> SuspectsAndReferences =
        SearchValues.Create([(byte)'&', .. Enumerable.Range(0, 256).Where(b => b is < 32 and not (9 or 10 or 12) || b >= 127).Select(b => (byte)b)]);

    /// <summary>Repairs a text in valid UTF-8.</summary>
    /// <returns>The repaired text; null if nothing changed.</returns>
    public static byte[]? Fix(ReadOnlySpan<byte> utf8, MojibakeRepair options)
    {
        ArrayBufferWriter<byte>? result = null;
        int copied = 0;
        // References are replaced before the first line with "<", everywhere or nowhere.
        int markup = options.UnescapeHtml switch
        {
            HtmlUnescaping.Never => 0,
            HtmlUnescaping.BeforeMarkup when utf8.IndexOf((byte)'<') is >= 0 and var sign => sign,
            _ => int.MaxValue,
        };
        for (int at = 0; at < utf8.Length;)
        {
            int suspect = utf8[at..].IndexOfAny(at < markup ? SuspectsAndReferences : Suspects);
            if (suspect < 0) break;
            // The line of the suspect byte, up to the longest length.
            int start = at + utf8.Slice(at, suspect).LastIndexOf((byte)'\n') + 1;
            int end = utf8[start..].IndexOf((byte)'\n') is >= 0 and var feed ? start + feed + 1 : utf8.Length;
            end = start + Cut(utf8[start..end], options.MaxDecodeLength);
            at = end;
            int[] line = Decode(utf8[start..end], options.Inert, out bool isInert);
            if (isInert && !(options.FixesEncoding && MojibakeBadness.IsBad(line))) continue;
            int[] repaired = FixLine(line, options, unescapes: markup >= end);
            if (ReferenceEquals(repaired, line) || repaired.AsSpan().SequenceEqual(line)) continue;
            result ??= new(utf8.Length + 64);
            result.Write(utf8[copied..start]);
            Write(repaired, result);
            copied = end;
        }
        if (result is null) return null;
        result.Write(utf8[copied..]);
        return result.WrittenSpan.ToArray();
    }

    /// <summary>
    /// Returns for each character below 0x20000 whether no repair but that of the encoding changes it, alone or next to others of this kind.
    /// </summary>
    public static bool[] FindInert(MojibakeRepair options)
    {
        bool[] inert = new bool[0x20000];
        for (int character = 0; character < inert.Length; character++)
        {
            if (character is '&' or (>= 0xD800 and <= 0xDFFF)) continue;
            int[] one = [character];
            inert[character] = ReferenceEquals(FixCharacters(one, options), one)
                && (options.Normalization is null || CodePointNormalization.IsInert(character));
        }
        return inert;
    }

    /// <summary>Returns code points as a string.</summary>
    public static string ToString(int[] text)
    {
        var builder = new StringBuilder(text.Length);
        foreach (int character in text) builder.Append(new Rune(character).ToString());
        return builder.ToString();
    }

    private static int[] FixLine(int[] text, MojibakeRepair options, bool unescapes)
    {
        for (long work = MojibakeEncoding.WorkFor(text.Length); ; work -= text.Length)
        {
            int[] before = text;
            if (unescapes) text = MojibakeFixes.UnescapeHtml(text);
            if (options.FixesEncoding) text = MojibakeEncoding.Fix(text, options, null, ref work);
            text = FixCharacters(text, options);
            if (work <= 0 || ReferenceEquals(text, before) || text.AsSpan().SequenceEqual(before)) return text;
        }
    }

    private static int[] FixCharacters(int[] text, MojibakeRepair options)
    {
        if (options.FixC1Controls) text = MojibakeEncoding.FixControls(text);
        if (options.FixLatinLigatures) text = MojibakeFixes.SplitLigatures(text);
        if (options.FixCharacterWidth) text = MojibakeFixes.FixWidth(text);
        if (options.UncurlQuotes) text = MojibakeFixes.UncurlQuotes(text);
        if (options.FixLineBreaks) text = MojibakeFixes.FixLineBreaks(text);
        if (options.RemoveTerminalEscapes) text = MojibakeFixes.RemoveTerminalEscapes(text);
        if (options.RemoveControlCharacters) text = MojibakeFixes.RemoveControls(text);
        return options.Normalization is { } form ? CodePointNormalization.Normalize(text, form) : text;
    }

    /// <summary>The length in bytes of the first characters of a text.</summary>
    private static int Cut(ReadOnlySpan<byte> text, int maxCodePoints)
    {
        if (text.Length <= maxCodePoints) return text.Length;
        int at = 0;
        for (int count = 0; at < text.Length; at++)
        {
            if ((sbyte)text[at] <= Utf8CodePoints.LastContinuation) continue;
            if (count++ == maxCodePoints) break;
        }
        return at;
    }

    private static unsafe int[] Decode(ReadOnlySpan<byte> utf8, bool[] inert, out bool isInert)
    {
        int[] text = new int[Utf8CodePoints.Count(utf8)];
        isInert = true;
        fixed (byte* first = utf8)
        {
            byte* at = first;
            for (int i = 0; i < text.Length; i++)
            {
                int character = Utf8CodePoints.Decode(at, out int size);
                isInert &= character < inert.Length && inert[character];
                text[i] = character;
                at += size;
            }
        }
        return text;
    }

    private static void Write(int[] text, ArrayBufferWriter<byte> writer)
    {
        Span<byte> bytes = stackalloc byte[4];
        foreach (int character in text) writer.Write(bytes[..new Rune(character).EncodeToUtf8(bytes)]);
    }
}
