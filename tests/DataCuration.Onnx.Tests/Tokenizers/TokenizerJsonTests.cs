using System.Text;
using System.Text.Json.Nodes;

namespace DataCuration.Onnx.Tests;

public sealed class TokenizerJsonTests : IDisposable
{
    private const string WordPiece = """
        {"version":"1.0","truncation":null,"padding":null,
        "added_tokens":[{"id":0,"content":"[PAD]","single_word":false,"lstrip":false,"rstrip":false,"normalized":false,"special":true},{"id":2,"content":"[CLS]","special":true},{"id":3,"content":"[SEP]","special":true}],
        "normalizer":{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true},
        "pre_tokenizer":{"type":"BertPreTokenizer"},
        "post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"[CLS]","type_id":0}},{"Sequence":{"id":"A","type_id":0}},{"SpecialToken":{"id":"[SEP]","type_id":0}}],
          "pair":[],"special_tokens":{"[CLS]":{"id":"[CLS]","ids":[2],"tokens":["[CLS]"]},"[SEP]":{"id":"[SEP]","ids":[3],"tokens":["[SEP]"]}}},
        "model":{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,"vocab":VOCAB}}
        """;

    private const string Unigram = """
        {"version":"1.0","added_tokens":[{"id":0,"content":"<s>","special":true},{"id":1,"content":"<pad>","special":true},{"id":2,"content":"</s>","special":true},{"id":3,"content":"<unk>","special":true}],
        "normalizer":null,
        "pre_tokenizer":{"type":"Sequence","pretokenizers":[{"type":"WhitespaceSplit"},{"type":"Metaspace","replacement":"▁","add_prefix_space":true}]},
        "post_processor":{"type":"TemplateProcessing","single":[{"SpecialToken":{"id":"<s>"}},{"Sequence":{"id":"A"}},{"SpecialToken":{"id":"</s>"}}],"special_tokens":{"<s>":{"ids":[0]},"</s>":{"ids":[2]}}},
        "model":{"type":"Unigram","unk_id":3,"vocab":[["<s>",0],["<pad>",0],["</s>",0],["<unk>",0],["▁",-3],["▁sea",-4],["s",-5],["e",-5],["a",-5],["▁se",-5],["as",-3.5],["and",-6],["▁s",-5],["n",-6],["d",-6],["▁the",-3.5]]}}
        """;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("the river carries stones")]
    [InlineData("Café, 中文! unaffable [SEP]")]
    [InlineData("")]
    public void Read_WordPiece_IsTheVocabularyFile(string text)
    {
        OnnxTokenizer json = Read(WordPieceJson()), vocabulary = TestModels.Tokenizer(folder);
        Assert.Equal(Encode(vocabulary, text), Encode(json, text));
        Assert.Equal((vocabulary.Padding, vocabulary.VocabularySize), (json.Padding, json.VocabularySize));
    }

    [Fact]
    public void Read_WordPieceOptions_AreKept()
    {
        Assert.Equal([2, 1, 8, 3], Encode(Read(WordPieceJson().Replace("\"lowercase\":true", "\"lowercase\":false", StringComparison.Ordinal)), "SEA sea"));
        Assert.Equal([2, 25, 3], Encode(Read(WordPieceJson().Replace("\"lowercase\":true", "\"lowercase\":false", StringComparison.Ordinal)
            .Replace("\"strip_accents\":null", "\"strip_accents\":true", StringComparison.Ordinal)), "café"));
        Assert.Equal([2, 1, 3],
            Encode(Read(WordPieceJson().Replace("\"max_input_chars_per_word\":100", "\"max_input_chars_per_word\":2", StringComparison.Ordinal)), "sea"));
        string bert = WordPieceJson(root => root["post_processor"] = JsonNode.Parse("""{"type":"BertProcessing","sep":["[SEP]",3],"cls":["[CLS]",2]}"""));
        Assert.Equal([2, 8, 3], Encode(Read(bert), "sea"));
        Assert.Equal([8], Encode(Read(WordPieceJson(root => root["post_processor"] = null)), "sea"));
        Assert.Equal(7, Read(WordPieceJson(root => root["padding"] = JsonNode.Parse("""{"pad_id":7}"""))).Padding);
    }

    [Fact]
    public void Read_ByteLevelBpe_IsMergedByRank()
    {
        (string json, Dictionary<string, int> ids) = Bpe();
        OnnxTokenizer tokenizer = Read(json);
        int Id(string token) => ids[token];
        Assert.Equal([Id("<s>"), Id("ab"), Id("Ġab"), Id("c"), Id("</s>")], Encode(tokenizer, "ab abc"));
        // Merges are applied by rank: "b c" comes before "ab c", but "a b" before both.
        Assert.Equal([Id("<s>"), Id("bc"), Id("</s>")], Encode(tokenizer, "bc"));
        Assert.Equal([Id("<s>"), Id("Ã"), Id("©"), Id("Ċ"), Id("</s>")], Encode(tokenizer, "é\n"));
        // Special tokens in a text are ordinary text. Added tokens that are not special are found, the longest first.
        Assert.DoesNotContain(Id("</s>"), Encode(tokenizer, "a</s>b")[..^1]);
        Assert.Equal([Id("<s>"), Id("ab"), Id("<<<<"), Id("<<"), Id("ab"), Id("</s>")], Encode(tokenizer, "ab<<<<<<ab"));
        OnnxTokenizer spaced = Read(json.Replace("\"add_prefix_space\":false", "\"add_prefix_space\":true", StringComparison.Ordinal)
            .Replace("\"special\":false", "\"special\":true", StringComparison.Ordinal));
        Assert.Equal([Id("<s>"), Id("Ġab"), Id("</s>")], Encode(spaced, "ab"));
        Assert.Equal([Id("<s>"), Id("Ġab"), Id("</s>")], Encode(spaced, " ab"));
        Assert.Equal([Id("<s>"), Id("</s>")], Encode(spaced, ""));
    }

    [Theory]
    [InlineData("sea", "▁sea")]
    [InlineData("seas", "▁se as")] // -5 - 3.5 is more than -4 - 5
    [InlineData("the  sand", "▁the ▁s and")]
    [InlineData("x", "▁ <unk>")]
    [InlineData("</s>", "▁ <unk> s <unk>")]
    public void Read_Unigram_TakesTheBestPieces(string text, string expected)
    {
        OnnxTokenizer tokenizer = Read(Unigram);
        JsonArray pieces = JsonNode.Parse(Unigram)!["model"]!["vocab"]!.AsArray();
        int[] tokens = Encode(tokenizer, text);
        Assert.Equal((0, 2, 1), (tokens[0], tokens[^1], tokenizer.Padding));
        Assert.Equal(expected, string.Join(' ', tokens[1..^1].Select(token => (string?)pieces[token]![0])));
    }

    [Fact]
    public void Read_UnigramWithTable_NormalizesByIt()
    {
        string json = WithTable(Table("ｓ"u8, "s"u8));
        Assert.Equal(Encode(Read(Unigram), "sea the sand"), Encode(Read(json), "ｓea the ｓand"));
        Assert.NotEqual(Encode(Read(Unigram), "sea the sand"), Encode(Read(Unigram), "ｓea the ｓand"));
    }

    [Fact]
    public void Read_UnigramWithDamagedTable_GivesOneKindOfError()
    {
        byte[] table = Table("ｓ"u8, "s"u8);
        SeededRandom random = SeededRandom.Create(4, "onnx tests", "table");
        for (int i = 0; i < 300; i++)
        {
            byte[] damaged = i % 4 == 0 ? table[..(int)random.NextInt64(table.Length)] : [.. table];
            // The positions of the table's entries, its size, or any other byte.
            if (i % 4 == 1) damaged[random.NextInt64(8)] = (byte)random.NextInt64(256);
            else if (i % 4 > 1)
                for (int at = 0; at < damaged.Length; at++)
                    if (damaged[at] != 0 && random.NextInt64(3) == 0) damaged[at] = (byte)random.NextInt64(256);
            try
            {
                Encode(Read(WithTable(damaged)), "ｓea the ｓand");
            }
            catch (InvalidDataException e)
            {
                Assert.Contains("tokenizer.json", e.Message, StringComparison.Ordinal);
            }
        }
    }

    [Theory]
    [InlineData("\"▁\",-3", "\"x\",-3", "U+2581")]
    [InlineData("\"unk_id\":3", "\"unk_id\":99", "99")]
    [InlineData("[\"s\",-5]", "[\"s\"]", "not a pair")]
    [InlineData("[\"s\",-5]", "[\"s\",1e99]", "not a pair")]
    [InlineData("\"replacement\":\"▁\"", "\"replacement\":\"_\"", "U+2581")]
    [InlineData("\"normalizer\":null", "\"normalizer\":{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"*\"}", "tokenizer.json")]
    public void Read_UnigramItCannotRead_IsRefusedByName(string from, string to, string message)
    {
        Assert.Contains(from, Unigram, StringComparison.Ordinal);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(Unigram.Replace(from, to, StringComparison.Ordinal))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pre_tokenizer", """{"type":"Whitespace"}""", "Whitespace")]
    [InlineData("normalizer", """{"type":"Lowercase"}""", "Lowercase")]
    [InlineData("post_processor", """{"type":"Unheard"}""", "Unheard")]
    [InlineData("post_processor", """{"type":"TemplateProcessing","single":[],"special_tokens":{}}""", "without the text")]
    [InlineData("post_processor", """{"type":"BertProcessing","sep":["[SEP]"],"cls":["[CLS]",2]}""", "not a pair")]
    [InlineData("added_tokens", """[{"id":50,"content":"word","special":false}]""", "'word'")]
    [InlineData("added_tokens", """[{"id":-1,"content":"word","special":true}]""", "not a token id")]
    [InlineData("added_tokens", """{}""", "not a list")]
    [InlineData("model", """{"type":"WordLevel","vocab":{}}""", "WordLevel")]
    [InlineData("model", """{"type":"WordPiece","vocab":{"a":0}}""", "[UNK]")]
    [InlineData("model", """{"type":"WordPiece","vocab":{"[UNK]":99999999999}}""", "not a token id")]
    [InlineData("model", """{"type":"WordPiece","vocab":[]}""", "not an object")]
    [InlineData("model", """{"type":"BPE","vocab":{},"merges":[]}""", "ByteLevel")]
    [InlineData("model", """{"type":"Unigram","vocab":[["a",1]]}""", "unk_id")]
    [InlineData("model", """{"type":"Unigram","unk_id":0,"vocab":[["a",1]]}""", "Precompiled")]
    [InlineData("model", "7", "vocab")]
    public void Read_WhatItCannotRead_IsRefusedByName(string part, string value, string message)
    {
        string json = WordPieceJson(root => root[part] = JsonNode.Parse(value));
        InvalidDataException e = Assert.Throws<InvalidDataException>(() => Read(json));
        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.Contains("tokenizer.json", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("\"ignore_merges\":false", "\"ignore_merges\":true", "ignore_merges")]
    [InlineData("\"byte_fallback\":false", "\"byte_fallback\":true", "byte_fallback")]
    [InlineData("\"a b\"", "\"a zz\"", "'a zz'")]
    [InlineData("\"a b\"", "5", "not a string")]
    [InlineData("\"use_regex\":true", "\"use_regex\":false", "default pattern")]
    [InlineData("\"normalizer\":null", "\"normalizer\":{\"type\":\"NFKC\"}", "NFKC")]
    [InlineData("\"normalizer\":null", "\"normalizer\":{\"type\":\"NFC\"}", "InvariantGlobalization")]
    [InlineData("\"add_prefix_space\":false", "\"add_prefix_space\":true", "'<<<<'")]
    public void Read_BytePairsItCannotRead_AreRefusedByName(string from, string to, string message)
    {
        string json = Bpe().Json;
        Assert.Contains(from, json, StringComparison.Ordinal);
        Assert.Contains(message, Assert.Throws<InvalidDataException>(() => Read(json.Replace(from, to, StringComparison.Ordinal))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void Read_DamagedFiles_GiveOneKindOfError()
    {
        SeededRandom random = SeededRandom.Create(9, "onnx tests", "json");
        int refused = 0;
        foreach (string json in (string[])[WordPieceJson(), Bpe().Json, Unigram])
        {
            byte[] bytes = Encoding.UTF8.GetBytes(json);
            for (int i = 0; i < 200; i++)
            {
                byte[] damaged = i % 3 == 0 ? bytes[..(int)random.NextInt64(bytes.Length)] : [.. bytes];
                if (i % 3 != 0) damaged[random.NextInt64(bytes.Length)] = (byte)random.NextInt64(i % 3 == 1 ? 256 : 128);
                try
                {
                    Encode(OnnxTokenizer.FromTokenizerJson(folder.Write("damaged.json", damaged)), "the sea </s> ab");
                }
                catch (InvalidDataException e)
                {
                    Assert.Contains("damaged.json", e.Message, StringComparison.Ordinal);
                    refused++;
                }
            }
        }
        Assert.InRange(refused, 200, 599);
    }

    [Fact]
    public void Describe_Content_IsKnown()
    {
        string[] prints = [.. ((string[])[WordPieceJson(), WordPieceJson() + " ", Unigram, Bpe().Json]).Select(json =>
        {
            var writer = new FingerprintWriter();
            Read(json).Describe(writer);
            return writer.ToFingerprint();
        })];
        Assert.Equal(4, prints.Distinct().Count());
    }

    private static string WordPieceJson(Action<JsonNode>? change = null)
    {
        var vocabulary = new JsonObject(TestModels.Vocabulary.Select((token, id) => KeyValuePair.Create(token, (JsonNode?)id)));
        string json = WordPiece.Replace("VOCAB", vocabulary.ToJsonString(), StringComparison.Ordinal);
        if (change is null) return json;
        JsonNode root = JsonNode.Parse(json)!;
        change(root);
        return root.ToJsonString();
    }

    /// <summary>A byte-level vocabulary with the special tokens, all bytes and four merges.</summary>
    private static (string Json, Dictionary<string, int> Ids) Bpe()
    {
        string[] bytes = [.. Enumerable.Range(0, 256).Where(value => value is (>= 33 and <= 126) or (>= 161 and <= 172) or (>= 174 and <= 255))
            .Select(value => ((char)value).ToString()), .. Enumerable.Range(256, 68).Select(value => ((char)value).ToString())];
        string[] tokens = ["<s>", "<pad>", "</s>", .. bytes, "ab", "Ġa", "Ġab", "bc", "<<", "<<<<"];
        Dictionary<string, int> ids = new(tokens.Select((token, id) => KeyValuePair.Create(token, id)));
        var vocabulary = new JsonObject(tokens[..^2].Select((token, id) => KeyValuePair.Create(token, (JsonNode?)id)));
        string json = """
            {"added_tokens":[{"id":0,"content":"<s>","special":true},{"id":2,"content":"</s>","special":true},{"id":SHORT,"content":"<<","special":false},{"id":LONG,"content":"<<<<","special":false}],
            "normalizer":null,"pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":true},
            "post_processor":{"type":"RobertaProcessing","sep":["</s>",2],"cls":["<s>",0],"trim_offsets":true,"add_prefix_space":false},
            "model":{"type":"BPE","dropout":null,"unk_token":null,"continuing_subword_prefix":"","end_of_word_suffix":"","byte_fallback":false,"ignore_merges":false,"vocab":VOCAB,"merges":["a b",["Ġ","ab"],"Ġ a","b c"]}}
            """
            .Replace("SHORT", $"{ids["<<"]}", StringComparison.Ordinal)
            .Replace("LONG", $"{ids["<<<<"]}", StringComparison.Ordinal)
            .Replace("VOCAB", vocabulary.ToJsonString(), StringComparison.Ordinal);
        return (json, ids);
    }

    private static string WithTable(byte[] table) => Unigram.Replace("\"normalizer\":null",
        $"\"normalizer\":{{\"type\":\"Precompiled\",\"precompiled_charsmap\":\"{Convert.ToBase64String(table)}\"}}", StringComparison.Ordinal);

    /// <summary>
    /// Returns SentencePiece's table for one replacement (normalizer.cc, darts.h): the size of the trie in bytes, the double array and the replacements. A
    /// unit has a label, a leaf flag (bit 8) and an offset (from bit 10).
    /// </summary>
    private static byte[] Table(ReadOnlySpan<byte> from, ReadOnlySpan<byte> to)
    {
        var units = new uint[256 * (from.Length + 2)];
        uint at = 0, label = 0;
        for (int i = 0; i <= from.Length; i++)
        {
            uint block = 256 * ((uint)i + 1);
            units[at] = label | (at ^ block) << 10 | (i == from.Length ? 1u << 8 : 0);
            if (i < from.Length) (at, label) = (block ^ from[i], from[i]);
            else units[block] = 1u << 31; // the leaf: the start of the replacement
        }
        return [.. BitConverter.GetBytes(units.Length * 4), .. units.SelectMany(BitConverter.GetBytes), .. to, 0];
    }

    private OnnxTokenizer Read(string json) => OnnxTokenizer.FromTokenizerJson(folder.Write("tokenizer.json", json));

    private static int[] Encode(OnnxTokenizer tokenizer, string text)
    {
        var tokens = new List<int>();
        tokenizer.Encode(Encoding.UTF8.GetBytes(text), 1000, OnnxTruncation.Head, tokens);
        return [.. tokens];
    }
}
