using System.Text;
using System.Text.Json;

namespace DataCuration.LanguageModels;

/// <summary>
/// Reads chat completions, whole or in events, and keeps what has been said about the answer so far. Only an answer's text is needed; all other fields may be
/// missing or have any value.
/// </summary>
internal sealed class CompletionReader
{
    /// <summary>Finish reasons of answers that the server gave up, by several servers.</summary>
    private static readonly string[] BrokenOff = ["error", "abort", "aborted", "cancelled", "canceled"];

    /// <summary>Texts that stand for a missing finish reason.</summary>
    private static readonly string[] NoReason = ["null", "none"];

    /// <summary>The deepest content that is read. Contents of real servers have three levels.</summary>
    private const int MaxContentDepth = 32;

    private double? chosen; // the index of the choice that is read

    /// <summary>The server's finish reason of whatever spelling; null if it sent none so far.</summary>
    public string? FinishReason { get; private set; }

    /// <summary>The model that the server named last.</summary>
    public string? Model { get; private set; }

    /// <summary>The id of the response.</summary>
    public string? Id { get; private set; }

    /// <summary>The token counts that the server reported last.</summary>
    public WireUsage? Usage { get; private set; }

    /// <summary>True after a choice, even one without text.</summary>
    public bool HasChoice { get; private set; }

    /// <summary>True if the last response or event had a choice.</summary>
    public bool LastHasChoice { get; private set; }

    /// <summary>True after a piece of an answer that comes in pieces.</summary>
    public bool HasDelta { get; private set; }

    /// <summary>True after an event with another choice alone. A server that numbers the pieces of one answer looks the same.</summary>
    public bool LeavesOutChoices { get; private set; }

    /// <summary>Reads a response or an event.</summary>
    /// <returns>The text and the reasoning in it.</returns>
    /// <exception cref="ChatServerException">It is an error.</exception>
    public (string Text, string Reasoning) Read(JsonElement json)
    {
        LastHasChoice = false;
        if (json.ValueKind == JsonValueKind.Array && json.GetArrayLength() == 1) json = json[0];
        // Some gateways send the response as a JSON text in a string.
        if (json.ValueKind == JsonValueKind.String && WireJson.TryParse(json.Text(), out JsonElement inner) && inner.ValueKind == JsonValueKind.Object)
            json = inner;
        if (json.ValueKind != JsonValueKind.Object)
            throw new InvalidDataException($"the response is JSON, but no object: {ServerWords.Of(json)}");
        if (ReportedErrors.Find(json) is { } error) throw error;
        if (json.Part("model").Text() is { Length: > 0 } model) Model = model;
        if (json.Part("id").Text() is { Length: > 0 } id) Id = id;
        ReadUsage(json);
        JsonElement choice = First(json.Part("choices"));
        // Ollama's own protocol has the message at the top.
        if (choice.ValueKind != JsonValueKind.Object && json.Part("message").ValueKind == JsonValueKind.Object) choice = json;
        if (choice.ValueKind != JsonValueKind.Object) return ("", "");
        if (ReportedErrors.Find(choice) is { } failed) throw failed;
        HasChoice = LastHasChoice = true;
        ReadUsage(choice); // some servers report it there
        FinishReason = ReasonIn(choice.Part("finish_reason")) ?? ReasonIn(choice.Part("done_reason")) ?? FinishReason;
        if (FinishReason is not null && BrokenOff.Contains(FinishReason, StringComparer.OrdinalIgnoreCase))
            throw new ChatServerException(502, $"the server gave up the answer (finish reason '{FinishReason}')");
        return ReadMessage(choice);
    }

    /// <summary>
    /// Returns a finish reason of whatever kind; null for none. Servers in Python also spell none as text, and an answer without its end is no answer.
    /// </summary>
    private static string? ReasonIn(JsonElement reason) => reason.ValueKind switch
    {
        JsonValueKind.String => reason.Text().Trim() is { Length: > 0 } text && !NoReason.Contains(text, StringComparer.OrdinalIgnoreCase) ? text : null,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.Object => reason.GetRawText(),
        _ => null,
    };

