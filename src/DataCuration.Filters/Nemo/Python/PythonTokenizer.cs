using System.Text;

namespace DataCuration.Filters;

/// <summary>Splits a Python file into tokens (The Python Language Reference 3.11, chapter 2) and counts the characters of its comments.</summary>
internal static class PythonTokenizer
{
    private const int MaxBrackets = 200, MaxIndents = 100;
    private static readonly string[] Operators =
    [
        "**=", "//=", ">>=", "<<=", "...", "!=", "->", ":=", "+=", "-=", "*=", "/=", "%=", "&=", "|=", "^=", "@=",
        "==", "<=", ">=", "**", "//", "<<", ">>", "+",
        "-", "*", "/", "%", "@", "&", "|", "^", "~", "<", ">", "(", ")", "[", "]", "{", "}", ",", ":", ".", ";", "=",
    ];

    /// <summary>Finds the tokens.</summary>
    /// <returns>False if the text cannot be split.</returns>
    public static bool TrySplit(string text, List<PythonToken> tokens, out int comments)
    {
        comments = 0;
        if (text.Contains('\0')) return false;
        Stack<char> brackets = [];
        Stack<int> indents = new([0]);
        bool isLineStart = true;
        int at = text.StartsWith('\uFEFF') ? 1 : 0;
        while (at < text.Length)
        {
            if (isLineStart && brackets.Count == 0)
            {
                int column = 0;
                while (at < text.Length && text[at] is ' ' or '\t' or '\f')
                {
                    column = text[at] == ' ' ? column + 1 : text[at] == '\t' ? column / 8 * 8 + 8 : 0;
                    at++;
                }
                if (at == text.Length) break;
                isLineStart = text[at] is '\n' or '\r' or '#';
                if (!isLineStart && !Indent(column, indents, tokens, at)) return false;
            }
            char one = text[at];
            if (one is '\n' or '\r')
            {
                if (brackets.Count == 0 && !isLineStart) tokens.Add(new(PythonTokenKind.Newline, at, at));
                at += one == '\r' && at + 1 < text.Length && text[at + 1] == '\n' ? 2 : 1;
                isLineStart = true;
            }
            else if (one == '#')
            {
                int end = text.AsSpan(at).IndexOfAny('\n', '\r');
                end = end < 0 ? text.Length : at + end;
                comments += CountRunes(text.AsSpan(at, end - at));
                at = end;
            }
            else if (one is ' ' or '\t' or '\f') at++;
            else if (one == '\\')
            {
                if (at + 1 >= text.Length || text[at + 1] is not ('\n' or '\r')) return false;
                at += text[at + 1] == '\r' && at + 2 < text.Length && text[at + 2] == '\n' ? 3 : 2;
                if (at >= text.Length) return false;
            }
            else
            {
                isLineStart = false;
                if (!Token(text, ref at, brackets, tokens)) return false;
            }
        }
        if (brackets.Count > 0) return false;
        if (tokens.Count > 0 && tokens[^1].Kind is not (PythonTokenKind.Newline or PythonTokenKind.Dedent)) tokens.Add(new(PythonTokenKind.Newline, at, at));
        for (; indents.Count > 1; indents.Pop()) tokens.Add(new(PythonTokenKind.Dedent, at, at));
        tokens.Add(new(PythonTokenKind.End, at, at));
        return true;
    }

    /// <summary>Counts code points.</summary>
    public static int CountRunes(ReadOnlySpan<char> text)
    {
        int count = text.Length;
        foreach (char one in text)
            if (char.IsLowSurrogate(one)) count--;
        return count;
    }

    private static bool Indent(int column, Stack<int> indents, List<PythonToken> tokens, int at)
    {
        if (column > indents.Peek())
        {
            if (indents.Count >= MaxIndents) return false;
            indents.Push(column);
            tokens.Add(new(PythonTokenKind.Indent, at, at));
            return true;
        }
        while (column < indents.Peek())
        {
            indents.Pop();
            tokens.Add(new(PythonTokenKind.Dedent, at, at));
        }
        return column == indents.Peek();
    }

