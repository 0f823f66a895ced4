using System.Text;
using DataCuration.Tokenization;

namespace DataCuration.TestKit;

/// <summary>Damages tokenizer files and uses what can still be read.</summary>
internal static class TokenizerMutations
{
    /// <summary>The bytes that reading and using a damaged small file may allocate.</summary>
    private const long MostAllocated = 64_000_000;

    private static readonly string[] Words =
    [
        "null", "true", "-1", "0", "1e9", "2147483647", "\"\"", "[]", "{}", "\"type\"", "\"vocab\"", "\"BPE\"", "\"Unigram\"", "\"Sequence\"",
        "\"\\ud800\"", "\\u0000", "\"Regex\"", "(", ")*", "[^", "{1000}", "\\\\p{L}", "\"ByteLevel\"", "\"Metaspace\"",
    ];

    /// <summary>Small files of all models, with most of the parts.</summary>
    public static byte[][] Small { get; } =
    [
        Bytes("null", "null", """{"type":"Sequence","decoders":[{"type":"ByteFallback"},{"type":"Fuse"},{"type":"Strip","content":" ","""
                + "\"start\":1,\"stop\":0}]}",
            """{"type":"BPE","unk_token":"<unk>","fuse_unk":true,"byte_fallback":true,"vocab":{"<unk>":0,"a":1,"b":2,"ab":3,"""
                + "\"c\":4,\"abc\":5,\"<0x0A>\":6},\"merges\":[\"a b\",\"ab c\"]}"),
        Bytes("""{"type":"NFKC"}""",
            """{"type":"Sequence","pretokenizers":[{"type":"Split","""
                + "\"pattern\":{\"Regex\":\"(?i:'s)| ?\\\\p{L}+|\\\\s+(?!\\\\S)|[^\\\\s\\\\p{L}]{1,3}\"},\"behavior\":\"Isolated\",\"invert\":false},"
                + """{"type":"ByteLevel","add_prefix_space":false,"trim_offsets":true,"use_regex":false}]}""",
            """{"type":"ByteLevel"}""",
            """{"type":"BPE","unk_token":null,"continuing_subword_prefix":"","end_of_word_suffix":"","ignore_merges":true,"""
                + "\"vocab\":{\"a\":0,\"b\":1,\"Ġ\":2,\"Ġa\":3,\"Ġab\":4},\"merges\":[[\"Ġ\",\"a\"],[\"Ġa\",\"b\"]]}"),
        Bytes("""{"type":"BertNormalizer","clean_text":true,"handle_chinese_chars":true,"strip_accents":null,"lowercase":true}""",
            """{"type":"BertPreTokenizer"}""",
            """{"type":"WordPiece","prefix":"##","cleanup":true}""",
            """{"type":"WordPiece","unk_token":"[UNK]","continuing_subword_prefix":"##","max_input_chars_per_word":100,"""
                + "\"vocab\":{\"[UNK]\":0,\"a\":1,\"##b\":2,\"##bc\":3}}"),
        Bytes("""{"type":"Sequence","normalizers":[{"type":"Precompiled","""
                + "\"precompiled_charsmap\":\"EAAAAAAAAACBgAAAAQAAgAAAAABhYgA=\"},{\"type\":\"Replace\",\"pattern\":{\"Regex\":\" {2,}\"},"
                + "\"content\":\"▁\"}]}",
            """{"type":"Metaspace","replacement":"▁","prepend_scheme":"first","split":true}""",
            """{"type":"Metaspace","replacement":"▁","prepend_scheme":"always","split":true}""",
            """{"type":"Unigram","unk_id":0,"byte_fallback":false,"vocab":[["<unk>",0.0],["▁",-1.5],["a",-2.5],["▁ab",-3.25],"""
                + """["b",-2.75]]}"""),
        Bytes("""{"type":"Lowercase"}""", """{"type":"Whitespace"}""", "null", """{"type":"WordLevel","unk_token":"?","vocab":{"?":0,"ab":1}}"""),
    ];

