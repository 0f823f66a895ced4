using System.Globalization;
using System.Text.Json;

namespace DataCuration.Models;

/// <summary>Reads what a GGUF file needs from a <c>tokenizer.json</c>: tokens, merges and the rules around them. Refuses what llama.cpp cannot do.</summary>
internal static class TokenizerJson
{
    private const long MaxBytes = 1 << 30; // the largest real one has about 40 MB
    private const int MaxId = 1 << 24; // our choice; the largest real vocabularies have 2^18 tokens
    private const string Space = "▁"; // U+2581, as in SentencePiece

    public static GgufTokenizer Read(IFileStore files, string path, string? preTokenizer)
    {
        using JsonDocument document = StrictJson.Parse(StrictJson.ReadFile(files, path, MaxBytes), path);
        var root = new JsonFields(document.RootElement, path);
        JsonFields model = root.Object("model") ?? throw root.Missing("model");
        CheckModel(model);
        bool hasByteFallback = model.Bool("byte_fallback", false);
        List<string?> tokens = ReadVocabulary(model);
        var types = new List<GgufTokenType>(Enumerable.Repeat(GgufTokenType.Unused, tokens.Count));
        string? unknown = model.Text("unk_token");
        for (int id = 0; id < tokens.Count; id++) types[id] = TypeOf(tokens[id], unknown, hasByteFallback);
        ReadAddedTokens(root, tokens, types);
        string[] all = [.. tokens.Select((token, id) => token ?? GgufTokenizer.Unused(id))];
        (string Left, string Right)[] merges = ReadMerges(model);
        (int? begin, bool addsBegin) = StartToken.ReadBegin(root, all.Length);
        int unknownId = unknown is null ? -1 : Array.IndexOf(all, unknown);
        var tokenizer = new GgufTokenizer
        {
            Model = hasByteFallback ? GgufTokenizer.SentencePieceModel : GgufTokenizer.ByteLevelModel,
            PreTokenizer = "default",
            Tokens = all,
            Types = types,
            BeginTokenId = begin,
            AddsBegin = addsBegin,
            UnknownTokenId = unknownId < 0 ? null : unknownId,
        };
        if (hasByteFallback)
        {
            bool addsSpace = SpaceRules.Check(root);
            if (FallbackBytes.FirstMissing(all) is { } missing)
                throw ModelFileException.In(path, $"field 'model.vocab' lacks the byte token '{missing}'; llama.cpp needs all 256 for byte fallback.");
            return tokenizer with { PreTokenizer = preTokenizer ?? "default", Scores = Scores(all, merges), AddsSpacePrefix = addsSpace };
        }
        CheckNormalizer(root);
        return tokenizer with
        {
            PreTokenizer = preTokenizer ?? PreTokenizers.Recognize(root, model.Bool("ignore_merges", false)),
            Merges = [.. merges.Select(merge => $"{merge.Left} {merge.Right}")],
        };
    }

    private static void CheckModel(JsonFields model)
    {
        if (!model.TryGet("type", out JsonElement type)) throw model.Missing("type");
        if (model.Text("type") != "BPE") throw model.Unsupported("type", type, "only byte pairs (BPE) are");
        if (model.TryGet("dropout", out JsonElement dropout)) throw model.Unsupported("dropout", dropout, "the same text must always have the same tokens");
        foreach (string name in (ReadOnlySpan<string>)["continuing_subword_prefix", "end_of_word_suffix"])
            if (model.Text(name) is { Length: > 0 } && model.TryGet(name, out JsonElement value))
                throw model.Unsupported(name, value, "llama.cpp has no such marks");
    }

