using System.Text.Json;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace DataCuration.LanguageModels;

/// <summary>
/// Creates parsers for JSON answers. They use a source-generated <see cref="System.Text.Json.Serialization.JsonSerializerContext"/> and no reflection.
/// </summary>
public static class JsonAnswers
{
    private const int MaxErrorChars = 300;

    /// <summary>Creates a parser for a type.</summary>
    /// <remarks>
    /// Models often wrap JSON in a code fence or in prose: text around it is ignored. If the prose holds several values of the type, the answer is an error.
    /// Missing required properties are errors. Unknown properties are errors if the type disallows them.
    /// </remarks>
    /// <param name="type">The type, from a source-generated context.</param>
    /// <param name="validate">Returns an error for a value, in words for the model, or null if the value is valid. Null to skip this check.</param>
    /// <typeparam name="T">The type.</typeparam>
    public static AnswerParser<T> Parser<T>(JsonTypeInfo<T> type, Func<T, string?>? validate = null)
    {
        ArgumentNullException.ThrowIfNull(type);
        return answer => Parse(answer, type, validate);
    }

    /// <summary>Returns the JSON schema of a type, for <c>CallParameters.JsonSchema</c>.</summary>
    /// <param name="type">The type, from a source-generated context.</param>
    public static string SchemaOf(JsonTypeInfo type)
    {
        ArgumentNullException.ThrowIfNull(type);
        return type.GetJsonSchemaAsNode(new JsonSchemaExporterOptions { TreatNullObliviousAsNonNullable = true }).ToJsonString();
    }

    private static ParsedAnswer<T> Parse<T>(string answer, JsonTypeInfo<T> type, Func<T, string?>? validate)
    {
        string json = WithoutFence(answer);
        if (string.IsNullOrWhiteSpace(json)) return ParsedAnswers.Wrong<T>("empty", "it is empty");
        if (TryRead(json, type, out T? value, out string error)) return Check(value, validate);
        List<T> inProse = [];
        foreach (string part in JsonInText.Find(answer).Distinct(StringComparer.Ordinal))
            if (TryRead(part, type, out T? found, out _) && found is not null) inProse.Add(found);
        return inProse.Count switch
        {
            0 => ParsedAnswers.Wrong<T>("json", error),
            1 => Check(inProse[0], validate),
            _ => ParsedAnswers.Wrong<T>("json", $"it holds {inProse.Count} JSON values of the form that was asked for, instead of one"),
        };
    }

    private static ParsedAnswer<T> Check<T>(T? value, Func<T, string?>? validate) =>
        value is null ? ParsedAnswers.Wrong<T>("json", "it is null")
            : validate?.Invoke(value) is { } wrong ? ParsedAnswers.Wrong<T>("invalid", wrong) : ParsedAnswers.Parsed(value);

    private static bool TryRead<T>(string json, JsonTypeInfo<T> type, out T? value, out string error)
    {
        try
        {
            value = JsonSerializer.Deserialize(json, type);
            error = "";
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            // Not JSON, lone surrogates, and values that the type's setters reject.
            value = default;
            error = "it is not the JSON that was asked for: " + AnswerText.OneLine(e.Message, MaxErrorChars);
            return false;
        }
    }

    /// <summary>Returns the content of the answer's first code fence, or the whole answer if there is no fence.</summary>
    private static string WithoutFence(string answer)
    {
        const string Fence = "```";
        int open = answer.IndexOf(Fence, StringComparison.Ordinal);
        if (open < 0 || answer.AsSpan().TrimStart() is ['{' or '[', ..]) return answer;
        int line = answer.IndexOf('\n', open);
        if (line < 0) return answer;
        // The closing fence starts a line. A fence inside the JSON value is in a string, and JSON strings hold no line breaks.
        int close = answer.IndexOf("\n" + Fence, line, StringComparison.Ordinal);
        if (close < 0) close = answer.IndexOf(Fence, line, StringComparison.Ordinal);
        return close < 0 ? answer[(line + 1)..] : answer[(line + 1)..Math.Max(line + 1, close)];
    }
}
