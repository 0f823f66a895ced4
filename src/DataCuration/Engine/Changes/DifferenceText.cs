namespace DataCuration;

/// <summary>The words for options and values in messages about changed work.</summary>
internal static class DifferenceText
{
    private const int MaxChars = 100;
    private const string NotSet = "not set";

    /// <summary>An option in the user's words.</summary>
    public static string Option(string kind, string name) => (kind, name) switch
    {
        (RecipeScope.Run, "seed") => "RunOptions.Seed",
        (RecipeScope.Run, "faults") => "RunOptions.Faults",
        (RecipeScope.Run, "max_document_chars") => "RunOptions.MaxDocumentChars",
        (RecipeScope.Run, "max_record_bytes") => "RunOptions.MaxRecordBytes",
        (RecipeScope.Run, "drops_to") => "DropsTo",
        (RecipeScope.Run, "format") => "the format of this library's files",
        (RecipeScope.Run, "source_key") => "the input files",
        (RecipeScope.Source, "take") => "Take",
        (_, "type") => "type",
        (_, "version" or "lambda") => name,
        (_, "keep_list") => "the keep list",
        _ => $"option {name}",
    };

    /// <summary>Two values, short enough to read, around their first difference.</summary>
    public static (string Before, string Now) Values(string name, RecipePart? before, RecipePart? now)
    {
        string first = Value(name, before), second = Value(name, now);
        if (first.Length <= MaxChars && second.Length <= MaxChars) return (Quote(name, first, before), Quote(name, second, now));
        int at = 0;
        while (at < Math.Min(first.Length, second.Length) && first[at] == second[at]) at++;
        int start = Math.Max(0, at - MaxChars / 2);
        return (Window(first, start), Window(second, start));
    }

    /// <summary>Cuts a long text.</summary>
    public static string Shorten(string text) => text.Length <= MaxChars ? text : Window(text, 0);

    private static string Value(string name, RecipePart? part)
    {
        if (part is null || part.Value == "(null)") return NotSet;
        string value = part.Value;
        if (name == "type") return value[(value.LastIndexOf('.') + 1)..];
        return IsHash(value) ? $"content {value[..8]}" : value;
    }

    private static bool IsHash(string value) => value.Length == 32 && value.All(char.IsAsciiHexDigitLower) && value.Any(char.IsAsciiDigit);

    /// <summary>Quotes a text that would be misread: an empty one, or one with spaces at its ends or more than one line.</summary>
    private static string Quote(string name, string value, RecipePart? part)
    {
        if (part is null || part.Value == "(null)") return value;
        bool isPlain = value.Length > 0 && !char.IsWhiteSpace(value[0]) && !char.IsWhiteSpace(value[^1]) && !value.AsSpan().ContainsAny('\n', '\r', ',');
        return isPlain && name != "lambda" ? value : $"'{OneLine(value)}'";
    }

    private static string Window(string text, int start)
    {
        // Not inside a surrogate pair.
        if (start > 0 && char.IsLowSurrogate(text[Math.Min(start, text.Length - 1)])) start--;
        if (start >= text.Length) start = Math.Max(0, text.Length - MaxChars / 2);
        int end = Math.Min(text.Length, start + MaxChars);
        if (end < text.Length && char.IsLowSurrogate(text[end])) end++;
        return $"'{(start > 0 ? "…" : "")}{OneLine(text[start..end])}{(end < text.Length ? "…" : "")}'";
    }

    private static string OneLine(string text) => text.Replace("\r", "\\r", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
}