    private static List<string?> ReadVocabulary(JsonFields model)
    {
        if (!model.TryGet("vocab", out JsonElement vocabulary)) throw model.Missing("vocab");
        if (vocabulary.ValueKind != JsonValueKind.Object) throw model.Wrong("vocab", vocabulary, "an object");
        var tokens = new List<string?>();
        // Ids may have gaps, which added tokens or unused ones fill. A damaged id must not allocate more than its file could hold.
        int limit = Math.Min(MaxId, 1024 + 16 * vocabulary.GetPropertyCount());
        foreach (JsonProperty entry in vocabulary.EnumerateObject())
        {
            string token = StrictJson.Name(entry, model.Path);
            if (entry.Value.ValueKind != JsonValueKind.Number || !entry.Value.TryGetInt32(out int id) || id < 0 || id >= limit)
            {
                throw ModelFileException.In(model.Path,
                    $"token '{ModelFileException.Show(token)}' has the id {ModelFileException.Show(entry.Value.GetRawText())}.");
            }
            Put(tokens, id, token, model.Path);
        }
        if (tokens.Count == 0) throw ModelFileException.In(model.Path, "field 'model.vocab' has no tokens.");
        return tokens;
    }

    private static void Put(List<string?> tokens, int id, string token, string path)
    {
        while (tokens.Count <= id) tokens.Add(null);
        if (tokens[id] is { } other && other != token)
            throw ModelFileException.In(path, $"'{ModelFileException.Show(other)}' and '{ModelFileException.Show(token)}' have the same id {id}.");
        tokens[id] = token;
    }

    private static GgufTokenType TypeOf(string? token, string? unknown, bool hasByteFallback)
    {
        if (token is null) return GgufTokenType.Unused;
        if (!hasByteFallback) return ByteAlphabet.Contains(token) ? GgufTokenType.Normal : GgufTokenType.Unused;
        if (token == unknown) return GgufTokenType.Unknown;
        bool isByte = token.Length == 6 && token.StartsWith("<0x", StringComparison.Ordinal) && token[5] == '>'
            && byte.TryParse(token.AsSpan(3, 2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out _);
        return isByte ? GgufTokenType.Byte : GgufTokenType.Normal;
    }

    private static void ReadAddedTokens(JsonFields root, List<string?> tokens, List<GgufTokenType> types)
    {
        if (!root.TryGet("added_tokens", out JsonElement added)) return;
        if (added.ValueKind != JsonValueKind.Array) throw root.Wrong("added_tokens", added, "an array");
        int limit = Math.Min(MaxId, tokens.Count + 1024 + 16 * added.GetArrayLength());
        foreach (JsonElement element in added.EnumerateArray())
        {
            if (element.ValueKind != JsonValueKind.Object) throw root.Wrong("added_tokens", element, "an object");
            var fields = new JsonFields(element, root.Path, "added_tokens.");
            int id = fields.Int("id", 0);
            string content = fields.Text("content") ?? throw fields.Missing("content");
            if (id >= limit) throw ModelFileException.In(root.Path, $"added token '{ModelFileException.Show(content)}' has the id {id}.");
            Put(tokens, id, content, root.Path);
            while (types.Count < tokens.Count) types.Add(GgufTokenType.Unused);
            if (types[id] == GgufTokenType.Unknown) continue;
            types[id] = fields.Bool("special", false) ? GgufTokenType.Control : GgufTokenType.UserDefined;
        }
    }

    private static (string Left, string Right)[] ReadMerges(JsonFields model)
    {
        if (!model.TryGet("merges", out JsonElement merges)) throw model.Missing("merges");
        if (merges.ValueKind != JsonValueKind.Array) throw model.Wrong("merges", merges, "an array");
        var pairs = new (string, string)[merges.GetArrayLength()];
        int i = 0;
        foreach (JsonElement merge in merges.EnumerateArray())
        {
            if (merge.ValueKind == JsonValueKind.Array && merge.GetArrayLength() == 2)
            {
                pairs[i] = (StrictJson.Text(merge[0], model.Path, "model.merges"), StrictJson.Text(merge[1], model.Path, "model.merges"));
            }
            else
            {
                string text = StrictJson.Text(merge, model.Path, "model.merges");
                int space = text.IndexOf(' ', StringComparison.Ordinal);
                if (space <= 0 || space == text.Length - 1) throw model.Wrong("merges", merge, "two tokens with a space between them");
                pairs[i] = (text[..space], text[(space + 1)..]);
            }
            if (pairs[i].Item1.Length == 0 || pairs[i].Item2.Length == 0 || pairs[i].Item1.Contains(' ', StringComparison.Ordinal)
                || pairs[i].Item2.Contains(' ', StringComparison.Ordinal))
                throw model.Wrong("merges", merge, "two tokens without spaces");
            i++;
        }
        return pairs;
    }

    // Of two merges, llama.cpp makes the one with the higher score of its result, and Hugging Face's tokenizers the earlier one. In tokenizers that were made
    // from a SentencePiece model, all merges of a token follow each other. Then the rank of the first merge of each token gives both the same order.
    private static float[] Scores(string[] tokens, (string Left, string Right)[] merges)
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        int rank = 0;
        foreach ((string left, string right) in merges)
            if (first.TryAdd(left + right, rank + 1)) rank++;
        return [.. tokens.Select(token => first.TryGetValue(token, out int own) ? -own : 0f)];
    }

