using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace DataCuration.Tokenization;

/// <summary>Writes the <c>tokenizer.json</c> of a byte-level encoding, with the parts and the order of Llama 3's file.</summary>
internal static class ByteLevelFile
{
    /// <summary>The options of all files that this library writes.</summary>
    public static readonly JsonWriterOptions JsonOptions = new()
    {
        Indented = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Returns the file.</summary>
    /// <param name="splitting">The splitting into words.</param>
    /// <param name="normalization">The normal form.</param>
    /// <param name="vocabulary">The tokens and merges.</param>
    public static ReadOnlyMemory<byte> Write(BpeSplitting splitting, TextNormalization normalization, ByteVocabulary vocabulary)
    {
        var buffer = new ArrayBufferWriter<byte>(64 * vocabulary.Size);
        using (var json = new Utf8JsonWriter(buffer, JsonOptions))
        {
            json.WriteStartObject();
            json.WriteString("version", "1.0");
            json.WriteNull("truncation");
            json.WriteNull("padding");
            json.WriteStartArray("added_tokens");
            for (int id = 0; id < vocabulary.SpecialTokens.Count; id++) WriteSpecial(json, id, vocabulary.SpecialTokens[id]);
            json.WriteEndArray();
            json.WritePropertyName("normalizer");
            WriteNormalizer(json, normalization == TextNormalization.None && splitting.Compose ? TextNormalization.Nfc : normalization);
            WritePreTokenizer(json, splitting.Pattern);
            json.WritePropertyName("post_processor");
            WriteByteLevel(json, addsSpace: true, trims: false, splits: true);
            json.WritePropertyName("decoder");
            WriteByteLevel(json, addsSpace: true, trims: true, splits: true);
            WriteModel(json, vocabulary);
            json.WriteEndObject();
        }
        return buffer.WrittenMemory;
    }

    /// <summary>Returns the characters by which a vocabulary spells bytes.</summary>
    public static string SpellingOf(ReadOnlySpan<byte> bytes)
    {
        var spelling = new StringBuilder(bytes.Length);
        foreach (byte value in bytes) spelling.Append((char)ByteAlphabet.PointOf(value));
        return spelling.ToString();
    }

    private static void WriteSpecial(Utf8JsonWriter json, int id, string content)
    {
        json.WriteStartObject();
        json.WriteNumber("id", id);
        json.WriteString("content", content);
        json.WriteBoolean("single_word", false);
        json.WriteBoolean("lstrip", false);
        json.WriteBoolean("rstrip", false);
        json.WriteBoolean("normalized", false);
        json.WriteBoolean("special", true);
        json.WriteEndObject();
    }

    private static void WriteNormalizer(Utf8JsonWriter json, TextNormalization normalization)
    {
        if (normalization == TextNormalization.None)
        {
            json.WriteNullValue();
            return;
        }
        json.WriteStartObject();
        if (normalization != TextNormalization.NfkcLowercase) json.WriteString("type", normalization == TextNormalization.Nfc ? "NFC" : "NFKC");
        else
        {
            json.WriteString("type", "Sequence");
            json.WriteStartArray("normalizers");
            foreach (string type in (ReadOnlySpan<string>)["NFKC", "Lowercase"])
            {
                json.WriteStartObject();
                json.WriteString("type", type);
                json.WriteEndObject();
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static void WritePreTokenizer(Utf8JsonWriter json, string pattern)
    {
        json.WriteStartObject("pre_tokenizer");
        json.WriteString("type", "Sequence");
        json.WriteStartArray("pretokenizers");
        json.WriteStartObject();
        json.WriteString("type", "Split");
        json.WriteStartObject("pattern");
        json.WriteString("Regex", pattern);
        json.WriteEndObject();
        json.WriteString("behavior", "Isolated");
        json.WriteBoolean("invert", false);
        json.WriteEndObject();
        WriteByteLevel(json, addsSpace: false, trims: true, splits: false);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void WriteByteLevel(Utf8JsonWriter json, bool addsSpace, bool trims, bool splits)
    {
        json.WriteStartObject();
        json.WriteString("type", "ByteLevel");
        json.WriteBoolean("add_prefix_space", addsSpace);
        json.WriteBoolean("trim_offsets", trims);
        json.WriteBoolean("use_regex", splits);
        json.WriteEndObject();
    }

    private static void WriteModel(Utf8JsonWriter json, ByteVocabulary vocabulary)
    {
        json.WriteStartObject("model");
        json.WriteString("type", "BPE");
        json.WriteNull("dropout");
        json.WriteNull("unk_token");
        json.WriteNull("continuing_subword_prefix");
        json.WriteNull("end_of_word_suffix");
        json.WriteBoolean("fuse_unk", false);
        json.WriteBoolean("byte_fallback", false);
        json.WriteBoolean("ignore_merges", false);
        json.WriteStartObject("vocab");
        for (int id = 0; id < vocabulary.SpecialTokens.Count; id++) json.WriteNumber(vocabulary.SpecialTokens[id], id);
        for (int id = vocabulary.SpecialTokens.Count; id < vocabulary.Size; id++) json.WriteNumber(SpellingOf(vocabulary.Tokens[id]), id);
        json.WriteEndObject();
        // A text of two tokens, as all versions of the reference read it. Spellings of bytes have no blank.
        json.WriteStartArray("merges");
        foreach ((int left, int right) in vocabulary.Merges)
            json.WriteStringValue($"{SpellingOf(vocabulary.Tokens[left])} {SpellingOf(vocabulary.Tokens[right])}");
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
