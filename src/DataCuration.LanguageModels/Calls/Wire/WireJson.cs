using System.Globalization;
using System.Text;
using System.Text.Json;

namespace DataCuration.LanguageModels;

/// <summary>
/// A tolerant reading of JSON from servers: a missing value is an undefined element instead of an exception, and deviations that many programs produce are
/// mended.
/// </summary>
internal static class WireJson
{
    private static readonly JsonReaderOptions Options =
        new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip, MaxDepth = 10_000 };

    /// <summary>Parses the first value of a text. NaN and infinities are read as null, and raw control characters in strings as escaped.</summary>
    /// <exception cref="JsonException">The text does not start with a complete JSON value.</exception>
    public static JsonElement Parse(string text)
    {
        try
        {
            return First(text);
        }
        catch (JsonException)
        {
            string mended = Mend(text);
            if (mended == text) throw;
            return First(mended);
        }
    }

    /// <summary>Parses the first value of a text, or returns false.</summary>
    public static bool TryParse(string text, out JsonElement json)
    {
        try
        {
            json = Parse(text);
            return true;
        }
        catch (JsonException)
        {
            json = default;
            return false;
        }
    }

    /// <summary>
    /// Returns the values that follow each other in a text: one, or several objects without a separator. An undefined value stands for a first value, or a
    /// further object, that is not complete. Other text after the values is ignored.
    /// </summary>
    public static IEnumerable<JsonElement> ParseAll(string text)
    {
        for (int at = 0; at < text.Length;)
        {
            int length = LengthOfObject(text.AsSpan(at));
            bool isParsed = TryParse(length > 0 ? text.Substring(at, length) : text[at..], out JsonElement json);
            yield return isParsed ? json : default;
            if (!isParsed || length == 0) yield break;
            at += length;
            while (at < text.Length && char.IsWhiteSpace(text[at])) at++;
            if (at < text.Length && text[at] != '{') yield break;
        }
    }

    /// <summary>Returns a property's value; an undefined element if this is no object or has no such property.</summary>
    public static JsonElement Part(this JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out JsonElement value) ? value : default;

    /// <summary>Returns a string's text, and an empty text for anything else. Half characters, which some servers send in two events, are kept.</summary>
    public static string Text(this JsonElement json)
    {
        if (json.ValueKind != JsonValueKind.String) return "";
        try
        {
            return json.GetString()!;
        }
        catch (InvalidOperationException)
        {
            return Unescape(json.GetRawText().AsSpan(1)[..^1]);
        }
    }

    private static JsonElement First(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text), Options);
        return JsonElement.ParseValue(ref reader);
    }

    /// <summary>Returns the length of the object at a text's start; 0 if the text starts otherwise, or the object does not end.</summary>
    private static int LengthOfObject(ReadOnlySpan<char> text)
    {
        if (text is not ['{', ..]) return 0;
        bool inString = false;
        for (int i = 0, depth = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (c == '"') inString = !inString;
            else if (inString && c == '\\') i++;
            else if (!inString && c == '{') depth++;
            else if (!inString && c == '}' && --depth == 0) return i + 1;
        }
        return 0;
    }

    private static string Unescape(ReadOnlySpan<char> raw)
    {
        var text = new StringBuilder(raw.Length);
        for (int i = 0; i < raw.Length; i++)
        {
            if (raw[i] != '\\' || i + 1 >= raw.Length)
            {
                text.Append(raw[i]);
                continue;
            }
            char escape = raw[++i];
            if (escape == 'u' && i + 4 < raw.Length && ushort.TryParse(raw.Slice(i + 1, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture,
                out ushort unit))
            {
                text.Append((char)unit);
                i += 4;
                continue;
            }
            text.Append(escape switch { 'n' => '\n', 'r' => '\r', 't' => '\t', 'b' => '\b', 'f' => '\f', _ => escape });
        }
        return text.ToString();
    }

    /// <summary>Outside of strings, NaN and infinities become null. In strings, raw control characters become escapes.</summary>
    private static string Mend(string text)
    {
        string[] words = ["NaN", "-Infinity", "Infinity", "undefined"];
        var mended = new StringBuilder(text.Length + 16);
        bool inString = false;
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            if (inString)
            {
                if (c == '\\' && i + 1 < text.Length)
                {
                    mended.Append(c).Append(text[++i]);
                    continue;
                }
                inString = c != '"';
                if (c < ' ') mended.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}");
                else mended.Append(c);
                continue;
            }
            inString = c == '"';
            string? word = c is 'N' or '-' or 'I' or 'u' ? Array.Find(words, one => text.AsSpan(i).StartsWith(one, StringComparison.Ordinal)) : null;
            mended.Append(word is null ? c.ToString() : "null");
            if (word is not null) i += word.Length - 1;
        }
        return mended.ToString();
    }
}
