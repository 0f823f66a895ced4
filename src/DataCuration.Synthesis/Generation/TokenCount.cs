using System.Text;

namespace DataCuration.Synthesis;

/// <summary>Counts the tokens of texts.</summary>
internal static class TokenCount
{
    /// <summary>The bytes of a token in estimates, as the call layer estimates: English and code have 3 to 4.5, Chinese about 3.</summary>
    private const int BytesPerToken = 3;

    /// <summary>Returns the number of tokens of a text; without an encoder an estimate, a third of its UTF-8 bytes.</summary>
    public static long Of(ReadOnlySpan<char> text, ITokenEncoder? encoder)
    {
        if (encoder is null) return (Encoding.UTF8.GetByteCount(text) + BytesPerToken - 1L) / BytesPerToken;
        var utf8 = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, utf8);
        var tokens = new List<int>();
        encoder.Encode(utf8, tokens);
        return tokens.Count;
    }
}
