using System.Text;
using System.Text.Json;

namespace DataCuration.TestKit.LanguageModels;

/// <summary>The bodies of chat completions.</summary>
internal static class ChatResponses
{
    private const int StreamPieceChars = 16;

    public static byte[] Whole(ChatRequest request, string content, bool hidesUsage, int cachedTokens) => Encoding.UTF8.GetBytes(Json(json =>
    {
        Head(json, request, "chat.completion");
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("message");
        json.WriteString("role", "assistant");
        json.WriteString("content", content);
        json.WriteEndObject();
        json.WriteString("finish_reason", "stop");
        json.WriteEndObject();
        json.WriteEndArray();
        if (!hidesUsage) Usage(json, request, content, cachedTokens);
    }));

    public static byte[] Stream(ChatRequest request, string content, bool hidesUsage, int cachedTokens)
    {
        var events = new StringBuilder();
        for (int start = 0; start < content.Length; start += StreamPieceChars)
            Add(json => Choice(json, content.Substring(start, Math.Min(StreamPieceChars, content.Length - start)), null));
        Add(json => Choice(json, null, "stop"));
        if (!hidesUsage)
        {
            Add(json =>
            {
                json.WriteStartArray("choices");
                json.WriteEndArray();
                Usage(json, request, content, cachedTokens);
            });
        }
        events.Append("data: [DONE]\n\n");
        return Encoding.UTF8.GetBytes(events.ToString());

        void Add(Action<Utf8JsonWriter> write) => events.Append("data: ").Append(Json(json =>
        {
            Head(json, request, "chat.completion.chunk");
            write(json);
        })).Append("\n\n");
    }

    private static void Choice(Utf8JsonWriter json, string? content, string? finish)
    {
        json.WriteStartArray("choices");
        json.WriteStartObject();
        json.WriteNumber("index", 0);
        json.WriteStartObject("delta");
        if (content is not null)
        {
            json.WriteString("role", "assistant");
            json.WriteString("content", content);
        }
        json.WriteEndObject();
        json.WriteString("finish_reason", finish);
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Head(Utf8JsonWriter json, ChatRequest request, string kind)
    {
        json.WriteString("id", "chatcmpl-loopback");
        json.WriteString("object", kind);
        json.WriteNumber("created", 1_700_000_000);
        json.WriteString("model", request.Model);
    }

    private static void Usage(Utf8JsonWriter json, ChatRequest request, string content, int cachedTokens)
    {
        // One token for four bytes, about what a server with a vocabulary would count.
        int input = Encoding.UTF8.GetByteCount(request.AllText) / 4 + 1, output = Encoding.UTF8.GetByteCount(content) / 4 + 1;
        json.WriteStartObject("usage");
        json.WriteNumber("prompt_tokens", input);
        json.WriteNumber("completion_tokens", output);
        json.WriteNumber("total_tokens", input + output);
        if (cachedTokens > 0)
        {
            json.WriteStartObject("prompt_tokens_details");
            json.WriteNumber("cached_tokens", cachedTokens);
            json.WriteEndObject();
        }
        json.WriteEndObject();
    }

    private static string Json(Action<Utf8JsonWriter> write)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartObject();
            write(json);
            json.WriteEndObject();
        }
        return Encoding.UTF8.GetString(stream.ToArray());
    }
}
