using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DataCuration.Tokenization.Tests;

/// <summary>Small tokenizer files, made by hand.</summary>
internal static class SmallTokenizers
{
    /// <summary>A byte-level vocabulary of all bytes and some merges, with two added tokens.</summary>
    public static JsonObject ByteLevel(params string[] merges)
    {
        var vocabulary = new JsonObject();
        for (int value = 0; value < 256; value++) vocabulary.Add(char.ConvertFromUtf32(ByteAlphabet.PointOf((byte)value)), value);
        foreach (string merge in merges)
            if (!vocabulary.ContainsKey(merge.Replace(" ", "", StringComparison.Ordinal)))
                vocabulary.Add(merge.Replace(" ", "", StringComparison.Ordinal), vocabulary.Count);
        int next = vocabulary.Count;
        JsonObject file = File(new JsonObject
        {
            ["type"] = "BPE",
            ["dropout"] = null,
            ["unk_token"] = null,
            ["vocab"] = vocabulary,
            ["merges"] = Strings(merges),
        });
        file["pre_tokenizer"] = JsonNode.Parse("{\"type\":\"ByteLevel\",\"add_prefix_space\":false,\"trim_offsets\":true,\"use_regex\":true}");
        file["decoder"] = JsonNode.Parse("{\"type\":\"ByteLevel\",\"add_prefix_space\":true,\"trim_offsets\":true,\"use_regex\":true}");
        file["added_tokens"] = new JsonArray(Added(next, "<|endoftext|>", special: true), Added(next + 1, "<think>", special: false));
        return file;
    }

