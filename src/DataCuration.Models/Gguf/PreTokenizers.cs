using System.Text.Json;

namespace DataCuration.Models;

/// <summary>
/// Recognises rules that divide a text, in a <c>tokenizer.json</c>, for which llama.cpp has a name. Its converter recognises tokenizers by the ids of one text;
/// here, the rules themselves are compared. Rules are regular expressions of the named models, and names are those of <c>src/llama-vocab.cpp</c>.
/// </summary>
internal static class PreTokenizers
{
    private const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    private const string Llama3 =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private const string Qwen2 =
        @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    private const string Gpt4o =
        @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
        + @"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?|"
        + @"\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+";

    // In order: digits, Chinese and Japanese, all else. Line ends are the characters themselves.
    private static readonly string[] DeepSeekV3 =
    [
        @"\p{N}{1,3}",
        "[一-龥\u3040-ゟ゠-ヿ]+",
        "[!\"#$%&'()*+,\\-./:;<=>?@\\[\\\\\\]^_`{|}~][A-Za-z]+|[^\r\n\\p{L}\\p{P}\\p{S}]?[\\p{L}\\p{M}]+| ?[\\p{P}\\p{S}]+[\r\n]*|\\s*[\r\n]+|\\s+(?!\\S)|\\s+",
    ];

    // Whether a whole word that is a token stays one without merges belongs to llama.cpp's name.
    private static readonly (string Name, bool IgnoresMerges, string[] Rules)[] Known =
    [
        ("gpt-2", false, [Gpt2]),
        ("llama-bpe", true, [Llama3]),
        ("dbrx", false, [Llama3]),
        ("qwen2", false, [Qwen2]),
        ("gpt-4o", false, [Gpt4o]),
        ("deepseek-v3", false, DeepSeekV3),
    ];

    /// <summary>Returns llama.cpp's name of the rules in the field <c>pre_tokenizer</c>.</summary>
    /// <exception cref="ModelFileException">llama.cpp has no such rules.</exception>
    public static string Recognize(JsonFields root, bool ignoresMerges)
    {
        if (!root.TryGet("pre_tokenizer", out JsonElement element)) throw root.Missing("pre_tokenizer");
        var rules = new List<string>();
        Collect(root.Object("pre_tokenizer")!.Value, element, rules);
        foreach ((string name, bool ignores, string[] known) in Known)
            if (ignores == ignoresMerges && known.SequenceEqual(rules, StringComparer.Ordinal)) return name;
        throw root.Unsupported("pre_tokenizer", element, $"llama.cpp has no such rules with ignore_merges {(ignoresMerges ? "true" : "false")}, as far as the "
            + "library knows. If it has, give its name for them");
    }

    private static void Collect(JsonFields fields, JsonElement element, List<string> rules)
    {
        switch (fields.Text("type"))
        {
            case "Sequence" when fields.TryGet("pretokenizers", out JsonElement parts) && parts.ValueKind == JsonValueKind.Array:
                foreach (JsonElement part in parts.EnumerateArray())
                {
                    if (part.ValueKind != JsonValueKind.Object) throw fields.Wrong("pretokenizers", parts, "an array of objects");
                    Collect(new JsonFields(part, fields.Path, "pre_tokenizer."), part, rules);
                }
                break;
            case "Split" when fields.Object("pattern")?.Text("Regex") is { } pattern && fields.Text("behavior") is var behavior
                && (behavior, fields.Bool("invert", false)) is ("Isolated", false) or ("Removed", true):
                rules.Add(pattern);
                break;
            case "ByteLevel":
                if (fields.Bool("add_prefix_space", true)) throw Unsupported("llama.cpp adds no space before a text");
                if (fields.Bool("use_regex", true)) rules.Add(Gpt2);
                break;
            default: throw Unsupported("only Sequence, Split by a regular expression, and ByteLevel are");
        }

        ModelFileException Unsupported(string supported) => ModelFileException.In(fields.Path,
            $"the part {ModelFileException.Show(element.GetRawText())} of 'pre_tokenizer' is not supported; {supported}.");
    }
}
