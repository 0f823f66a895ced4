using System.Buffers;
using System.Globalization;

namespace DataCuration.Extraction;

/// <summary>Reads the names of authors from visible text.</summary>
internal static class Bylines
{
    private const int MaxNameLength = 60;
    private const int MaxWordsOfName = 6;
    private const int MaxNames = 20;

    // "By" in common languages, and English phrases that contain it.
    private static readonly string[] Openings = ["written by", "posted by", "published by", "story by", "words by", "author:", "authors:", "by:", "by", "von",
        "par", "por", "di", "door", "autor:", "auteur :", "автор:"];

    private static readonly SearchValues<char> NeverInNames = SearchValues.Create("0123456789:»›«‹|/@{}[]<>=?!\"");

    private static readonly string[] Joints = [" and ", " & ", ", ", " und ", " et ", " y "];

    /// <summary>Gets the names in a byline; empty unless the text is clearly a byline.</summary>
    public static IReadOnlyList<string> Names(string text)
    {
        string line = text.Trim();
        int end = line.AsSpan().IndexOfAny("|•·\n");
        if (end > 0) line = line[..end].Trim();
        foreach (string opening in Openings)
        {
            if (!line.StartsWith(opening, StringComparison.OrdinalIgnoreCase) || line.Length <= opening.Length) continue;
            if (opening[^1] != ':' && line[opening.Length] != ' ') continue;
            line = line[opening.Length..].Trim();
            break;
        }
        string[] names = line.Split(Joints, StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return names.Length is > 0 and <= MaxNames && Array.TrueForAll(names, IsName) ? names : [];
    }

    /// <summary>Returns true if a text can be an author's name: short, and not an address.</summary>
    public static bool IsPlausible(string text) => text.Length is > 1 and <= 2 * MaxNameLength && !text.Contains("://", StringComparison.Ordinal)
        && text[0] is not ('@' or '/' or '#') && ContainsLetter(text);

    private static bool IsName(string text)
    {
        if (text.Length > MaxNameLength || text.AsSpan().ContainsAny(NeverInNames) || !IsPlausible(text) || text.AsSpan().Count(' ') >= MaxWordsOfName)
            return false;
        // In scripts with case, names start with a capital.
        return CharUnicodeInfo.GetUnicodeCategory(text, 0) is UnicodeCategory.UppercaseLetter or UnicodeCategory.TitlecaseLetter or UnicodeCategory.OtherLetter
            || text.AsSpan().IndexOf(' ') > 0 && ContainsCapital(text);
    }

    private static bool ContainsCapital(string text)
    {
        foreach (char c in text)
            if (char.IsUpper(c)) return true;
        return false;
    }

    private static bool ContainsLetter(string text)
    {
        foreach (char c in text)
            if (char.IsLetter(c)) return true;
        return false;
    }
}