    private static void CheckNormalizer(JsonFields root)
    {
        if (root.Object("normalizer") is not { } normalizer || !root.TryGet("normalizer", out JsonElement element)) return;
        bool isEmpty = normalizer.Text("type") == "Sequence" && normalizer.TryGet("normalizers", out JsonElement parts)
            && parts.ValueKind == JsonValueKind.Array && parts.GetArrayLength() == 0;
        if (!isEmpty && normalizer.Text("type") != "NFC") throw root.Unsupported("normalizer", element, "byte-level tokenizers may have none, or NFC");
    }

    /// <summary>Rules that replace spaces, as SentencePiece does.</summary>
    private static class SpaceRules
    {
        /// <summary>Returns true if a space is put before a text.</summary>
        public static bool Check(JsonFields root)
        {
            bool replaces = false, prepends = false;
            if (root.Object("normalizer") is { } normalizer && root.TryGet("normalizer", out JsonElement rules))
            {
                foreach (JsonFields rule in Flatten(normalizer, "normalizers"))
                {
                    if (rule.Text("type") == "Prepend" && rule.Text("prepend") == Space) prepends = true;
                    else if (rule.Text("type") == "Replace" && rule.Object("pattern")?.Text("String") == " " && rule.Text("content") == Space) replaces = true;
                    else throw root.Unsupported("normalizer", rules, "with byte fallback, only the replacement of spaces is");
                }
            }
            if (root.Object("pre_tokenizer") is { } pre && root.TryGet("pre_tokenizer", out JsonElement split))
            {
                if (pre.Text("type") == "Metaspace" && pre.Text("replacement") == Space)
                {
                    replaces = true;
                    prepends |= (pre.Text("prepend_scheme") ?? "always") != "never";
                }
                // After all spaces are replaced, a rule that splits at spaces does nothing.
                else if (!(replaces && pre.Text("type") == "Split" && pre.Object("pattern")?.Text("String") == " "))
                {
                    throw root.Unsupported("pre_tokenizer", split, "with byte fallback, only the replacement of spaces is");
                }
            }
            return replaces ? prepends : throw ModelFileException.In(root.Path, "no rule replaces spaces by U+2581, as llama.cpp does with byte fallback.");
        }

        private static IEnumerable<JsonFields> Flatten(JsonFields fields, string list)
        {
            if (fields.Text("type") != "Sequence") return [fields];
            if (!fields.TryGet(list, out JsonElement parts) || parts.ValueKind != JsonValueKind.Array) return [];
            return [.. parts.EnumerateArray().Select(part => part.ValueKind == JsonValueKind.Object ? new JsonFields(part, fields.Path, "normalizer.")
                : throw fields.Wrong(list, part, "an object"))];
        }
    }
}
