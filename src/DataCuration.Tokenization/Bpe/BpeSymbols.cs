namespace DataCuration.Tokenization;

/// <summary>Splits pieces into the symbols that merges start from, as the tokenizers library does.</summary>
/// <param name="spellings">The spellings of tokens.</param>
/// <param name="settings">The settings.</param>
internal sealed class BpeSymbols(TokenTable spellings, BpeSettings settings)
{
    /// <summary>Adds the tokens of the bytes of an unknown character, if the model has all of them.</summary>
    public bool TryAddBytes(ReadOnlySpan<byte> character, int offset, EncodeScratch scratch)
    {
        if (settings.ByteTokens is not { } tokens) return false;
        foreach (byte value in character)
            if (tokens[value] < 0) return false;
        for (int i = 0; i < character.Length; i++) scratch.Add(tokens[character[i]], offset + i, offset + i + 1);
        return true;
    }

    /// <summary>Returns the symbols of a piece and their lengths.</summary>
    public List<(int Token, int Length)> Split(ReadOnlySpan<byte> word)
    {
        var symbols = new List<(int Token, int Length)>();
        int unknownLength = -1;
        Span<byte> spelled = new byte[settings.ContinuingPrefix.Length + 4 + settings.EndSuffix.Length];
        for (int at = 0; at < word.Length;)
        {
            int length = Math.Min(settings.IsBytes ? 1 : CodePoints.LengthOf(word[at]), word.Length - at), used = 0;
            if (at > 0)
            {
                settings.ContinuingPrefix.CopyTo(spelled);
                used = settings.ContinuingPrefix.Length;
            }
            word.Slice(at, length).CopyTo(spelled[used..]);
            used += length;
            if (at + length == word.Length)
            {
                settings.EndSuffix.CopyTo(spelled[used..]);
                used += settings.EndSuffix.Length;
            }
            at += length;
            int token = spellings.Find(spelled[..used]);
            if (token >= 0)
            {
                if (unknownLength >= 0) symbols.Add((settings.Unknown, unknownLength));
                unknownLength = -1;
                symbols.Add((token, length));
            }
            else if (!TryBytes(spelled[..used], symbols) && settings.Unknown >= 0)
            {
                if (unknownLength >= 0 && !settings.FusesUnknown)
                {
                    symbols.Add((settings.Unknown, unknownLength));
                    unknownLength = -1;
                }
                unknownLength = Math.Max(0, unknownLength) + length;
            }
        }
        if (unknownLength >= 0) symbols.Add((settings.Unknown, unknownLength));
        return symbols;
    }

    private bool TryBytes(ReadOnlySpan<byte> spelled, List<(int Token, int Length)> symbols)
    {
        if (settings.ByteTokens is not { } tokens) return false;
        foreach (byte value in spelled)
            if (tokens[value] < 0) return false;
        foreach (byte value in spelled) symbols.Add((tokens[value], 1));
        return true;
    }
}
