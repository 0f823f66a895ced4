namespace DataCuration.Tokenization;

/// <summary>Splits a text at added tokens, with the rules for whole words and white space around them (tokenizers, added_vocabulary.rs).</summary>
internal static class AddedTokenSplitter
{
    /// <summary>Finds the next added token that counts.</summary>
    /// <param name="search">The tokens.</param>
    /// <param name="text">The text.</param>
    /// <param name="done">The end of the token before; white space before it is taken.</param>
    /// <param name="from">Where to search. Afterwards where to search on.</param>
    /// <param name="range">The token with the white space that belongs to it.</param>
    /// <returns>The token; null without one.</returns>
    public static AddedTokenInfo? Next(AddedTokenSearch search, ReadOnlySpan<byte> text, int done, ref int from, out (int Start, int End) range)
    {
        while (search.Find(text, from, out (int Start, int End) match) is { } token)
        {
            from = match.End;
            range = match;
            if (token.SingleWord && (EndsWithWord(text[..match.Start]) || StartsWithWord(text[match.End..]))) continue;
            if (token.StripsLeft)
            {
                int start = match.Start;
                while (start > 0 && CharacterClasses.IsWhiteSpace(CodePoints.DecodeBefore(text, start, out int length))) start -= length;
                range.Start = Math.Max(start, done);
            }
            if (token.StripsRight)
            {
                while (range.End < text.Length && CharacterClasses.IsWhiteSpace(CodePoints.Decode(text, range.End, out int length))) range.End += length;
            }
            return token;
        }
        range = default;
        return null;
    }

    private static bool EndsWithWord(ReadOnlySpan<byte> text) => !text.IsEmpty && IsWord(CodePoints.DecodeBefore(text, text.Length, out _));

    private static bool StartsWithWord(ReadOnlySpan<byte> text) => !text.IsEmpty && IsWord(CodePoints.Decode(text, 0, out _));

    // Rust's \w also has the two joiners.
    private static bool IsWord(int point) => CharacterClasses.IsWord(point) || point is 0x200C or 0x200D;
}
