using System.Text.Json;

namespace DataCuration.Tokenization;

/// <summary>Reads the conversation of a document from its fields.</summary>
internal static class ConversationReader
{
    /// <summary>Reads a field with a JSON array of objects with <c>role</c> and <c>content</c>.</summary>
    public static List<ConversationMessage> ReadMessages(Document document, string field, AnnotationValue value)
    {
        if (value.Kind != AnnotationKind.Json) throw Wrong(document, field, $"is {value}, not a list of messages.");
        var messages = new List<ConversationMessage>();
        try
        {
            using JsonDocument json = JsonDocument.Parse(value.AsJson());
            if (json.RootElement.ValueKind != JsonValueKind.Array) throw Wrong(document, field, $"is {json.RootElement.ValueKind}, not a list of messages.");
            foreach (JsonElement message in json.RootElement.EnumerateArray())
            {
                string place = FormattableString.Invariant($"{field}[{messages.Count}]");
                if (message.ValueKind != JsonValueKind.Object) throw Wrong(document, place, $"is {message.ValueKind}, not a message.");
                messages.Add(new(Role(Text(message, "role"), place), Text(message, "content")));

                string Text(JsonElement owner, string name) =>
                    owner.TryGetProperty(name, out JsonElement found) && found.ValueKind == JsonValueKind.String ? found.GetString()!
                        : throw Wrong(document, place, $"has no text '{name}'.");
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            throw new InvalidDataException($"Document '{document.Id}': field '{field}' is damaged: {e.Message}", e);
        }
        return messages;

        ConversationRole Role(string role, string place) => role switch
        {
            "system" => ConversationRole.System,
            "user" => ConversationRole.User,
            "assistant" => ConversationRole.Assistant,
            _ => throw Wrong(document, place, $"has the role '{role}'; known are system, user and assistant."),
        };
    }

    /// <summary>Returns the text of a field; null if the document lacks it.</summary>
    public static string? Text(Document document, string field) =>
        document.TryGetValue(field, out AnnotationValue value) ? value.AsString() ?? throw Wrong(document, field, "is not a text.") : null;

    public static InvalidDataException Wrong(Document document, string field, string problem) =>
        new($"Document '{document.Id}': field '{field}' {problem}");
}
