using System.Buffers;
using System.Globalization;
using System.Text;

namespace DataCuration;

/// <summary>Decodes the escapes of JSON strings that <see cref="JsonScanner"/> has validated.</summary>
internal static class JsonStrings
{
    /// <summary>Writes the decoded content of a string.</summary>
    /// <param name="escaped">The content between the quotes.</param>
    /// <param name="destination">The output, at least as long as the input.</param>
    /// <param name="loneSurrogate">The offset of the first escaped lone surrogate, which is written as U+FFFD; -1 if every surrogate is paired.</param>
    /// <returns>The number of bytes written.</returns>
    public static int Unescape(ReadOnlySpan<byte> escaped, Span<byte> destination, out int loneSurrogate)
    {
        loneSurrogate = -1;
        int read = 0;
        int written = 0;
        while (true)
        {
            ReadOnlySpan<byte> rest = escaped[read..];
            int plain = rest.IndexOf((byte)'\\');
            if (plain < 0)
            {
                rest.CopyTo(destination[written..]);
                return written + rest.Length;
            }
            rest[..plain].CopyTo(destination[written..]);
            read += plain;
            written += plain;
            byte escape = escaped[read + 1];
            if (escape != 'u')
            {
                destination[written++] = escape switch
                {
                    (byte)'n' => (byte)'\n',
                    (byte)'t' => (byte)'\t',
                    (byte)'r' => (byte)'\r',
                    (byte)'b' => (byte)'\b',
                    (byte)'f' => (byte)'\f',
                    _ => escape,
                };
                read += 2;
                continue;
            }
            char first = Unit(escaped, read);
            Rune rune;
            int length = 6;
            if (!char.IsSurrogate(first))
            {
                rune = new Rune(first);
            }
            else if (char.IsHighSurrogate(first) && escaped.Length >= read + 12 && escaped[read + 6] == '\\' && escaped[read + 7] == 'u'
                && char.IsLowSurrogate(Unit(escaped, read + 6)))
            {
                rune = new Rune(first, Unit(escaped, read + 6));
                length = 12;
            }
            else
            {
                if (loneSurrogate < 0) loneSurrogate = read;
                rune = Rune.ReplacementChar;
            }
            written += rune.EncodeToUtf8(destination[written..]);
            read += length;
        }
    }

    /// <summary>Decodes the string of a token. Lone surrogates become U+FFFD.</summary>
    public static string Decode(ReadOnlySpan<byte> json, JsonToken token)
    {
        ReadOnlySpan<byte> content = token.Of(json);
        if (!token.HasEscapes) return Encoding.UTF8.GetString(content);
        byte[] scratch = ArrayPool<byte>.Shared.Rent(content.Length);
        int length = Unescape(content, scratch, out _);
        string text = Encoding.UTF8.GetString(scratch, 0, length);
        ArrayPool<byte>.Shared.Return(scratch);
        return text;
    }

    /// <summary>True if a member has the given name.</summary>
    public static bool IsName(ReadOnlySpan<byte> json, JsonToken token, ReadOnlySpan<byte> wanted)
    {
        ReadOnlySpan<byte> content = token.Of(json);
        if (!token.HasEscapes) return content.SequenceEqual(wanted);
        if (content.Length < wanted.Length) return false;
        byte[] scratch = ArrayPool<byte>.Shared.Rent(content.Length);
        int length = Unescape(content, scratch, out int loneSurrogate);
        bool isWanted = loneSurrogate < 0 && scratch.AsSpan(0, length).SequenceEqual(wanted);
        ArrayPool<byte>.Shared.Return(scratch);
        return isWanted;
    }

    private static char Unit(ReadOnlySpan<byte> escaped, int at) =>
        (char)ushort.Parse(escaped.Slice(at + 2, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture);
}
