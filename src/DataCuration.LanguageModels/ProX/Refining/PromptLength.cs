using System.Text;

namespace DataCuration.LanguageModels;

/// <summary>Cuts a text to a number of tokens.</summary>
internal static class PromptLength
{
    /// <summary>A token of a common vocabulary has fewer characters than this on average, over a text of any kind. Runs of spaces can have more.</summary>
    private const int CharactersPerToken = 16;

    /// <summary>Counts tokens.</summary>
    /// <param name="encoder">The encoder; null to estimate each character by its script.</param>
    /// <param name="text">The text.</param>
    public static int Count(ITokenEncoder? encoder, ReadOnlySpan<char> text)
    {
        if (encoder is null) return (int)Math.Min(int.MaxValue, (ScriptTokens.Of(text) + ScriptTokens.PerToken - 1) / ScriptTokens.PerToken);
        byte[] utf8 = new byte[Encoding.UTF8.GetByteCount(text)];
        Encoding.UTF8.GetBytes(text, utf8);
        var tokens = new List<int>();
        encoder.Encode(utf8, tokens);
        return tokens.Count;
    }

    /// <summary>Returns the start of a text within a number of tokens, in whole characters.</summary>
    /// <param name="encoder">The encoder; null to estimate each character by its script.</param>
    /// <param name="text">The text.</param>
    /// <param name="tokens">The most tokens.</param>
    public static ReadOnlySpan<char> First(ITokenEncoder? encoder, ReadOnlySpan<char> text, int tokens)
    {
        if (encoder is null) return ScriptTokens.First(text, tokens);
        int high = (int)Math.Min(text.Length, (long)tokens * CharactersPerToken);
        if (high == text.Length && Count(encoder, text) <= tokens) return text;
        // Encoders cannot cut a text, so a binary search finds the longest start within the limit.
        int low = 0;
        while (low < high)
        {
            int middle = low + (high - low + 1) / 2;
            if (Count(encoder, text[..Whole(text, middle)]) <= tokens) low = middle;
            else high = middle - 1;
        }
        return text[..Whole(text, low)];
    }

    /// <summary>Writes the way of counting to a stage's fingerprint.</summary>
    public static void Describe(FingerprintWriter writer, ITokenEncoder? encoder)
    {
        writer.BeginScope("TokenEncoder");
        if (encoder is null) writer.Add("kind", null);
        else encoder.Describe(writer);
        writer.EndScope();
    }

    /// <summary>Moves an end out of a surrogate pair.</summary>
    private static int Whole(ReadOnlySpan<char> text, int end) =>
        end > 0 && end < text.Length && char.IsHighSurrogate(text[end - 1]) && char.IsLowSurrogate(text[end]) ? end - 1 : end;
}