    private (string Text, string Reasoning) ReadMessage(JsonElement choice)
    {
        JsonElement message = choice.Part("delta");
        if (message.ValueKind == JsonValueKind.Object) HasDelta = true;
        else if (HasDelta) return ("", ""); // a last event may repeat the whole message
        else message = choice.Part("message");
        var text = new StringBuilder();
        var reasoning = new StringBuilder();
        if (message.ValueKind == JsonValueKind.Object) Append(message.Part("content"), text, reasoning, 0);
        else text.Append(message.Text()).Append(choice.Part("text").Text()); // a message that is a string, and the older completions
        foreach (string name in (ReadOnlySpan<string>)["reasoning_content", "reasoning", "thinking"])
        {
            if (message.Part(name) is not { ValueKind: JsonValueKind.String } thought) continue;
            reasoning.Append(thought.Text());
            break; // some servers send the same reasoning in two fields
        }
        if (message.Part("refusal").Text() is { Length: > 0 } refusal)
        {
            text.Append(refusal);
            FinishReason = "refusal";
        }
        return (text.ToString(), reasoning.ToString());
    }

    /// <summary>Appends a content: a text, or a list of parts, of which some may be reasoning.</summary>
    private void Append(JsonElement content, StringBuilder text, StringBuilder reasoning, int depth)
    {
        if (depth > MaxContentDepth) return;
        switch (content.ValueKind)
        {
            case JsonValueKind.String:
                text.Append(content.Text());
                break;
            case JsonValueKind.Array:
                foreach (JsonElement part in content.EnumerateArray()) Append(part, text, reasoning, depth + 1);
                break;
            case JsonValueKind.Object:
                string type = content.Part("type").Text();
                if (type == "refusal" && content.Part(type).Text() is { Length: > 0 } refusal)
                {
                    text.Append(refusal);
                    FinishReason = type;
                    break;
                }
                StringBuilder target = type is "thinking" or "reasoning" or "redacted_thinking" ? reasoning : text;
                foreach (string name in (ReadOnlySpan<string>)["text", "thinking", "reasoning", "content", "value"])
                {
                    if (content.Part(name).ValueKind is not (JsonValueKind.String or JsonValueKind.Array or JsonValueKind.Object)) continue;
                    Append(content.Part(name), target, reasoning, depth + 1);
                    break;
                }
                break;
        }
    }

    private void ReadUsage(JsonElement json)
    {
        if (json.Part("usage") is { ValueKind: JsonValueKind.Object } usage) Usage = Usage?.With(WireUsage.Read(usage)) ?? WireUsage.Read(usage);
    }

    /// <summary>
    /// Returns the choice with index 0, or the first one if none has it: requests ask for one. Later events of a stream must have the same index: a server may
    /// send several choices, one in each event.
    /// </summary>
    private JsonElement First(JsonElement choices)
    {
        if (choices.ValueKind == JsonValueKind.Object) return choices;
        if (choices.ValueKind != JsonValueKind.Array) return default;
        (JsonElement Choice, double? Index) first = default;
        foreach (JsonElement choice in choices.EnumerateArray())
        {
            if (choice.ValueKind != JsonValueKind.Object) continue;
            double? index = choice.Part("index") is { ValueKind: JsonValueKind.Number } given && given.TryGetDouble(out double number) ? number : null;
            if (index is null || index == (chosen ?? 0))
            {
                chosen ??= index;
                return choice;
            }
            if (first.Index is null) first = (choice, index);
        }
        if (chosen is not null)
        {
            LeavesOutChoices |= first.Index is not null;
            return default;
        }
        chosen = first.Index;
        return first.Choice;
    }
}
