using System.Globalization;
using System.Text.Json;

namespace DataCuration.LanguageModels;

/// <summary>Finds errors in the bodies of responses with status 200, and the status that they amount to.</summary>
internal static class ReportedErrors
{
    /// <summary>The status of an error that says nothing about its kind: a failure of the server.</summary>
    private const int Unknown = 500;

    private static readonly string[] CodeNames = ["code", "status", "status_code", "statusCode", "http_code", "http_status", "error_code"];

    private static readonly string[] NameNames = ["code", "type", "status", "error_type", "error_code"];

    /// <summary>Texts in the place of an error that deny an error.</summary>
    private static readonly string[] NoError = ["none", "null", "nil", "false", "ok", "success", "no error"];

    /// <summary>
    /// Parts of names and words, with the status that they amount to. The first match counts. Free words may quote the document, so that 401 and 402, which
    /// stop the run, only come from names.
    /// </summary>
    private static readonly (string Part, int Status)[] Kinds =
    [
        ("insufficient_quota", 402), ("insufficient balance", 402), ("billing", 402), ("payment", 402),
        ("rate_limit", 429), ("rate limit", 429), ("too many", 429), ("too_many", 429), ("throttl", 429), ("resource_exhausted", 429),
        ("overload", 503), ("unavailable", 503), ("capacity", 503), ("try again", 503), ("timeout", 504), ("timed out", 504),
        ("content_filter", 400), ("content filter", 400), ("content_policy", 400), ("flagged", 400), ("moderation", 400), ("safety", 400), ("blocked", 400),
        ("authentication", 401), ("api_key", 401), ("api key", 401), ("unauthorized", 401), ("unauthenticated", 401),
        ("permission", 403), ("forbidden", 403), ("access denied", 403), ("not_found", 404), ("not found", 404), ("does not exist", 404),
        ("context_length", 400), ("context length", 400), ("invalid", 400), ("bad_request", 400), ("badrequest", 400), ("bad request", 400),
        ("unsupported", 400), ("too long", 400), ("too_long", 400), ("too large", 400), ("must be", 400), ("validation", 400),
    ];

    /// <summary>Returns the error of a response, a choice or an event; null if it has none.</summary>
    public static ChatServerException? Find(JsonElement json)
    {
        JsonElement error = json.Part("error");
        return !IsBlank(error, 0) ? Of(json, error) : json.Part("object").Text() == "error" || json.Part("type").Text() == "error" ? Of(json, json) : null;
    }

    /// <summary>Returns true for a value that says nothing: servers send an error whose fields are all null, empty or zero beside a good answer.</summary>
    private static bool IsBlank(JsonElement json, int depth)
    {
        const int MaxDepth = 8;
        return json.ValueKind switch
        {
            JsonValueKind.Object => depth < MaxDepth && json.EnumerateObject().All(property => IsBlank(property.Value, depth + 1)),
            JsonValueKind.Array => depth < MaxDepth && json.EnumerateArray().All(item => IsBlank(item, depth + 1)),
            JsonValueKind.String => json.Text().Trim() is var text && (text.Length == 0 || NoError.Contains(text, StringComparer.OrdinalIgnoreCase)),
            JsonValueKind.Number => json.TryGetDouble(out double number) && number is 0 or 200,
            JsonValueKind.True => false,
            _ => true,
        };
    }

    /// <summary>Returns the error that a body without an answer is, if it has words of any kind; otherwise null.</summary>
    public static ChatServerException? FindWithoutAnswer(JsonElement json)
    {
        foreach (string name in (ReadOnlySpan<string>)["message", "detail", "errors", "msg", "error_msg", "reason", "fault"])
            if (json.Part(name).ValueKind is JsonValueKind.String or JsonValueKind.Object or JsonValueKind.Array) return Of(json, json);
        return null;
    }

    /// <summary>Returns the error of an event that is named so.</summary>
    public static ChatServerException Of(string data) =>
        WireJson.TryParse(data, out JsonElement json) ? Find(json) ?? Of(json, json) : new(StatusOfWords(data, areNames: false), ServerWords.Of(data));

    private static ChatServerException Of(JsonElement json, JsonElement error)
    {
        string words = ServerWords.Of(error.ValueKind is JsonValueKind.Object or JsonValueKind.String or JsonValueKind.Array ? error : json);
        int status = StatusOf(error) ?? StatusOf(error.Part("metadata")) ?? StatusOf(json) ?? StatusOfNames(error) ?? StatusOfNames(json)
            ?? StatusOfWords(words, areNames: false);
        return new(status, $"error {status.ToString(CultureInfo.InvariantCulture)} in the body: {words}")
        {
            Usage = json.Part("usage") is { ValueKind: JsonValueKind.Object } usage ? WireUsage.Read(usage) : null,
        };
    }

    private static int? StatusOf(JsonElement json)
    {
        foreach (string name in CodeNames)
        {
            JsonElement value = json.Part(name);
            double number = value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out double given) ? given
                : double.TryParse(value.Text(), NumberStyles.Integer, CultureInfo.InvariantCulture, out double written) ? written : 0;
            if (number is >= 300 and < 600) return (int)number;
            if (number is >= 40_000 and < 60_000) return (int)(number / 100); // 40303 is a kind of 403
        }
        return null;
    }

    private static int? StatusOfNames(JsonElement error)
    {
        int status = StatusOfWords(string.Join(' ', NameNames.Select(name => error.Part(name).Text())), areNames: true);
        return status == Unknown ? null : status;
    }

    private static int StatusOfWords(string words, bool areNames)
    {
        foreach ((string part, int status) in Kinds)
            if ((areNames || status is not (401 or 402)) && words.Contains(part, StringComparison.OrdinalIgnoreCase)) return status;
        return Unknown;
    }
}
