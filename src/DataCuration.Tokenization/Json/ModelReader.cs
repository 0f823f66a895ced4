using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace DataCuration.Tokenization;

/// <summary>Reads the model of a <c>tokenizer.json</c>.</summary>
/// <param name="isBytes">True if a byte-pair model gets pieces as bytes, if its vocabulary has all of them.</param>
internal sealed class ModelReader(bool isBytes)
{
    /// <summary>
    /// Ids may have gaps, which added tokens or unused ones fill. Arrays go up to the largest one, so a damaged id must not take more memory than the
    /// entries of the vocabulary could.
    /// </summary>
    private const int IdsPerEntry = 16, IdSlack = 1024;

    private byte[] buffer = new byte[256], second = new byte[256];

    /// <summary>True if the model takes bytes as they are.</summary>
    public bool TakesBytes { get; private set; }

    /// <summary>Reads a model.</summary>
    /// <param name="part">The model.</param>
    public TokenModel Read(JsonPart part)
    {
        return (part.Type ?? Guess(part)) switch
        {
            "BPE" => Bpe(part),
            "Unigram" => Unigram(part),
            "WordPiece" => WordPiece(part),
            "WordLevel" => WordLevel(part),
            string other => throw part["type"].Unsupported($"'{other}', which this library does not have"),
        };
    }

    // Files of older versions have no type. The reference tries the kinds in an order that this one gives the same results as.
    private static string Guess(JsonPart part) => !part["merges"].IsNull ? "BPE"
        : part["vocab"].Element.ValueKind == JsonValueKind.Array ? "Unigram"
        : !part["continuing_subword_prefix"].IsNull ? "WordPiece" : "WordLevel";

    private BpeModel Bpe(JsonPart part)
    {
        part.RequireOnly("type", "dropout", "unk_token", "continuing_subword_prefix", "end_of_word_suffix", "fuse_unk", "byte_fallback", "ignore_merges",
            "vocab", "merges");
        if (!part["dropout"].IsNull && part["dropout"].Element.ValueKind != JsonValueKind.Number)
            throw part["dropout"].Invalid("not a number");
        if (!part["dropout"].IsNull && part["dropout"].Element.GetDouble() != 0) throw part["dropout"].Unsupported("not 0, so texts have no fixed tokens");
        TokenTable tokens = Vocabulary(part["vocab"]);
        byte[] prefix = Encoding.UTF8.GetBytes(part["continuing_subword_prefix"].OptionalText() ?? "");
        MergeTable merges = Merges(part["merges"], tokens, prefix.Length);
        var settings = new BpeSettings
        {
            Unknown = OptionalToken(part["unk_token"], tokens),
            FusesUnknown = part["fuse_unk"].Flag(false),
            ByteTokens = part["byte_fallback"].Flag(false) ? ByteTokens(tokens) : null,
            IgnoresMerges = part["ignore_merges"].Flag(false),
            ContinuingPrefix = prefix,
            EndSuffix = Encoding.UTF8.GetBytes(part["end_of_word_suffix"].OptionalText() ?? ""),
        };
        TakesBytes = isBytes && prefix.Length == 0 && settings.EndSuffix.Length == 0 && HasAllBytes(tokens);
        return new BpeModel(tokens, merges, settings with { IsBytes = TakesBytes });
    }

    private static bool HasAllBytes(TokenTable tokens)
    {
        Span<byte> spelling = stackalloc byte[4];
        for (int value = 0; value < 256; value++)
            if (tokens.Find(spelling[..CodePoints.Encode(ByteAlphabet.PointOf((byte)value), spelling)]) < 0) return false;
        return true;
    }

    private UnigramModel Unigram(JsonPart part)
    {
        part.RequireOnly("type", "unk_id", "vocab", "byte_fallback");
        var tokens = new TokenTable();
        var scores = new List<double>();
        JsonElement vocabulary = part["vocab"].Element;
        if (vocabulary.ValueKind != JsonValueKind.Array) throw part["vocab"].Invalid("not a list");
        tokens.Reserve(vocabulary.GetArrayLength(), 0);
        foreach (JsonElement pair in vocabulary.EnumerateArray())
        {
            if (pair.ValueKind != JsonValueKind.Array || pair.GetArrayLength() != 2 || pair[0].ValueKind != JsonValueKind.String
                || pair[1].ValueKind != JsonValueKind.Number || !pair[1].TryGetDouble(out double score) || !double.IsFinite(score))
                throw part["vocab"].Invalid($"not a list of pairs of token and score (item {scores.Count})");
            tokens.Set(JsonTexts.Unescape(JsonPart.RawText(pair[0]), ref buffer), scores.Count);
            scores.Add(score);
        }
        int unknown = part["unk_id"].IsNull ? -1 : part["unk_id"].Number();
        if (unknown >= scores.Count) throw part["unk_id"].Invalid($"{unknown}, but there are {scores.Count} tokens");
        return new UnigramModel(tokens, [.. scores], unknown, part["byte_fallback"].Flag(false) ? ByteTokens(tokens) : null);
    }

