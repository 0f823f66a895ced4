using System.Text;

namespace DataCuration;

/// <summary>The beginning of a text on one line, for reports.</summary>
internal static class TextExcerpt
{
    /// <summary>
    /// Takes the first code points of a text. White space and control characters become single blanks; a text that is longer ends with an ellipsis.
    /// </summary>
    /// <param name="text">The text: valid UTF-8.</param>
    /// <param name="length">The number of code points.</param>
    public static string Of(ReadOnlySpan<byte> text, int length)
    {
        var excerpt = new StringBuilder();
        int taken = 0;
        bool isBlank = false;
        while (Rune.DecodeFromUtf8(text, out Rune rune, out int size) == System.Buffers.OperationStatus.Done)
        {
            text = text[size..];
            if (Rune.IsWhiteSpace(rune) || Rune.IsControl(rune))
            {
                isBlank = taken > 0;
                continue;
            }
            if (taken + (isBlank ? 1 : 0) >= length) return excerpt.Append('…').ToString();
            if (isBlank)
            {
                excerpt.Append(' ');
                taken++;
            }
            isBlank = false;
            taken++;
            excerpt.Append(rune.ToString());
        }
        return excerpt.ToString();
    }
}
