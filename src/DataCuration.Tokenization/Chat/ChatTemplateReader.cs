using System.Text.Json;

namespace DataCuration.Tokenization;

/// <summary>Finds chat templates in folders of models, and recognizes those of the presets by the texts that only they write.</summary>
internal static class ChatTemplateReader
{
    private const string JinjaFile = "chat_template.jinja";
    private const string ConfigurationFile = "tokenizer_config.json";
    private const string Field = "chat_template";

    public static ChatTemplate? Recognize(string template)
    {
        if (Has("<|start_header_id|>") && Has("<|eot_id|>"))
        {
            if (!Has("Cutting Knowledge Date")) return HasOtherText() ? null : ChatTemplate.Llama3;
            return Has("26 Jul 2024") ? ChatTemplate.Llama31 : null;
        }
        if (Has("[INST]")) return Has("<<SYS>>") && Has("bos_token") && !HasOtherText() ? ChatTemplate.Llama2 : null;
        if (Has("<start_of_turn>")) return Has("<end_of_turn>") && Has("model") && !HasOtherText() ? ChatTemplate.Gemma : null;
        if (!Has("<|im_start|>") || !Has("<|im_end|>")) return null;
        if (Has("enable_thinking")) return Has("<think>") && Has("last_query_index") ? ChatTemplate.Qwen3 : null;
        if (Has("<think>")) return null;
        if (Has("You are Qwen, created by Alibaba Cloud. You are a helpful assistant.")) return ChatTemplate.Qwen25;
        if (Has("system\\nYou are a helpful assistant") || Has("system\nYou are a helpful assistant")) return Has("tool") ? null : ChatTemplate.Qwen2;
        // Plain ChatML keeps the white space around a text.
        return HasOtherText() || Has("tool") || Has("bos_token") || Has("trim") || Has("strip(") ? null : ChatTemplate.ChatMl;

        bool Has(string text) => template.Contains(text, StringComparison.Ordinal);

        // A system message of its own, which other models of the same form have.
        bool HasOtherText() => Has("You are") || Has("you are");
    }

    /// <summary>Returns the template of a folder; null without one.</summary>
    public static string? Find(string folder)
    {
        string jinja = Path.Combine(folder, JinjaFile);
        if (File.Exists(jinja)) return File.ReadAllText(jinja);
        string path = Path.Combine(folder, ConfigurationFile);
        if (!File.Exists(path)) return null;
        try
        {
            using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(path));
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object) throw new JsonException($"the file is {root.ValueKind}, not an object.");
            if (!root.TryGetProperty(Field, out JsonElement field) || field.ValueKind == JsonValueKind.Null) return null;
            if (field.ValueKind == JsonValueKind.String) return field.GetString();
            // Several templates by name: [{"name": "default", "template": "…"}, …].
            if (field.ValueKind != JsonValueKind.Array) throw new JsonException($"'{Field}' is {field.ValueKind}.");
            foreach (JsonElement named in field.EnumerateArray())
                if (named.GetProperty("name").GetString() == "default") return named.GetProperty("template").GetString();
            return null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException)
        {
            throw new InvalidDataException($"'{path}' is damaged: {e.Message}", e);
        }
    }
}