    /// <summary>Returns one of some files with a few changes that depend on the seed only.</summary>
    public static byte[] Mutate(byte[][] files, int seed)
    {
        var random = new Random(seed);
        byte[] file = files[random.Next(files.Length)];
        for (int changes = random.Next(1, 3); changes > 0 && file.Length > 1; changes--)
        {
            int at = random.Next(file.Length), length = random.Next(1, Math.Min(64, file.Length - at + 1));
            byte[] word = Encoding.UTF8.GetBytes(Words[random.Next(Words.Length)]);
            file = random.Next(8) switch
            {
                0 => [.. file[..at], (byte)random.Next(256), .. file[(at + 1)..]],
                1 => [.. file[..at], (byte)"0123456789-{}[]\",:\\"[random.Next(19)], .. file[(at + 1)..]],
                2 => file[..at],
                3 => [.. file[..at], .. file[(at + length)..]],
                4 => [.. file[..at], .. file[at..(at + length)], .. file[at..]],
                5 => [.. file[..at], .. word, .. file[at..]],
                6 => ReplaceValue(file, at, word),
                _ => ReplaceNumber(file, at, random),
            };
        }
        return file;
    }

    /// <summary>Reads a file and uses it. Any exception but the two that are documented is a fault.</summary>
    /// <param name="file">The file.</param>
    /// <param name="reason">The reason why it was refused; otherwise the kind of its model.</param>
    /// <returns>True if it was read.</returns>
    public static bool TryUse(byte[] file, out string reason)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        bool isRead = true;
        try
        {
            reason = Use(file);
        }
        catch (Exception e) when (e is InvalidDataException or NotSupportedException)
        {
            reason = e.Message;
            isRead = false;
        }
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        if (file.Length < 10_000 && allocated > MostAllocated)
            throw new InvalidOperationException($"A file of {file.Length} bytes took {allocated} bytes of memory.");
        return isRead;
    }

    private static string Use(byte[] file)
    {
        HuggingFaceTokenizer tokenizer = HuggingFaceTokenizer.Parse(file, "damaged", new() { SpecialTokens = SpecialTokenParsing.Parse });
        foreach (string text in (string[])["", "abc ab  a\u0301b's <s> \u65E5\u672C\U0001F600\n", "aaaa bbbb\u00E9 \u0000 ab\tABC 123"])
        {
            int[] tokens = tokenizer.Encode(text);
            tokenizer.Decode(tokens);
            tokenizer.EncodeWithOffsets(Encoding.UTF8.GetBytes(text), []);
            tokenizer.DecodeToUtf8(tokens);
            if (tokenizer.HasSpans) CheckSpans(tokenizer, Encoding.UTF8.GetBytes(text));
            if (tokens.Any(id => id < 0 || id >= tokenizer.VocabularySize)) throw new InvalidOperationException("An id is outside of the vocabulary.");
        }
        return tokenizer.ModelKind;
    }

    private static void CheckSpans(HuggingFaceTokenizer tokenizer, byte[] text)
    {
        List<int> tokens = [], lengths = [];
        tokenizer.EncodeSpans(text, tokens, lengths);
        if (tokens.Count != lengths.Count || lengths.Sum() != text.Length || lengths.Any(length => length < 0))
            throw new InvalidOperationException("The lengths of tokens do not add up to the text.");
    }

    private static byte[] ReplaceValue(byte[] file, int at, byte[] value)
    {
        int start = Array.IndexOf(file, (byte)':', at) + 1;
        int end = start;
        while (end < file.Length && file[end] is not ((byte)',' or (byte)'}' or (byte)']')) end++;
        return [.. file[..start], .. value, .. file[end..]];
    }

    private static byte[] ReplaceNumber(byte[] file, int at, Random random)
    {
        int start = Array.FindIndex(file, at, static value => value is >= (byte)'0' and <= (byte)'9');
        if (start < 0) return file;
        int number = random.Next(3) == 0 ? random.Next() : random.Next(100);
        return [.. file[..start], .. Encoding.ASCII.GetBytes(number.ToString(System.Globalization.CultureInfo.InvariantCulture)), .. file[(start + 1)..]];
    }

    private static byte[] Bytes(string normalizer, string preTokenizer, string decoder, string model) => Encoding.UTF8.GetBytes(
        "{\"version\":\"1.0\",\"truncation\":null,\"padding\":null,\"added_tokens\":[{\"id\":50,\"content\":\"<s>\",\"single_word\":false,\"lstrip\":true,"
        + "\"rstrip\":false,\"normalized\":false,\"special\":true},{\"id\":51,\"content\":\"Ab\",\"single_word\":true,\"lstrip\":false,\"rstrip\":true,"
        + "\"normalized\":true,\"special\":false}],"
        + $"\"normalizer\":{normalizer},\"pre_tokenizer\":{preTokenizer},\"post_processor\":{{\"type\":\"ByteLevel\"}},"
        + $"\"decoder\":{decoder},\"model\":{model}}}");
}
