using System.Text.Json.Nodes;
using DataCuration.TestKit;

namespace DataCuration.Models.Tests;

public sealed class GgufTokenizerTests : IDisposable
{
    private const string ByteLevel = """
        { "normalizer": null,
          "pre_tokenizer": { "type": "ByteLevel", "add_prefix_space": false, "trim_offsets": true, "use_regex": true },
          "post_processor": { "type": "TemplateProcessing", "single": [ { "SpecialToken": { "id": "<s>", "type_id": 0 } }, { "Sequence": { "id": "A" } } ],
            "special_tokens": { "<s>": { "id": "<s>", "ids": [5], "tokens": ["<s>"] } } },
          "added_tokens": [ { "id": 5, "content": "<s>", "special": true }, { "id": 7, "content": "word", "special": false } ],
          "model": { "type": "BPE", "vocab": { "a": 0, "b": 1, "ab": 2, "Ġ": 3, "Ġab": 4 }, "merges": ["a b", ["Ġ", "ab"]] } }
        """;

    private const string SentencePiece = """
        { "normalizer": { "type": "Sequence", "normalizers": [ { "type": "Prepend", "prepend": "▁" },
            { "type": "Replace", "pattern": { "String": " " }, "content": "▁" } ] },
          "added_tokens": [ { "id": 0, "content": "<unk>", "special": true }, { "id": 1, "content": "</s>", "special": true } ],
          "model": { "type": "BPE", "byte_fallback": true, "unk_token": "<unk>", "fuse_unk": true,
            "vocab": { "<unk>": 0, "</s>": 1, "<0x0A>": 2, "▁": 3, "a": 4, "b": 5, "ab": 6, "▁ab": 7 }, "merges": ["a b", "▁a b", "▁ ab"] } }
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Bytes_EveryByte_IsItsOwnToken()
    {
        GgufTokenizer tokenizer = GgufTokenizer.Bytes();
        Assert.Equal(ByteTokenEncoder.Instance.VocabularySize, tokenizer.Tokens.Count);
        Assert.Equal(257, tokenizer.Tokens.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(("a", "Ġ", "Ċ", "Ā", "ÿ"),
            (tokenizer.Tokens['a'], tokenizer.Tokens[' '], tokenizer.Tokens['\n'], tokenizer.Tokens[0], tokenizer.Tokens[255]));
        Assert.Equal((256, 256, true), (tokenizer.BeginTokenId, tokenizer.EndTokenId, tokenizer.AddsBegin));
        tokenizer.Validate();
    }

    [Fact]
    public void FromTokenizerJson_ByteLevel_HasTokensTypesAndMerges()
    {
        GgufTokenizer tokenizer = GgufTokenizer.FromTokenizerJson(folder.Write("tokenizer.json", ByteLevel));
        Assert.Equal(("gpt2", "gpt-2", 5, true), (tokenizer.Model, tokenizer.PreTokenizer, tokenizer.BeginTokenId, tokenizer.AddsBegin));
        Assert.Equal(["a", "b", "ab", "Ġ", "Ġab", "<s>", "[PAD6]", "word"], tokenizer.Tokens);
        Assert.Equal([1, 1, 1, 1, 1, 3, 5, 4], tokenizer.Types.Select(type => (int)type));
        Assert.Equal(["a b", "Ġ ab"], tokenizer.Merges);
        Assert.Null(tokenizer.EndTokenId);
        tokenizer.Validate();
        Assert.Equal(10, tokenizer.PadTo(10).Types.Count);
    }

    [Fact]
    public void FromTokenizerJson_SettingsBesideIt_HaveTheSpecialTokens()
    {
        folder.Write("tokenizer_config.json", """{ "eos_token": { "content": "word" }, "add_bos_token": false, "chat_template": "x" }""");
        GgufTokenizer tokenizer = GgufTokenizer.FromTokenizerJson(folder.Write("tokenizer.json", ByteLevel));
        Assert.Equal((5, 7, false, "x"), (tokenizer.BeginTokenId, tokenizer.EndTokenId, tokenizer.AddsBegin, tokenizer.ChatTemplate));
        folder.Write("tokenizer_config.json", """{ "eos_token": "absent" }""");
        Assert.Contains("field 'eos_token' names the token 'absent'", Assert.Throws<ModelFileException>(
            () => GgufTokenizer.FromTokenizerJson(folder["tokenizer.json"])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromTokenizerJson_SentencePiece_HasScoresInTheOrderOfMerges()
    {
        GgufTokenizer tokenizer = GgufTokenizer.FromTokenizerJson(folder.Write("tokenizer.json", WithAllBytes().ToJsonString()));
        Assert.Equal(("llama", true, 0), (tokenizer.Model, tokenizer.AddsSpacePrefix, tokenizer.UnknownTokenId));
        Assert.Equal([2, 3, 6, 1, 1, 1, 1, 1, .. Enumerable.Repeat(6, 255)], tokenizer.Types.Select(type => (int)type));
        Assert.Equal([0f, 0, 0, 0, 0, 0, -1, -2, .. Enumerable.Repeat(0f, 255)], tokenizer.Scores);
        Assert.Empty(tokenizer.Merges);
        Assert.True(tokenizer.PadTo(264).Scores[263] < -1000);
        tokenizer.Validate();
    }

    [Fact]
    public void FromTokenizerJson_SentencePieceWithoutAByte_NamesIt()
    {
        string first = Assert.Throws<ModelFileException>(() => GgufTokenizer.FromTokenizerJson(folder.Write("tokenizer.json", SentencePiece))).Message;
        Assert.Contains("field 'model.vocab' lacks the byte token '<0x00>'", first, StringComparison.Ordinal);
        Assert.Contains(folder["tokenizer.json"], first, StringComparison.Ordinal);
        JsonNode root = WithAllBytes();
        root["model"]!["vocab"]!.AsObject().Remove("<0xC3>");
        Assert.Contains("'<0xC3>'", Assert.Throws<ModelFileException>(
            () => GgufTokenizer.FromTokenizerJson(folder.Write("tokenizer.json", root.ToJsonString()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Validate_SentencePieceWithoutAByte_NamesIt()
    {
        GgufTokenizer tokenizer = GgufTokenizer.FromTokenizerJson(folder.Write("tokenizer.json", WithAllBytes().ToJsonString()));
        GgufTokenizer lowerCase = tokenizer with { Tokens = [.. tokenizer.Tokens.Select(token => token == "<0xFF>" ? "<0xff>" : token)] };
        Assert.Contains("lack the byte token '<0xFF>'", Assert.Throws<ArgumentException>(lowerCase.Validate).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromTokenizerJson_TemplateFileBesideIt_ComesBeforeTheSettings()
    {
        folder.Write("tokenizer.json", ByteLevel);
        folder.Write("chat_template.jinja", "\uFEFF{{ é }}\n");
        Assert.Equal("{{ é }}\n", GgufTokenizer.FromTokenizerJson(folder["tokenizer.json"]).ChatTemplate);
        folder.Write("tokenizer_config.json", """{ "eos_token": "word", "chat_template": "x" }""");
        GgufTokenizer tokenizer = GgufTokenizer.FromTokenizerJson(folder["tokenizer.json"]);
        Assert.Equal((7, "{{ é }}\n"), (tokenizer.EndTokenId, tokenizer.ChatTemplate));
        File.WriteAllBytes(folder["chat_template.jinja"], [0x7B, 0xFF]);
        string message = Assert.Throws<ModelFileException>(() => GgufTokenizer.FromTokenizerJson(folder["tokenizer.json"])).Message;
        Assert.Contains($"'{folder["chat_template.jinja"]}': the template is not valid UTF-8", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pre_tokenizer.add_prefix_space", "true", "adds no space before a text")]
    [InlineData("pre_tokenizer", "{\"type\": \"Whitespace\"}", "Whitespace")]
    [InlineData("pre_tokenizer", "{\"type\": \"Split\", \"pattern\": {\"Regex\": \"a+\"}, \"behavior\": \"Isolated\"}", "give its name for them")]
    [InlineData("pre_tokenizer", "null", "field 'pre_tokenizer' is missing")]
    [InlineData("normalizer", "{\"type\": \"Lowercase\"}", "field 'normalizer'")]
    [InlineData("model.type", "\"Unigram\"", "field 'model.type' is \"Unigram\"")]
    [InlineData("model.dropout", "0.1", "field 'model.dropout' is 0.1")]
    [InlineData("model.ignore_merges", "true", "ignore_merges true")]
    [InlineData("model.end_of_word_suffix", "\"</w>\"", "field 'model.end_of_word_suffix'")]
    [InlineData("model.vocab.a", "-1", "token 'a' has the id -1")]
    [InlineData("model.vocab.a", "1", "have the same id 1")]
    [InlineData("model.vocab.a", "2000000000", "token 'a' has the id 2000000000")]
    [InlineData("model.merges", "[\"ab\"]", "field 'model.merges' is \"ab\"")]
    [InlineData("model.merges", "null", "field 'model.merges' is missing")]
    [InlineData("model", "null", "field 'model' is missing")]
    public void FromTokenizerJson_WhatLlamaCppLacks_NamesFieldAndValue(string field, string value, string expected)
    {
        JsonNode root = JsonNode.Parse(ByteLevel)!;
        string[] names = field.Split('.');
        JsonNode at = root;
        foreach (string name in names[..^1]) at = at[name]!;
        at[names[^1]] = JsonNode.Parse(value);
        var error = Assert.Throws<ModelFileException>(() => GgufTokenizer.FromTokenizerJson(folder.Write("tokenizer.json", root.ToJsonString())));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.Contains(folder["tokenizer.json"], error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void FromTokenizerJson_UnknownRulesWithAName_TakesTheName()
    {
        JsonNode root = JsonNode.Parse(ByteLevel)!;
        root["pre_tokenizer"] = JsonNode.Parse("""{"type": "Whitespace"}""");
        Assert.Equal("starcoder", GgufTokenizer.FromTokenizerJson(folder.Write("tokenizer.json", root.ToJsonString()), "starcoder").PreTokenizer);
    }

    [Theory]
    [InlineData("llama2", "llama", "default", 32_000)]
    [InlineData("deepseek_v3", "gpt2", "deepseek-v3", 128_815)]
    public void FromTokenizerJson_RealFile_IsRecognised(string name, string model, string preTokenizer, int count) =>
        Recognize(name, model, preTokenizer, count);

    /// <summary>The larger ones, each of which takes a second.</summary>
    [Theory(Explicit = true)]
    [InlineData("llama3", "gpt2", "llama-bpe", 128_256)]
    [InlineData("qwen3", "gpt2", "qwen2", 151_669)]
    [InlineData("gpt4o", "gpt2", "gpt-4o", 200_019)]
    [InlineData("gemma3", "llama", "default", 262_145)]
    public void FromTokenizerJson_LargeFile_IsRecognised(string name, string model, string preTokenizer, int count) =>
        Recognize(name, model, preTokenizer, count);

    // The bytes that the example lacks have the ids from 8.
    private static JsonNode WithAllBytes()
    {
        JsonNode root = JsonNode.Parse(SentencePiece)!;
        JsonObject vocabulary = root["model"]!["vocab"]!.AsObject();
        for (int value = 0; value < 256; value++) vocabulary.TryAdd(FallbackBytes.Token((byte)value), vocabulary.Count);
        return root;
    }

    private void Recognize(string name, string model, string preTokenizer, int count)
    {
        string path = RealTokenizers.Unpack(name, folder.Path);
        GgufTokenizer tokenizer = GgufTokenizer.FromTokenizerJson(path);
        Assert.Equal((model, preTokenizer, count), (tokenizer.Model, tokenizer.PreTokenizer, tokenizer.Tokens.Count));
        tokenizer.Validate();
    }
}