    private static bool Token(string text, ref int at, Stack<char> brackets, List<PythonToken> tokens)
    {
        int start = at;
        if (StringStart(text, at) is >= 0 and var prefix)
        {
            if (!SkipString(text, ref at, prefix)) return false;
            tokens.Add(new(PythonTokenKind.String, start, at));
            return true;
        }
        if (IsNamePart(text, at, isFirst: true))
        {
            while (at < text.Length && IsNamePart(text, at, isFirst: false)) at += char.IsHighSurrogate(text[at]) ? 2 : 1;
            tokens.Add(new(PythonTokenKind.Name, start, at));
            return true;
        }
        if (char.IsAsciiDigit(text[at]) || (text[at] == '.' && at + 1 < text.Length && char.IsAsciiDigit(text[at + 1])))
        {
            if (!SkipNumber(text, ref at)) return false;
            tokens.Add(new(PythonTokenKind.Number, start, at));
            return true;
        }
        foreach (string one in Operators)
        {
            if (!text.AsSpan(at).StartsWith(one, StringComparison.Ordinal)) continue;
            if (one is "(" or "[" or "{")
            {
                if (brackets.Count >= MaxBrackets) return false;
                brackets.Push(one[0]);
            }
            else if (one is ")" or "]" or "}"
                && (!brackets.TryPop(out char open) || (open, one[0]) is not (('(', ')') or ('[', ']') or ('{', '}')))) return false;
            at += one.Length;
            tokens.Add(new(PythonTokenKind.Operator, start, at));
            return true;
        }
        return false;
    }

    /// <summary>The length of a string's prefix at an offset; -1 if no string begins there.</summary>
    internal static int StringStart(string text, int at)
    {
        int length = 0;
        while (length < 2 && at + length < text.Length && (text[at + length] | 0x20) is 'r' or 'b' or 'f' or 'u') length++;
        if (at + length >= text.Length || text[at + length] is not ('"' or '\'')) return -1;
        string prefix = text.Substring(at, length).ToLowerInvariant();
        return prefix is "" or "r" or "b" or "f" or "u" or "rb" or "br" or "rf" or "fr" ? length : -1;
    }

    private static bool SkipString(string text, ref int at, int prefix)
    {
        at += prefix;
        char quote = text[at];
        bool isLong = at + 2 < text.Length && text[at + 1] == quote && text[at + 2] == quote;
        for (at += isLong ? 3 : 1; at < text.Length; at++)
        {
            if (text[at] == '\\')
            {
                if (at + 2 < text.Length && text[at + 1] == '\r' && text[at + 2] == '\n') at++;
                at++;
            }
            else if (!isLong && text[at] is '\n' or '\r') return false;
            else if (text[at] == quote && (!isLong || (at + 2 < text.Length && text[at + 1] == quote && text[at + 2] == quote)))
            {
                at += isLong ? 3 : 1;
                return true;
            }
        }
        return false;
    }

    private static bool SkipNumber(string text, ref int at)
    {
        int start = at;
        char second = at + 1 < text.Length && text[at] == '0' ? (char)(text[at + 1] | 0x20) : ' ';
        if (second is 'x' or 'o' or 'b')
        {
            at += 2;
            int digits = at;
            while (at < text.Length
                && (second switch { 'x' => char.IsAsciiHexDigit(text[at]), 'o' => text[at] is >= '0' and <= '7', _ => text[at] is '0' or '1' }
                || (text[at] == '_' && at + 1 < text.Length && char.IsAsciiHexDigit(text[at + 1])))) at++;
            if (at == digits) return false;
        }
        else
        {
            if (!Digits(text, ref at)) return false;
            bool isInteger = true;
            if (at < text.Length && text[at] == '.')
            {
                isInteger = false;
                at++;
                if (!Digits(text, ref at)) return false;
            }
            if (at < text.Length && text[at] is 'e' or 'E' && (at + 1 < text.Length && (char.IsAsciiDigit(text[at + 1])
                || (text[at + 1] is '+' or '-' && at + 2 < text.Length && char.IsAsciiDigit(text[at + 2])))))
            {
                isInteger = false;
                at += 2;
                if (!Digits(text, ref at)) return false;
            }
            bool isImaginary = at < text.Length && text[at] is 'j' or 'J';
            if (isImaginary) at++;
            // A leading zero is for zero only.
            else if (isInteger && text[start] == '0' && text.AsSpan(start, at - start).ContainsAnyExcept('0', '_')) return false;
        }
        // A name directly after a number is an error, but for keywords such as "1if".
        return at >= text.Length || !IsNamePart(text, at, isFirst: true);
    }

    private static bool Digits(string text, ref int at)
    {
        while (at < text.Length && (char.IsAsciiDigit(text[at]) || text[at] == '_'))
        {
            if (text[at] == '_' && (at + 1 >= text.Length || !char.IsAsciiDigit(text[at + 1]))) return false;
            at++;
        }
        return true;
    }

    private static bool IsNamePart(string text, int at, bool isFirst)
    {
        char one = text[at];
        if (one < 0x80) return char.IsAsciiLetter(one) || one == '_' || (!isFirst && char.IsAsciiDigit(one));
        if (!Rune.TryGetRuneAt(text, at, out Rune rune)) return false;
        ushort bits = CharacterClasses.Of(rune.Value);
        return isFirst ? (bits & CharacterClasses.Letter) != 0 : (bits & CharacterClasses.RegexWord) != 0;
    }
}
