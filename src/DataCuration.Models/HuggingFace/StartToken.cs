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
            id = adds is null ? TokenizerJson.ReadBegin(root, model.VocabularySize).Begin
                : (text is null ? null : FindAdded(root, text)) ?? model.BeginTokenId ?? TokenizerJson.ReadBegin(root, model.VocabularySize).Begin;
        }
        if (id is { } one && one >= model.VocabularySize)
            throw ModelFileException.In(folder, string.Create(CultureInfo.InvariantCulture,
                $"the token that begins a text is {one}, and the model has {model.VocabularySize} tokens."));
        return id;
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
