using System.Buffers;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels;

/// <summary>Writes requests of the chat-completions protocol. Fields that have no value are not sent.</summary>
/// <param name="omitted">Fields that are never sent.</param>
/// <param name="extra">More fields, as a JSON object; null for none. They replace options of the same name.</param>
internal sealed class ChatRequestWriter(IReadOnlyCollection<string> omitted, string? extra)
{
    /// <summary>
    /// Fields that every request has or that <see cref="CallParameters"/> sets. No request has two fields of one name, which servers read differently.
    /// </summary>
    private static readonly string[] OwnFields =
    [
        "model", "messages", "stream", "stream_options", "temperature", "top_p", "seed", "stop", "max_tokens", "max_completion_tokens", "response_format",
    ];

    private readonly string? extraFields = extra;
    private readonly string[] extraNames = NamesIn(extra);

    /// <summary>Returns true for a field that the client writes itself.</summary>
    public static bool IsOwn(string field) => OwnFields.Contains(field, StringComparer.Ordinal);

    /// <summary>Returns the names of a JSON object's fields.</summary>
    public static string[] NamesIn(string? fields)
    {
        if (fields is null) return [];
        using JsonDocument json = JsonDocument.Parse(fields);
        return [.. json.RootElement.EnumerateObject().Select(property => property.Name)];
    }

    /// <exception cref="NotSupportedException">The request asks for tools, has options that are not sent, or has content other than text.</exception>
    public byte[] Write(IEnumerable<ChatMessage> messages, ChatOptions options, string model, bool stream, TokenLimitField limit)
    {
        if (options.Tools is { Count: > 0 }) throw new NotSupportedException("This client does not offer tools to the model.");
        if (options.AdditionalProperties is { Count: > 0 } unknown)
            throw new NotSupportedException($"This client does not send the additional properties {string.Join(", ", unknown.Keys.Select(key => $"'{key}'"))} "
                + $"of a request. Set {nameof(ChatCompletionsOptions)}.{nameof(ChatCompletionsOptions.ExtraFields)} instead.");
        var buffer = new ArrayBufferWriter<byte>(1024);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("model", model);
            json.WriteStartArray("messages");
            if (!string.IsNullOrEmpty(options.Instructions)) Write(json, new ChatMessage(ChatRole.System, options.Instructions));
            foreach (ChatMessage message in messages) Write(json, message);
            json.WriteEndArray();
            if (options.Temperature is { } temperature && Sends("temperature")) json.WriteNumber("temperature", temperature);
            if (options.TopP is { } topP && Sends("top_p")) json.WriteNumber("top_p", topP);
            if (options.TopK is { } topK && Sends("top_k")) json.WriteNumber("top_k", topK);
            if (options.FrequencyPenalty is { } frequency && Sends("frequency_penalty")) json.WriteNumber("frequency_penalty", frequency);
            if (options.PresencePenalty is { } presence && Sends("presence_penalty")) json.WriteNumber("presence_penalty", presence);
            if (options.Seed is { } seed && Sends("seed")) json.WriteNumber("seed", seed);
            if (options.MaxOutputTokens is { } tokens) WriteLimit(json, tokens, limit);
            if (options.StopSequences is { Count: > 0 } stops && Sends("stop")) WriteStops(json, stops);
            if (options.ResponseFormat is ChatResponseFormatJson format && Sends("response_format")) Write(json, format);
            if (stream) WriteStream(json);
            if (extraFields is not null) WriteExtra(json, extraFields);
            json.WriteEndObject();
        }
        return buffer.WrittenSpan.ToArray();
    }

    private bool Sends(string field) => !omitted.Contains(field, StringComparer.Ordinal) && !extraNames.Contains(field, StringComparer.Ordinal);

    private static void WriteExtra(Utf8JsonWriter json, string fields)
    {
        using JsonDocument parsed = JsonDocument.Parse(fields);
        foreach (JsonProperty property in parsed.RootElement.EnumerateObject())
        {
            json.WritePropertyName(property.Name);
            json.WriteRawValue(property.Value.GetRawText()); // numbers keep their digits
        }
    }

    private void WriteLimit(Utf8JsonWriter json, int tokens, TokenLimitField limit)
    {
        if (limit != TokenLimitField.MaxCompletionTokens && Sends("max_tokens")) json.WriteNumber("max_tokens", tokens);
        if (limit is TokenLimitField.MaxCompletionTokens or TokenLimitField.Both && Sends("max_completion_tokens"))
            json.WriteNumber("max_completion_tokens", tokens);
    }

    private void WriteStream(Utf8JsonWriter json)
    {
        json.WriteBoolean("stream", true);
        if (!Sends("stream_options")) return;
        json.WriteStartObject("stream_options");
        json.WriteBoolean("include_usage", true);
        json.WriteEndObject();
    }

    private static void WriteStops(Utf8JsonWriter json, IList<string> stops)
    {
        json.WriteStartArray("stop");
        foreach (string stop in stops) json.WriteStringValue(stop);
        json.WriteEndArray();
    }

    private static void Write(Utf8JsonWriter json, ChatMessage message)
    {
        foreach (AIContent content in message.Contents)
            if (content is not (TextContent or TextReasoningContent)) throw new NotSupportedException($"This client sends text, not {content.GetType().Name}.");
        json.WriteStartObject();
        json.WriteString("role", message.Role.Value);
        if (message.AuthorName is not null) json.WriteString("name", message.AuthorName);
        json.WriteString("content", message.Text);
        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, ChatResponseFormatJson format)
    {
        json.WriteStartObject("response_format");
        if (format.Schema is not { } schema)
        {
            json.WriteString("type", "json_object");
        }
        else
        {
            json.WriteString("type", "json_schema");
            json.WriteStartObject("json_schema");
            json.WriteString("name", format.SchemaName ?? "answer");
            if (format.SchemaDescription is not null) json.WriteString("description", format.SchemaDescription);
            json.WritePropertyName("schema");
            schema.WriteTo(json);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }
}
