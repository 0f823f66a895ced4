using System.Buffers;
using System.Text;

namespace DataCuration;

/// <summary>Lower-cases UTF-8 as Python's <c>str.lower</c> does, final sigma and the dotted capital I included.</summary>
internal static unsafe class LowerText
{
    private const int CombiningDot = 0x307;

    /// <summary>Returns the bytes that <see cref="Write"/> needs: two bytes become three at most.</summary>
    public static int Capacity(int bytes) => checked(bytes + bytes / 2 + 16);

    /// <summary>Writes the lower case of a text.</summary>
    /// <param name="text">The text in valid UTF-8.</param>
    /// <param name="target">At least <see cref="Capacity"/> bytes; not the text itself.</param>
    /// <returns>The number of bytes written.</returns>
    public static int Write(ReadOnlySpan<byte> text, Span<byte> target)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Length, Capacity(text.Length), nameof(target));
        int to = 0, at = 0;
        fixed (byte* source = text)
        fixed (byte* result = target)
        {
            while (true)
            {
                OperationStatus status = Ascii.ToLower(text[at..], target[to..], out int done);
                at += done;
                to += done;
                if (status == OperationStatus.Done) return to;
                for (; at < text.Length && source[at] >= 0x80;)
                {
                    int codePoint = Utf8CodePoints.Decode(source + at, out int size);
                    if (codePoint == UnicodeRules.CapitalIWithDot)
                    {
                        result[to++] = (byte)'i';
                        to += Utf8CodePoints.Encode(CombiningDot, result + to);
                    }
                    else if (codePoint == UnicodeRules.CapitalSigma)
                        to += Utf8CodePoints.Encode(Utf8WordTokenizer.IsFinalSigma(source, at, text.Length) ? 0x3C2 : 0x3C3, result + to);
                    else to += Utf8CodePoints.Encode(UnicodeRules.ToLower(codePoint), result + to);
                    at += size;
                }
            }
        }
    }
}
