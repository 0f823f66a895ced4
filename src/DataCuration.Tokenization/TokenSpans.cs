namespace DataCuration.Tokenization;

/// <summary>Turns the places of tokens into lengths of neighbours without gaps.</summary>
internal static class TokenSpans
{
    /// <summary>Adds the number of bytes of each token. A gap before a token belongs to it, and the rest of the text to the last one.</summary>
    /// <param name="textLength">The length of the text in bytes.</param>
    /// <param name="scratch">The tokens with their places.</param>
    /// <param name="lengths">Receives the lengths, which add up to that of the text.</param>
    /// <exception cref="InvalidOperationException">A text has no token.</exception>
    public static void Add(int textLength, EncodeScratch scratch, List<int> lengths)
    {
        if (scratch.Count == 0)
        {
            if (textLength > 0) throw new InvalidOperationException($"A text of {textLength} bytes has no token, so its bytes belong to none.");
            return;
        }
        int done = 0;
        for (int i = 0; i < scratch.Count; i++)
        {
            int end = i == scratch.Count - 1 ? textLength : Math.Clamp(scratch.Ends[i], done, textLength);
            lengths.Add(end - done);
            done = end;
        }
    }
}
