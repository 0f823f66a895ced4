using System.Text.Json;

namespace DataCuration.Models;

/// <summary>Reads special tokens and the chat template from a <c>tokenizer_config.json</c>.</summary>
internal static class TokenizerSettings
{
    public const string FileName = "tokenizer_config.json";
    private const long MaxBytes = 1 << 28;

    public static GgufTokenizer Apply(IFileStore files, string path, GgufTokenizer tokenizer)
    {
        using JsonDocument document = StrictJson.Parse(StrictJson.ReadFile(files, path, MaxBytes), path);
        var fields = new JsonFields(document.RootElement, path);
        int? begin = Id("bos_token") ?? tokenizer.BeginTokenId;
        return tokenizer with
        {
            BeginTokenId = begin,
            EndTokenId = Id("eos_token") ?? tokenizer.EndTokenId,
            PaddingTokenId = Id("pad_token") ?? tokenizer.PaddingTokenId,
            UnknownTokenId = Id("unk_token") ?? tokenizer.UnknownTokenId,
            AddsBegin = begin is not null && fields.Bool("add_bos_token", tokenizer.AddsBegin),
            ChatTemplate = ReadTemplate(fields),
        };

        int? Id(string name)
        {
            if (!fields.TryGet(name, out JsonElement value)) return null;
            string token = value.ValueKind == JsonValueKind.Object ? fields.Object(name)!.Value.Text("content") ?? throw fields.Wrong(name, value, "a token")
                : fields.Text(name)!;
            for (int id = 0; id < tokenizer.Tokens.Count; id++)
                if (tokenizer.Tokens[id] == token) return id;
            throw ModelFileException.In(path, $"field '{name}' names the token '{ModelFileException.Show(token)}', which the tokenizer does not have.");
        }
    }

    // A text, or a list of named texts.
    private static string? ReadTemplate(JsonFields fields)
    {
        if (!fields.TryGet("chat_template", out JsonElement value)) return null;
        if (value.ValueKind != JsonValueKind.Array) return fields.Text("chat_template");
        foreach (JsonElement named in value.EnumerateArray())
        {
            if (named.ValueKind != JsonValueKind.Object) throw fields.Wrong("chat_template", named, "an object with a name and a template");
            var template = new JsonFields(named, fields.Path, "chat_template.");
            if (template.Text("name") == "default") return template.Text("template");
        }
        return null;
    }
}
