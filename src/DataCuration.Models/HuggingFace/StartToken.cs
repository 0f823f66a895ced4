using System.Globalization;
using System.Text.Json;

namespace DataCuration.Models;

/// <summary>Finds the token that the tokenizer of a folder puts before a text, as transformers does.</summary>
internal static class StartToken
{
    private const string SettingsFile = "tokenizer_config.json", TokenizerFile = "tokenizer.json", ByteLevelFile = "vocab.json";
    private const long MaxBytes = 1 << 30; // as for the export to GGUF

    /// <summary>
    /// Returns the token; null for none. <c>add_bos_token</c> of the settings decides, then the template of the tokenizer. Without both, the tokenizer of a
    /// Llama model is SentencePiece's, which adds the token, and others do not. The names of Qwen's configurations have such a token too, but texts do not.
    /// </summary>
    /// <exception cref="ModelFileException">A file is damaged, or the token is not one of the model's.</exception>
    public static int? Find(IFileStore files, string folder, ModelConfiguration model)
    {
        string settings = Path.Combine(folder, SettingsFile), tokenizer = Path.Combine(folder, TokenizerFile);
        (bool? adds, string? text) = files.FileExists(settings) ? ReadSettings(files, settings) : (null, null);
        if (adds == false) return null;
        int? id;
        if (!files.FileExists(tokenizer))
            id = adds == true || (model.Architecture == ModelArchitecture.Llama && !files.FileExists(Path.Combine(folder, ByteLevelFile)))
                ? model.BeginTokenId : null;
        else
        {
            using JsonDocument document = StrictJson.Parse(StrictJson.ReadFile(files, tokenizer, MaxBytes), tokenizer);
            var root = new JsonFields(document.RootElement, tokenizer);
            id = adds is null ? ReadBegin(root, model.VocabularySize).Begin
                : (text is null ? null : FindAdded(root, text)) ?? model.BeginTokenId ?? ReadBegin(root, model.VocabularySize).Begin;
        }
        if (id is { } one && one >= model.VocabularySize)
            throw ModelFileException.In(folder, string.Create(CultureInfo.InvariantCulture,
                $"the token that begins a text is {one}, and the model has {model.VocabularySize} tokens."));
        return id;
    }

    /// <summary>Returns the token that begins a text: the template of a single text may start with it.</summary>
    public static (int? Begin, bool Adds) ReadBegin(JsonFields root, int count)
    {
        if (root.Object("post_processor") is not { } processor) return (null, false);
        return Find(processor, 0);

        (int? Begin, bool Adds) Find(JsonFields fields, int depth)
        {
            if (fields.Text("type") == "Sequence" && depth == 0 && fields.TryGet("processors", out JsonElement parts) && parts.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement part in parts.EnumerateArray())
                {
                    if (part.ValueKind != JsonValueKind.Object) continue;
                    (int? begin, bool adds) = Find(new JsonFields(part, root.Path, "post_processor."), 1);
                    if (adds) return (begin, adds);
                }
            }
            if (fields.Text("type") != "TemplateProcessing" || !fields.TryGet("single", out JsonElement single)) return (null, false);
            if (single.ValueKind != JsonValueKind.Array || single.GetArrayLength() == 0 || single[0].ValueKind != JsonValueKind.Object) return (null, false);
            var start = new JsonFields(single[0], root.Path, "post_processor.single.");
            if (start.Object("SpecialToken")?.Text("id") is not { } name) return (null, false);
            if (fields.Object("special_tokens")?.Object(name)?.TokenIds("ids") is not [int id] || id >= count)
                throw ModelFileException.In(root.Path, $"the special token '{ModelFileException.Show(name)}' of 'post_processor' has no id of its own.");
            return (id, true);
        }
    }

    private static (bool? Adds, string? Text) ReadSettings(IFileStore files, string path)
    {
        using JsonDocument document = StrictJson.Parse(StrictJson.ReadFile(files, path, MaxBytes), path);
        var fields = new JsonFields(document.RootElement, path);
        bool? adds = fields.Has("add_bos_token") ? fields.Bool("add_bos_token", false) : null;
        if (!fields.TryGet("bos_token", out JsonElement token)) return (adds, null);
        return (adds, token.ValueKind == JsonValueKind.Object ? fields.Object("bos_token")!.Value.Text("content") : fields.Text("bos_token"));
    }

    private static int? FindAdded(JsonFields root, string text)
    {
        if (!root.TryGet("added_tokens", out JsonElement added) || added.ValueKind != JsonValueKind.Array) return null;
        foreach (JsonElement token in added.EnumerateArray())
        {
            if (token.ValueKind != JsonValueKind.Object) continue;
            var fields = new JsonFields(token, root.Path, "added_tokens.");
            if (fields.Text("content") == text) return fields.TokenId("id");
        }
        return null;
    }
}
