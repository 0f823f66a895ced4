using System.Text;
using System.Text.Json;

namespace DataCuration.Models;

/// <summary>Reads special tokens from a <c>tokenizer_config.json</c>, and the chat template from it or a <c>chat_template.jinja</c>.</summary>
internal static class TokenizerSettings
{
    private const string FileName = "tokenizer_config.json";
    private const string TemplateFileName = "chat_template.jinja";
    private const long MaxBytes = 1 << 28;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    /// <summary>Adds what the files of a folder say, if they are there. The template of its own file is used before that of the settings.</summary>
    public static GgufTokenizer ApplyFolder(IFileStore files, string folder, GgufTokenizer tokenizer)
    {
        string settings = Path.Combine(folder, FileName);
        if (files.FileExists(settings)) tokenizer = Apply(files, settings, tokenizer);
        string template = Path.Combine(folder, TemplateFileName);
        return files.FileExists(template) ? tokenizer with { ChatTemplate = ReadTemplateFile(files, template) } : tokenizer;
    }

    private static GgufTokenizer Apply(IFileStore files, string path, GgufTokenizer tokenizer)
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

    private static string ReadTemplateFile(IFileStore files, string path)
    {
        ReadOnlySpan<byte> bytes = StrictJson.ReadFile(files, path, MaxBytes);
        if (bytes.StartsWith("\uFEFF"u8)) bytes = bytes[3..];
        try
        {
            return Strict.GetString(bytes);
        }
        catch (DecoderFallbackException e)
        {
            throw new ModelFileException($"'{path}': the template is not valid UTF-8.", e);
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
