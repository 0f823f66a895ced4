using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;

namespace DataCuration.LanguageModels;

/// <summary>Finds the words that a server means for people in the body of an error, whatever its form: JSON of any form, a web page, plain text.</summary>
internal static class ServerWords
{
    /// <summary>The length that is kept; messages are cut further where they are shown.</summary>
    private const int MaxChars = 2_000;

    private const int MaxDepth = 8, MaxItems = 5;

    /// <summary>Properties that hold words, the most telling first.</summary>
    private static readonly string[] Wordy =
    [
        "message", "msg", "error", "errors", "detail", "details", "error_message", "error_description", "errorMessage", "error_msg", "reason", "title",
        "description", "fault", "faultstring", "text", "raw", "metadata", "cause", "innererror", "response", "body", "data",
    ];

    /// <summary>Properties that hold short names of an error, which say more than the words: <c>insufficient_quota</c>.</summary>
    private static readonly string[] Names = ["code", "type", "status"];

    /// <summary>Returns the words of a body; an empty text for an empty body.</summary>
    public static string Of(string body)
    {
        string text = body.Trim().Trim('\uFEFF');
        if (text.Length == 0) return "";
        if (text[0] is '{' or '[' or '"' && WireJson.TryParse(text, out JsonElement json)) return Of(json);
        return Cut(IsWebPage(text) ? OfPage(text) : text);
    }

    /// <summary>Returns the words in a JSON value. If no property is known to hold words, all of its strings; without any, the JSON itself.</summary>
    public static string Of(JsonElement json)
    {
        var found = new List<string>();
        Collect(json, found, 0);
        if (found.Count == 0) CollectAll(json, found, 0);
        if (found.Count == 0 && json.ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null)) found.Add(json.GetRawText());
        return Cut(string.Join(" ", found.Distinct(StringComparer.Ordinal)));
    }

    /// <summary>Returns true if a body is a web page instead of JSON or an event stream.</summary>
    public static bool IsWebPage(ReadOnlySpan<char> text)
    {
        text = text.TrimStart();
        return text.StartsWith("<", StringComparison.Ordinal) && (text.StartsWith("<!doctype", StringComparison.OrdinalIgnoreCase)
            || text.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase) || text.StartsWith("<!--", StringComparison.Ordinal)
            || text.Contains("<html", StringComparison.OrdinalIgnoreCase) || text.Contains("</", StringComparison.Ordinal));
    }

    /// <summary>
    /// Returns true if a refusal may come from something in front of the server. Web pages of 413 and 414 are honest: web servers send them themselves.
    /// </summary>
    public static bool IsDoubtful(int status, string body) =>
        status is 200 or (>= 400 and < 500 and not (413 or 414)) && IsWebPage(body) || (status == 403 && string.IsNullOrWhiteSpace(body));

    private static void Collect(JsonElement json, List<string> found, int depth)
    {
        if (depth > MaxDepth) return;
        switch (json.ValueKind)
        {
            case JsonValueKind.String:
                string text = json.Text().Trim();
                if (text.Length > 0 && text[0] is '{' or '[' && WireJson.TryParse(text, out JsonElement inner)) Collect(inner, found, depth + 1);
                else if (text.Length > 0) found.Add(IsWebPage(text) ? OfPage(text) : text);
                break;
            case JsonValueKind.Array:
                foreach (JsonElement item in json.EnumerateArray().Take(MaxItems)) Collect(item, found, depth + 1);
                break;
            case JsonValueKind.Object:
                CollectObject(json, found, depth);
                break;
        }
    }

    private static void CollectObject(JsonElement json, List<string> found, int depth)
    {
        // A place in the request, as validators name it: "body.max_tokens: too large".
        if (json.Part("loc") is { ValueKind: JsonValueKind.Array } place)
            found.Add(string.Join('.', place.EnumerateArray().Select(part => part.ValueKind == JsonValueKind.String ? part.Text() : part.GetRawText())) + ":");
        int before = found.Count;
        foreach (string name in Wordy) Collect(json.Part(name), found, depth + 1);
        if (found.Count == before) return;
        foreach (string name in Names)
        {
            string value = json.Part(name).Text();
            if (value.Length > 0 && !found.Exists(words => words.Contains(value, StringComparison.OrdinalIgnoreCase))) found.Add($"({value})");
        }
    }

    private static void CollectAll(JsonElement json, List<string> found, int depth)
    {
        if (depth > MaxDepth || found.Count > MaxItems) return;
        if (json.ValueKind == JsonValueKind.String && json.Text().Trim() is { Length: > 0 } text) found.Add(text);
        else if (json.ValueKind == JsonValueKind.Array)
            foreach (JsonElement item in json.EnumerateArray()) CollectAll(item, found, depth + 1);
        else if (json.ValueKind == JsonValueKind.Object)
            foreach (JsonProperty property in json.EnumerateObject()) CollectAll(property.Value, found, depth + 1);
    }

    /// <summary>Returns the visible text of a page: its title and body without scripts, styles, comments and tags.</summary>
    private static string OfPage(string page)
    {
        var text = new StringBuilder();
        for (int i = 0; i < page.Length && text.Length < MaxChars;)
        {
            if (page[i] != '<')
            {
                text.Append(page[i++]);
                continue;
            }
            string? close = Opens(page, i, "<script") ? "</script" : Opens(page, i, "<style") ? "</style" : Opens(page, i, "<!--") ? "-->" : null;
            if (close is not null)
            {
                int closed = page.IndexOf(close, i, StringComparison.OrdinalIgnoreCase);
                if (closed < 0) break;
                i = closed + (close == "-->" ? close.Length : 0);
                if (close == "-->") continue;
            }
            int end = page.IndexOf('>', i);
            if (end < 0) break;
            text.Append(' ');
            i = end + 1;
        }
        return string.Join(' ', WebUtility.HtmlDecode(text.ToString()).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));

        static bool Opens(string page, int at, string tag) => string.Compare(page, at, tag, 0, tag.Length, StringComparison.OrdinalIgnoreCase) == 0;
    }

    private static string Cut(string text)
    {
        var line = new StringBuilder(Math.Min(text.Length, MaxChars) + 1);
        foreach (char c in text)
        {
            if (line.Length >= MaxChars) break;
            bool isBlank = char.IsControl(c) || char.IsWhiteSpace(c) || char.GetUnicodeCategory(c) is UnicodeCategory.Format;
            if (!isBlank) line.Append(c);
            else if (line.Length > 0 && line[^1] != ' ') line.Append(' ');
        }
        return AnswerText.WellFormed(line.ToString().TrimEnd());
    }
}