    private WordPieceModel WordPiece(JsonPart part)
    {
        part.RequireOnly("type", "unk_token", "continuing_subword_prefix", "max_input_chars_per_word", "vocab");
        TokenTable tokens = Vocabulary(part["vocab"]);
        return new WordPieceModel(tokens, RequiredToken(part["unk_token"], tokens, "[UNK]"),
            Encoding.UTF8.GetBytes(part["continuing_subword_prefix"].OptionalText() ?? "##"),
            part["max_input_chars_per_word"].IsNull ? 100 : part["max_input_chars_per_word"].Number());
    }

    private WordLevelModel WordLevel(JsonPart part)
    {
        part.RequireOnly("type", "unk_token", "vocab");
        TokenTable tokens = Vocabulary(part["vocab"]);
        return new WordLevelModel(tokens, RequiredToken(part["unk_token"], tokens, "<unk>"));
    }

    private TokenTable Vocabulary(JsonPart part)
    {
        if (part.Element.ValueKind != JsonValueKind.Object) throw part.Invalid("not an object from tokens to ids");
        var tokens = new TokenTable();
        int entries = part.Element.GetPropertyCount();
        long limit = IdSlack + (long)IdsPerEntry * entries;
        tokens.Reserve(entries, 0);
        // A reader of the raw text is several times as fast as elements.
        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(part.Element));
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            ReadOnlySpan<byte> spelling = JsonTexts.Unescape(reader.ValueSpan, ref buffer);
            reader.Read();
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int id) || id < 0)
                throw part.Invalid($"without an id for '{Encoding.UTF8.GetString(spelling)}'");
            if (id >= limit)
                throw part.Invalid(string.Create(CultureInfo.InvariantCulture,
                    $"with the id {id} for '{Encoding.UTF8.GetString(spelling)}', which is not below {limit} ({IdSlack} and {IdsPerEntry} for each entry)"));
            if (tokens.Has(id) && !tokens[id].SequenceEqual(spelling))
                throw part.Invalid($"with the id {id.ToString(CultureInfo.InvariantCulture)} for two tokens");
            tokens.Set(spelling, id);
        }
        return tokens;
    }

    private MergeTable Merges(JsonPart part, TokenTable tokens, int prefixLength)
    {
        if (part.Element.ValueKind != JsonValueKind.Array) throw part.Invalid("not a list");
        int count = part.Element.GetArrayLength(), rank = 0;
        int[] lefts = new int[count], rights = new int[count], results = new int[count];
        var reader = new Utf8JsonReader(JsonMarshal.GetRawUtf8Value(part.Element));
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            ReadOnlySpan<byte> left, right;
            if (reader.TokenType == JsonTokenType.String)
            {
                ReadOnlySpan<byte> both = JsonTexts.Unescape(reader.ValueSpan, ref buffer);
                int space = both.IndexOf((byte)' ');
                if (space < 0 || both[(space + 1)..].Contains((byte)' ')) throw part.Invalid($"not a list of two tokens each (item {rank})");
                left = both[..space];
                right = both[(space + 1)..];
            }
            else
            {
                bool isPair = reader.TokenType == JsonTokenType.StartArray && reader.Read() && reader.TokenType == JsonTokenType.String;
                left = isPair ? JsonTexts.Unescape(reader.ValueSpan, ref buffer) : default;
                isPair = isPair && reader.Read() && reader.TokenType == JsonTokenType.String;
                right = isPair ? JsonTexts.Unescape(reader.ValueSpan, ref second) : default;
                if (!isPair || !reader.Read() || reader.TokenType != JsonTokenType.EndArray)
                    throw part.Invalid($"not a list of two tokens each (item {rank})");
            }
            lefts[rank] = tokens.Find(left);
            rights[rank] = tokens.Find(right);
            results[rank] = right.Length < prefixLength ? -1 : tokens.FindJoined(left, right[prefixLength..]);
            if (lefts[rank] < 0 || rights[rank] < 0 || results[rank] < 0)
                throw part.Invalid($"wrong: '{Encoding.UTF8.GetString(left)}' and '{Encoding.UTF8.GetString(right)}' or both together are not in the "
                    + $"vocabulary (item {rank})");
            rank++;
        }
        return new MergeTable(lefts, rights, results);
    }

    private static int[] ByteTokens(TokenTable tokens)
    {
        int[] ids = new int[256];
        for (int value = 0; value < 256; value++)
            ids[value] = tokens.Find(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>")));
        return ids;
    }

    private static int OptionalToken(JsonPart part, TokenTable tokens)
    {
        if (part.OptionalText() is not { } text) return -1;
        int id = tokens.Find(Encoding.UTF8.GetBytes(text));
        return id >= 0 ? id : throw part.Invalid($"'{text}', which is not in the vocabulary");
    }

    private static int RequiredToken(JsonPart part, TokenTable tokens, string missing)
    {
        string text = part.OptionalText() ?? missing;
        int id = tokens.Find(Encoding.UTF8.GetBytes(text));
        return id >= 0 ? id : throw part.Invalid($"'{text}', which is not in the vocabulary");
    }
}
