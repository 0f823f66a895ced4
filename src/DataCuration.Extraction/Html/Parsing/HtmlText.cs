using System.Buffers;
using System.Text;

namespace DataCuration.Extraction;

/// <summary>Text of a page with its character references decoded.</summary>
internal static class HtmlText
{
    /// <summary>Decodes a text or an attribute.</summary>
    /// <param name="text">Valid UTF-8 as written in the page.</param>
    /// <param name="inAttribute">Whether it is an attribute.</param>
    public static string Decode(ReadOnlySpan<byte> text, bool inAttribute = false)
    {
        if (!text.Contains((byte)'&')) return Encoding.UTF8.GetString(text);
        byte[] rented = ArrayPool<byte>.Shared.Rent(MaxDecoded(text.Length));
        int length = Decode(text, rented, inAttribute);
        string decoded = Encoding.UTF8.GetString(rented, 0, length);
        ArrayPool<byte>.Shared.Return(rented);
        return decoded;
    }

    /// <summary>The most bytes that a text of a length can decode to: two references stand for more than they are long ("&amp;nGt;" and "&amp;nLt;": five bytes for six).</summary>
    public static int MaxDecoded(int length) => length + (length / 4) + HtmlCharacterReferences.MaxBytes;

    /// <summary>Decodes a text or an attribute.</summary>
    /// <param name="text">Valid UTF-8 as written in the page.</param>
    /// <param name="destination">Receives it; at least <see cref="MaxDecoded"/>.</param>
    /// <param name="inAttribute">Whether it is an attribute.</param>
    /// <returns>How many bytes were written.</returns>
    public static int Decode(ReadOnlySpan<byte> text, Span<byte> destination, bool inAttribute = false)
    {
        int written = 0;
        while (true)
        {
            int next = text.IndexOf((byte)'&');
            ReadOnlySpan<byte> plain = next < 0 ? text : text[..next];
            plain.CopyTo(destination[written..]);
            written += plain.Length;
            if (next < 0) return written;
            int length = HtmlCharacterReferences.Read(text[next..], inAttribute, destination[written..], out int bytes);
            if (length == 0)
            {
                destination[written++] = (byte)'&';
                length = 1;
            }
            else
            {
                written += bytes;
            }
            text = text[(next + length)..];
        }
    }
}