    /// <summary>A vocabulary in the way of Llama 2: characters, bytes for others, and merges.</summary>
    public static JsonObject SentencePiece(params string[] merges)
    {
        var vocabulary = new JsonObject { ["<unk>"] = 0, ["<s>"] = 1, ["</s>"] = 2 };
        for (int value = 0; value < 256; value++) vocabulary.Add(string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>"), vocabulary.Count);
        IEnumerable<string> results = merges.Select(merge => merge.Replace(" ", "", StringComparison.Ordinal));
        foreach (string text in (string[])[.. merges.SelectMany(merge => merge.Split(' ')), .. results])
            foreach (string token in (string[])[.. text.EnumerateRunes().Select(rune => rune.ToString()), text])
                if (!vocabulary.ContainsKey(token)) vocabulary.Add(token, vocabulary.Count);
        JsonObject file = File(new JsonObject
        {
            ["type"] = "BPE",
            ["unk_token"] = "<unk>",
            ["fuse_unk"] = true,
            ["byte_fallback"] = true,
            ["vocab"] = vocabulary,
            ["merges"] = Strings(merges),
        });
        file["normalizer"] = JsonNode.Parse("{\"type\":\"Sequence\",\"normalizers\":[{\"type\":\"Prepend\",\"prepend\":\"\u2581\"},"
            + "{\"type\":\"Replace\",\"pattern\":{\"String\":\" \"},\"content\":\"\u2581\"}]}");
        file["decoder"] = JsonNode.Parse("{\"type\":\"Sequence\",\"decoders\":[{\"type\":\"Replace\",\"pattern\":{\"String\":\"\u2581\"},\"content\":\" \"},"
            + "{\"type\":\"ByteFallback\"},{\"type\":\"Fuse\"},{\"type\":\"Strip\",\"content\":\" \",\"start\":1,\"stop\":0}]}");
        file["added_tokens"] = new JsonArray(Added(0, "<unk>", special: true), Added(1, "<s>", special: true), Added(2, "</s>", special: true));
        return file;
    }

    /// <summary>BERT's normalizer and pre-tokenizer with a few pieces.</summary>
    public static JsonObject WordPiece(params string[] pieces)
    {
        string[] all = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", .. pieces];
        var vocabulary = new JsonObject();
        foreach (string piece in all) vocabulary.Add(piece, vocabulary.Count);
        JsonObject file = File(new JsonObject
        {
            ["type"] = "WordPiece",
            ["unk_token"] = "[UNK]",
            ["continuing_subword_prefix"] = "##",
            ["max_input_chars_per_word"] = 20,
            ["vocab"] = vocabulary,
        });
        file["normalizer"] = JsonNode.Parse(
            "{\"type\":\"BertNormalizer\",\"clean_text\":true,\"handle_chinese_chars\":true,\"strip_accents\":null,\"lowercase\":true}");
        file["pre_tokenizer"] = JsonNode.Parse("{\"type\":\"BertPreTokenizer\"}");
        file["decoder"] = JsonNode.Parse("{\"type\":\"WordPiece\",\"prefix\":\"##\",\"cleanup\":true}");
        file["post_processor"] = JsonNode.Parse("{\"type\":\"BertProcessing\",\"sep\":[\"[SEP]\",3],\"cls\":[\"[CLS]\",2]}");
        file["added_tokens"] = new JsonArray(Added(2, "[CLS]", special: true), Added(3, "[SEP]", special: true));
        return file;
    }

    /// <summary>A unigram model; the piece 0 is unknown.</summary>
    public static JsonObject Unigram(bool byteFallback, params (string Piece, double Score)[] pieces)
    {
        var vocabulary = new JsonArray(new JsonArray("<unk>", 0.0));
        foreach ((string piece, double score) in pieces) vocabulary.Add(new JsonArray(piece, score));
        JsonObject file = File(new JsonObject { ["type"] = "Unigram", ["unk_id"] = 0, ["byte_fallback"] = byteFallback, ["vocab"] = vocabulary });
        file["pre_tokenizer"] = JsonNode.Parse("{\"type\":\"Metaspace\",\"replacement\":\"\u2581\",\"prepend_scheme\":\"always\",\"split\":true}");
        file["decoder"] = file["pre_tokenizer"]!.DeepClone();
        return file;
    }

    /// <summary>A model whose tokens are the pieces of text themselves: all of those that a test expects.</summary>
    public static JsonObject WordLevel(params string[] words)
    {
        var vocabulary = new JsonObject { ["[UNK]"] = 0 };
        foreach (string word in words.Distinct()) vocabulary.Add(word, vocabulary.Count);
        return File(new JsonObject { ["type"] = "WordLevel", ["unk_token"] = "[UNK]", ["vocab"] = vocabulary });
    }

    public static JsonObject Added(int id, string content, bool special, bool word = false, bool left = false, bool right = false,
        bool normalized = false) => new()
        {
            ["id"] = id,
            ["content"] = content,
            ["single_word"] = word,
            ["lstrip"] = left,
            ["rstrip"] = right,
            ["normalized"] = normalized,
            ["special"] = special,
        };

    public static HuggingFaceTokenizer Load(JsonObject file, HuggingFaceTokenizerOptions? options = null) =>
        HuggingFaceTokenizer.Parse(Bytes(file), options: options);

    public static byte[] Bytes(JsonObject file) => Encoding.UTF8.GetBytes(file.ToJsonString());

    /// <summary>Returns the spellings of a text's tokens.</summary>
    public static string[] Spellings(HuggingFaceTokenizer tokenizer, string text) => [.. tokenizer.Encode(text).Select(id => tokenizer.SpellingOf(id)!)];

    /// <summary>Random text of many scripts, spaces and digits, with characters outside of the basic plane.</summary>
    public static string RandomText(Random random, int length)
    {
        (int First, int Last)[] ranges =
        [
            (' ', '~'), ('a', 'z'), ('A', 'Z'), (0xA0, 0x24F),
            (0x300, 0x36F), (0x370, 0x52F), (0x5D0, 0x6FF), (0x900, 0x97F), (0xE00, 0xE7F), (0x1E00, 0x1FFF),
            (0x2000, 0x206F), (0x2070, 0x2BFF), (0x3040, 0x30FF), (0x3095, 0x30A0), (0x4E00, 0x4FFF),
            (0x9F90, 0x9FFF), (0xAC00, 0xADFF), (0xFF00, 0xFFEF), (0x10400, 0x1044F),
            (0x1D400, 0x1D7FF), (0x1F300, 0x1F6FF), (0x20000, 0x200FF), (0, 0x1F), (0x7F, 0x9F), (0xE000, 0xE010), (0x1F88, 0x1FAF),
        ];
        var text = new StringBuilder();
        for (int i = 0; i < length; i++)
        {
            if (random.Next(4) == 0)
            {
                text.Append(" \n\r\t'.-/ 0sS"[random.Next(12)]);
                if (random.Next(3) == 0) text.Append((string[])["'re", "'LL", "  ", "\r\n", "'\u017F", "12345", "\u00A0"], random.Next(7));
                continue;
            }
            (int first, int last) = ranges[random.Next(ranges.Length)];
            text.Append(char.ConvertFromUtf32(random.Next(first, last + 1)));
        }
        return text.ToString();
    }

    private static void Append(this StringBuilder text, string[] choices, int index) => text.Append(choices[index]);

    private static JsonArray Strings(string[] items) => new([.. items.Select(item => (JsonNode)item)]);

    private static JsonObject File(JsonObject model) => new()
    {
        ["version"] = "1.0",
        ["truncation"] = null,
        ["padding"] = null,
        ["added_tokens"] = new JsonArray(),
        ["normalizer"] = null,
        ["pre_tokenizer"] = null,
        ["post_processor"] = null,
        ["decoder"] = null,
        ["model"] = model,
    };
}
