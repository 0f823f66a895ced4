using System.Globalization;
using System.Text;

namespace DataCuration.Filters;

/// <summary>The values of Python's string literals, and the form of docstrings (PEP 257, <c>inspect.cleandoc</c>).</summary>
internal static class PythonStrings
{
    /// <summary>Moves over adjacent strings. Bytes and text do not mix.</summary>
    public static void CheckJoined(PythonCursor cursor)
    {
        bool? isBytes = null;
        while (cursor.Is(PythonTokenKind.String))
        {
            string literal = cursor.Text();
            bool bytes = literal.AsSpan(0, PythonTokenizer.StringStart(literal, 0)).ContainsAny('b', 'B');
            if (isBytes is { } other && other != bytes) throw new FormatException();
            if (bytes && literal.Any(one => one > 0x7F)) throw new FormatException();
            isBytes = bytes;
            cursor.Next();
        }
    }

    /// <summary>Appends the value of a literal.</summary>
    /// <returns>False for bytes and formatted strings, which are no docstrings.</returns>
    public static bool TryDecode(string literal, StringBuilder value)
    {
        int prefix = PythonTokenizer.StringStart(literal, 0);
        string marks = literal[..prefix].ToLowerInvariant();
        if (marks.Contains('b', StringComparison.Ordinal) || marks.Contains('f', StringComparison.Ordinal)) return false;
        int quotes = literal.Length >= prefix + 6 && literal[prefix] == literal[prefix + 1] && literal[prefix] == literal[prefix + 2] ? 3 : 1;
        string body = literal[(prefix + quotes)..^quotes].Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        if (marks.Contains('r', StringComparison.Ordinal))
        {
            value.Append(body);
            return true;
        }
        for (int at = 0; at < body.Length; at++)
        {
            if (body[at] != '\\' || at + 1 == body.Length) value.Append(body[at]);
            else at = AppendEscape(body, at + 1, value);
        }
        return true;
    }

    /// <summary>
    /// Removes the indentation that all lines but the first share, white space at the start of the first, and empty lines at both ends; tabs become blanks.
    /// </summary>
    public static string CleanDocstring(string text)
    {
        string[] lines = [.. text.Split('\n').Select(ExpandTabs)];
        int margin = int.MaxValue;
        foreach (string line in lines.Skip(1))
            if (line.TrimStart().Length > 0) margin = Math.Min(margin, line.Length - line.TrimStart().Length);
        lines[0] = lines[0].TrimStart();
        if (margin < int.MaxValue)
            for (int i = 1; i < lines.Length; i++) lines[i] = lines[i].Length > margin ? lines[i][margin..] : "";
        int end = lines.Length, start = 0;
        while (end > 0 && lines[end - 1].Length == 0) end--;
        while (start < end && lines[start].Length == 0) start++;
        return string.Join('\n', lines[start..end]);
    }

    private static string ExpandTabs(string line)
    {
        if (!line.Contains('\t')) return line;
        var expanded = new StringBuilder();
        foreach (char one in line)
        {
            if (one != '\t') expanded.Append(one);
            else expanded.Append(' ', 8 - expanded.Length % 8);
        }
        return expanded.ToString();
    }

    private static int AppendEscape(string body, int at, StringBuilder value)
    {
        char one = body[at];
        switch (one)
        {
            case '\n': return at;
            case '\\' or '\'' or '"': value.Append(one); return at;
            case 'n': value.Append('\n'); return at;
            case 't': value.Append('\t'); return at;
            case 'r': value.Append('\r'); return at;
            case 'a' or 'b' or 'f' or 'v': value.Append('\u0001'); return at; // one character: only lengths matter
            case 'x': return AppendCode(body, at, 2, value);
            case 'u': return AppendCode(body, at, 4, value);
            case 'U': return AppendCode(body, at, 8, value);
            case 'N' when body.IndexOf('}', at) is > 0 and var close:
                value.Append('\u0001');
                return close;
            case >= '0' and <= '7':
                int end = at;
                while (end < body.Length && end < at + 3 && body[end] is >= '0' and <= '7') end++;
                value.Append('\u0001');
                return end - 1;
            default: value.Append('\\').Append(one); return at;
        }
    }

    private static int AppendCode(string body, int at, int digits, StringBuilder value)
    {
        if (at + digits >= body.Length) throw new FormatException();
        if (!int.TryParse(body.AsSpan(at + 1, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int code)) throw new FormatException();
        if (code == '\n') value.Append('\n');
        else if (Rune.IsValid(code)) value.Append(new Rune(code));
        else value.Append('\uFFFD');
        return at + digits;
    }
}
