using System.Text.Json;
using System.Text.Json.Schema;
using System.Text.Json.Serialization.Metadata;

namespace DataCuration.LanguageModels;

/// <summary>Parsers of answers in JSON, without reflection: they take what a <see cref="System.Text.Json.Serialization.JsonSerializerContext"/> knows of a type.</summary>
public static class JsonAnswers
{
    private const int MaxErrorChars = 300;

    /// <summary>A parser of a type. Text around one JSON value in a code fence is passed over, as models wrap their answers in fences; missing required properties are wrong, and so are unknown ones if the type says so.</summary>
    /// <param name="type">The type, from a source-generated context.</param>
    /// <param name="validate">Says what else is wrong with a value, in words for the model; null, or null returned, if nothing is.</param>
    /// <typeparam name="T">The type.</typeparam>
    public static AnswerParser<T> Parser<T>(JsonTypeInfo<T> type, Func<T, string?>? validate = null)
    {
        ArgumentNullException.ThrowIfNull(type);
        return answer => Parse(answer, type, validate);
    }

    /// <summary>The JSON schema of a type, for <see cref="CallParameters.JsonSchema"/>.</summary>
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
            return ParsedAnswers.Wrong<T>("json", "it is not the JSON that was asked for: " + AnswerText.OneLine(e.Message, MaxErrorChars)); // lone surrogates, and what a type's own setters refuse
        }
        if (value is null) return ParsedAnswers.Wrong<T>("json", "it is null");
        return validate?.Invoke(value) is { } wrong ? ParsedAnswers.Wrong<T>("invalid", wrong) : ParsedAnswers.Parsed(value);
    }

    /// <summary>The content of the answer's first code fence; the answer where it has none.</summary>
    private static string WithoutFence(string answer)
    {
        const string Fence = "```";
        int open = answer.IndexOf(Fence, StringComparison.Ordinal);
        if (open < 0 || answer.AsSpan().TrimStart() is ['{' or '[', ..]) return answer;
        int line = answer.IndexOf('\n', open);
        if (line < 0) return answer;
        // At a line's beginning: one inside of the value stands in a string, which holds no line ends.
        int close = answer.IndexOf("\n" + Fence, line, StringComparison.Ordinal);
        if (close < 0) close = answer.IndexOf(Fence, line, StringComparison.Ordinal);
        return close < 0 ? answer[(line + 1)..] : answer[(line + 1)..Math.Max(line + 1, close)];
    }
}
