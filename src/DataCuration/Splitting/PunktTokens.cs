namespace DataCuration;

/// <summary>The words of untrained Punkt, and its decision whether a sentence ends among them.</summary>
internal static class PunktTokens
{
    private static readonly bool[] NonWord = Set(")\";}]*:@'({[!?");
    private static readonly bool[] NoStart = Set("(\"`{[:;&#*@)}]-,");

    /// <summary>Returns true for a character that is not inside words: <c>_re_non_word_chars</c>.</summary>
    public static bool IsNonWord(byte c) => c < 0x80 && NonWord[c];

    /// <summary>Returns true if a word ends a sentence and another follows.</summary>
    /// <param name="context">A word, a terminal mark and what follows.</param>
    public static bool ContainBreak(ReadOnlySpan<byte> context)
    {
        ReadOnlySpan<byte> last = default;
        bool hasLast = false;
        foreach (Range lineRange in context.Split((byte)'\n'))
        {
            ReadOnlySpan<byte> line = context[lineRange];
            int at = 0;
            while (at < line.Length)
            {
                if (Utf8WhiteSpace.LengthAt(line, at) is > 0 and var size)
                {
                    at += size;
                    continue;
                }
                int length = TokenLength(line[at..]);
                ReadOnlySpan<byte> token = line.Slice(at, length);
                if (hasLast && EndsSentence(last, token)) return true;
                last = token;
                hasLast = true;
                at += length;
            }
        }
        return false;
    }

    private static bool EndsSentence(ReadOnlySpan<byte> token, ReadOnlySpan<byte> next)
    {
        if (token.Length == 1 && token[0] is (byte)'?' or (byte)'!') return true;
        if (token[^1] != '.' || token.Length > 1 && token[^2] == '.') return false;
        // Initials and numbers end a sentence only if the next word may start one.
        bool isInitial = IsInitial(token);
        if (!isInitial && !IsNumber(token)) return true;
        if (next.Length == 1 && next[0] is (byte)';' or (byte)':' or (byte)',' or (byte)'.' or (byte)'!' or (byte)'?') return false;
        int first = CharacterAt(next, 0, out _);
        return !UnicodeCase.IsLower(first) && !(isInitial && UnicodeCase.IsUpper(first));
    }

    /// <summary>One letter and a full stop.</summary>
    private static bool IsInitial(ReadOnlySpan<byte> token)
    {
        int first = CharacterAt(token, 0, out int size);
        return token.Length == size + 1 && (UnicodeRules.Classify(first) & UnicodeRules.Word) != 0 && !UnicodeFolding.IsDigit(first);
    }

    /// <summary><c>^-?[\.,]?\d[\d,\.-]*\.?$</c></summary>
    private static bool IsNumber(ReadOnlySpan<byte> token)
    {
        int at = token[0] == '-' ? 1 : 0;
        if (at < token.Length && token[at] is (byte)'.' or (byte)',') at++;
        if (at == token.Length || !UnicodeFolding.IsDigit(CharacterAt(token, at, out _))) return false;
        while (at < token.Length)
        {
            int character = CharacterAt(token, at, out int size);
            if (character is not (',' or '.' or '-') && !UnicodeFolding.IsDigit(character)) return false;
            at += size;
        }
        return true;
    }

    /// <summary>The length of the token at the start of a text that does not start with white space.</summary>
    private static int TokenLength(ReadOnlySpan<byte> text)
    {
        int several = SeveralLength(text, 0, isWhole: true);
        if (several > 0) return several;
        CharacterAt(text, 0, out int at);
        if (text[0] < 0x80 && NoStart[text[0]]) return at;
        while (at < text.Length && !EndsWord(text, at))
        {
            if (text[at] == ',' && (at + 1 == text.Length || EndsWord(text, at + 1))) break;
            CharacterAt(text, at, out int size);
            at += size;
        }
        return at;
    }

    private static bool EndsWord(ReadOnlySpan<byte> text, int at) =>
        IsNonWord(text[at]) || Utf8WhiteSpace.LengthAt(text, at) > 0 || SeveralLength(text, at, isWhole: false) > 0;

    /// <summary>
    /// The length of hyphens, dots, or dots with one blank between at a place; with <c>isWhole</c> false, any positive number if there are such.
    /// </summary>
    private static int SeveralLength(ReadOnlySpan<byte> text, int at, bool isWhole)
    {
        byte sign = text[at];
        if (sign is not ((byte)'-' or (byte)'.')) return 0;
        int end = at + 1;
        if (end < text.Length && text[end] == sign)
        {
            while (isWhole && end < text.Length && text[end] == sign) end++;
            return end - at;
        }
        if (sign == '-') return 0;
        int count = 0, found = 0;
        end = at;
        while (end < text.Length && text[end] == '.')
        {
            if (count >= 2)
            {
                found = end + 1 - at;
                if (!isWhole) break;
            }
            if (end + 1 == text.Length || Utf8WhiteSpace.LengthAt(text, end + 1) is 0) break;
            end += 1 + Utf8WhiteSpace.LengthAt(text, end + 1);
            count++;
        }
        return found;
    }

    private static unsafe int CharacterAt(ReadOnlySpan<byte> text, int at, out int size)
    {
        fixed (byte* bytes = text) return Utf8CodePoints.Decode(bytes + at, out size);
    }

    private static bool[] Set(string characters)
    {
        bool[] set = new bool[128];
        foreach (char c in characters) set[c] = true;
        return set;
    }
}
