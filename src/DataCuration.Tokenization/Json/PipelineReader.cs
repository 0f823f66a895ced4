using System.Text;
using System.Text.Json;

namespace DataCuration.Tokenization;

/// <summary>The parts of a <c>tokenizer.json</c> that a tokenizer is made of.</summary>
internal sealed record TokenizerParts(TokenizerPipeline Pipeline, TokenDecoder? Decoder, TextAround Around, IReadOnlyList<AddedTokenInfo> Added)
{
    /// <summary>True if each character of a text is in some token: no step leaves text out.</summary>
    public bool KeepsText { get; init; }
}

/// <summary>Reads a <c>tokenizer.json</c> (huggingface/tokenizers, version 1.0 of the format).</summary>
internal static class PipelineReader
{
    private const int MaxDepth = 64;

    /// <summary>Reads a file.</summary>
    /// <param name="file">Its name, for messages.</param>
    /// <param name="bytes">Its content.</param>
    /// <param name="isParsed">True for the added tokens that are recognized in text.</param>
    public static TokenizerParts Read(string file, ReadOnlyMemory<byte> bytes, Func<AddedTokenInfo, bool> isParsed)
    {
        if (bytes.Span.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF])) bytes = bytes[3..]; // editors put a mark in front
        if (!System.Text.Unicode.Utf8.IsValid(bytes.Span)) throw new InvalidDataException($"'{file}' is not a valid tokenizer: it is not UTF-8.");
        try
        {
            using JsonDocument document = JsonDocument.Parse(bytes, new JsonDocumentOptions { MaxDepth = MaxDepth });
            var root = new JsonPart(file, "", document.RootElement);
            root.RequireOnly("version", "truncation", "padding", "added_tokens", "normalizer", "pre_tokenizer", "post_processor", "decoder", "model");
            return Read(root, isParsed);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException or InsufficientExecutionStackException)
        {
            // A string with invalid UTF-16 throws InvalidOperationException.
            throw new InvalidDataException($"'{file}' is not a valid tokenizer: {e.Message}", e);
        }
        catch (InvalidDataException e) when (!e.Message.StartsWith($"'{file}'", StringComparison.Ordinal))
        {
            throw new InvalidDataException($"'{file}' is not a valid tokenizer: {e.Message}", e);
        }
        catch (NotSupportedException e) when (!e.Message.StartsWith($"'{file}'", StringComparison.Ordinal))
        {
            throw new NotSupportedException($"'{file}': {e.Message}", e);
        }
    }

    private static TokenizerParts Read(JsonPart root, Func<AddedTokenInfo, bool> isParsed)
    {
        if (root["version"].OptionalText() is { } version && version != "1.0") throw root["version"].Unsupported($"'{version}', not '1.0'");
        TextNormalizer? normalizer = ComponentReader.Normalizer(root["normalizer"]);
        bool endsInBytes = EndsInBytes(root["pre_tokenizer"]);
        var models = new ModelReader(endsInBytes && !ContainsByteNormalizer(root["normalizer"]));
        TokenModel model = models.Read(root["model"]);
        WordSplit words = models.TakesBytes ? KnownWords(root["pre_tokenizer"]) : WordSplit.Other;
        PreTokenizerStep? preTokenizer = ComponentReader.PreTokenizer(root["pre_tokenizer"], maps: !models.TakesBytes);
        AddedTokenInfo[] added = AddedTokens(root["added_tokens"], model);
        TextAround around = Around(root["post_processor"]);
        var pipeline = new TokenizerPipeline(model, normalizer, preTokenizer, words, added, isParsed)
        {
            NeedsOrigins = root["pre_tokenizer"].Element.ValueKind == JsonValueKind.Object
                && root["pre_tokenizer"].Element.GetRawText().Contains("\"first\"", StringComparison.Ordinal),
        };
        return new TokenizerParts(pipeline, ComponentReader.Decoder(root["decoder"]), around, added)
        {
            KeepsText = (model is BpeModel { KeepsText: true } or UnigramModel { KeepsText: true }) && TextKeeping.Normalizes(root["normalizer"])
                && TextKeeping.Splits(root["pre_tokenizer"]),
        };
    }

    /// <summary>Returns true if the last pre-tokenizer is ByteLevel, and no other is.</summary>
    private static bool EndsInBytes(JsonPart part)
    {
        if (part.IsNull) return false;
        if (part.Type != "Sequence") return part.Type == "ByteLevel";
        JsonPart[] items = [.. part["pretokenizers"].Items()];
        return items.Length > 0 && items[^1].Type == "ByteLevel" && items[..^1].All(static item => item.Type is not ("ByteLevel" or "Sequence"));
    }

    private static bool ContainsByteNormalizer(JsonPart part) => !part.IsNull
        && (part.Type == "ByteLevel" || (part.Type == "Sequence" && part["normalizers"].Items().Any(ContainsByteNormalizer)));

    /// <summary>Returns the known splitting that a pre-tokenizer is, whole.</summary>
    private static WordSplit KnownWords(JsonPart part)
    {
        JsonPart[] items = part.Type == "Sequence" ? [.. part["pretokenizers"].Items()] : [part];
        JsonPart last = items[^1];
        if (last["add_prefix_space"].Flag(true)) return WordSplit.Other;
        bool splits = last["use_regex"].Flag(true);
        if (items.Length == 1) return splits ? WordSplit.Gpt2 : WordSplit.Other;
        if (splits || !items[..^1].All(IsWholeSplit)) return WordSplit.Other;
        string[] patterns = [.. items[..^1].Select(static item => item["pattern"]["Regex"].OptionalText() ?? "")];
        if (patterns.Length == 1) return WordSplits.Find(patterns[0]);
        return patterns is [KnownPatterns.DeepSeekDigits, KnownPatterns.DeepSeekIdeographs, KnownPatterns.DeepSeekWords]
            && items[..^1].All(static item => item["behavior"].Text() == "Isolated") ? WordSplit.DeepSeek : WordSplit.Other;
    }

    // The known patterns match all of a text, so that keeping the matches and isolating them is the same.
    private static bool IsWholeSplit(JsonPart item) => item.Type == "Split"
        && (item["behavior"].OptionalText(), item["invert"].Flag(false)) is ("Isolated", _) or ("Removed", true);

    // As in the reference, the ids in the list do not count: tokens of the vocabulary have the ids there, others the next free ones.
    private static AddedTokenInfo[] AddedTokens(JsonPart part, TokenModel model)
    {
        if (part.IsNull) return [];
        var tokens = new List<AddedTokenInfo>();
        var ids = new Dictionary<string, int>(StringComparer.Ordinal);
        int last = -1; // the largest id of an added token
        foreach (JsonPart item in part.Items())
        {
            item.RequireOnly("id", "content", "single_word", "lstrip", "rstrip", "normalized", "special");
            string content = item["content"].Text();
            if (content.Length == 0) throw item["content"].Unsupported("empty");
            _ = item["id"].Number();
            int id = ids.TryGetValue(content, out int before) ? before : model.Tokens.Find(Encoding.UTF8.GetBytes(content));
            if (id < 0) id = last >= model.VocabularyCount || (model.VocabularyCount == 0 && last >= 0) ? last + 1 : model.VocabularyCount;
            last = Math.Max(last, id);
            ids[content] = id;
            bool isSpecial = item["special"].Flag(false);
            tokens.Add(new AddedTokenInfo(id, content)
            {
                IsSpecial = isSpecial,
                SingleWord = item["single_word"].Flag(false),
                StripsLeft = item["lstrip"].Flag(false),
                StripsRight = item["rstrip"].Flag(false),
                IsNormalized = item["normalized"].Flag(!isSpecial),
            });
        }
        return [.. tokens];
    }

    /// <summary>Returns the tokens that the post-processor adds around one text.</summary>
    private static TextAround Around(JsonPart part)
    {
        if (part.IsNull) return TextAround.Nothing;
        switch (part.Type)
        {
            case "ByteLevel": // changes offsets only
                return TextAround.Nothing;
            case "BertProcessing" or "RobertaProcessing":
                return new TextAround([Second(part["cls"])], [Second(part["sep"])]);
            case "TemplateProcessing":
                return Template(part);
            case "Sequence":
                List<int> before = [], after = [];
                foreach (JsonPart item in part["processors"].Items())
                {
                    TextAround inner = Around(item);
                    before.InsertRange(0, inner.Before);
                    after.AddRange(inner.After);
                }
                return new TextAround(before, after);
            default:
                throw part.Unsupported($"the post-processor '{part.Type}', which this library does not have");
        }
    }

    private static TextAround Template(JsonPart part)
    {
        part.RequireOnly("type", "single", "pair", "special_tokens");
        List<int> before = [], after = [];
        bool seen = false;
        foreach (JsonPart item in part["single"].Items())
        {
            if (!item["Sequence"].IsNull)
            {
                if (seen) throw item.Unsupported("a second occurrence of the text");
                seen = true;
                continue;
            }
            string name = item["SpecialToken"]["id"].Text();
            (seen ? after : before).AddRange(part["special_tokens"][name]["ids"].Items().Select(static id => id.Number()));
        }
        return seen ? new TextAround(before, after) : throw part["single"].Invalid("a template without the text");
    }

    /// <summary>Returns the id from a pair of token and id.</summary>
    private static int Second(JsonPart pair)
    {
        JsonPart[] items = [.. pair.Items().Take(3)];
        return items.Length == 2 ? items[1].Number() : throw pair.Invalid("not a pair of token and id");
    }
}
