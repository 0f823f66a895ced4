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
    /// Models often wrap JSON in a code fence: text around the fence is ignored. Missing required properties are errors. Unknown properties are errors if the
    /// type disallows them.
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
        T? value;
        try
        {
            value = JsonSerializer.Deserialize(json, type);
        }
        catch (JsonException e)
        {
            return ParsedAnswers.Wrong<T>("json", "it is not the JSON that was asked for: " + AnswerText.OneLine(e.Message, MaxErrorChars));
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException or FormatException or OverflowException)
        {
            // Lone surrogates, and values that the type's setters reject.
            return ParsedAnswers.Wrong<T>("json", "it is not the JSON that was asked for: " + AnswerText.OneLine(e.Message, MaxErrorChars));
        }
        if (value is null) return ParsedAnswers.Wrong<T>("json", "it is null");
        return validate?.Invoke(value) is { } wrong ? ParsedAnswers.Wrong<T>("invalid", wrong) : ParsedAnswers.Parsed(value);
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
