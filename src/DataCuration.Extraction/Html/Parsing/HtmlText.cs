using System.Buffers;
using System.Text;

namespace DataCuration.Extraction;

/// <summary>Decodes the text of pages.</summary>
internal static class HtmlText
{
    /// <summary>Decodes the character references of a text or an attribute value.</summary>
    /// <param name="text">Valid UTF-8 as written in the page.</param>
    /// <param name="inAttribute">True for an attribute value.</param>
    public static string Decode(ReadOnlySpan<byte> text, bool inAttribute = false)
    {
        if (text.IndexOf((byte)'&') < 0) return Encoding.UTF8.GetString(text);
        byte[] rented = ArrayPool<byte>.Shared.Rent(MaxDecoded(text.Length));
        int length = Decode(text, rented, inAttribute);
        string decoded = Encoding.UTF8.GetString(rented, 0, length);
        ArrayPool<byte>.Shared.Return(rented);
        return decoded;
    }

    /// <summary>
    /// Gets the maximum decoded size of a text. Two references decode to more bytes than they take ("&amp;nGt;" and "&amp;nLt;": five bytes become six).
    /// </summary>
    public static int MaxDecoded(int length) => length + (length / 4) + HtmlCharacterReferences.MaxBytes;

    /// <summary>Decodes the character references of a text or an attribute value.</summary>
    /// <param name="text">Valid UTF-8 as written in the page.</param>
    /// <param name="destination">Receives the decoded text; at least <see cref="MaxDecoded"/> bytes.</param>
    /// <param name="inAttribute">True for an attribute value.</param>
    /// <returns>The number of bytes written.</returns>
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
