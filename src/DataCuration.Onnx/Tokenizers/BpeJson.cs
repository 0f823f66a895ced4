using System.Text;
using System.Text.RegularExpressions;
using Microsoft.ML.Tokenizers;

namespace DataCuration.Onnx;

/// <summary>Reads byte-level BPE tokenizers from <c>tokenizer.json</c>: RoBERTa, BART, Longformer, ModernBERT.</summary>
internal static partial class BpeJson
{
    public static LibraryEncoder Read(JsonPart root, AddedToken[] added, int endOfDocument, string hash)
    {
        JsonPart model = root["model"], splitter = root["pre_tokenizer"], normalizer = root["normalizer"];
        if (splitter.Type == "Sequence") splitter = splitter["pretokenizers"].Only();
        if (splitter.Type != "ByteLevel" || !splitter["use_regex"].Boolean(true))
            throw splitter.Unsupported($"'{splitter.Type}'; for BPE it must be ByteLevel with its default pattern");
        if (normalizer.Type == "Sequence") normalizer = normalizer["normalizers"].Items().Any() ? normalizer["normalizers"].Only() : default;
        bool compose = normalizer.Type == "NFC";
        if (!compose && !normalizer.IsNull) throw normalizer.Unsupported($"'{normalizer.Type}'; for BPE only NFC is supported");
        if (compose && "e\u0301".Normalize(NormalizationForm.FormC).Length != 1)
            throw normalizer.Unsupported(
                "NFC, but programs with invariant globalization cannot compose text: set InvariantGlobalization to false and install ICU");
        foreach (string name in (ReadOnlySpan<string>)["continuing_subword_prefix", "end_of_word_suffix"])
            if (!string.IsNullOrEmpty(model[name].String())) throw model[name].Unsupported("set, but byte-level BPE has no prefix or suffix");
        foreach (string name in (ReadOnlySpan<string>)["ignore_merges", "byte_fallback"])
            if (model[name].Boolean(false)) throw model[name].Unsupported("true");
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((string piece, JsonPart id) in model["vocab"].Properties()) vocabulary[piece] = id.Id();
        for (int value = 0; value < 256; value++)
            if (!vocabulary.ContainsKey(Spelling(value).ToString())) throw model["vocab"].Invalid($"without a token for byte {value}, so text would be lost");
        List<string> merges = [.. model["merges"].Items().Select(merge => Merge(merge, vocabulary))];
        bool prefixSpace = splitter["add_prefix_space"].Boolean(true);
        // The format selects the longest match, the library the first one: sort by length.
        AddedToken[] texts =
            [.. added.Where(token => !token.Special).OrderByDescending(token => token.Text.Length).ThenBy(token => token.Text, StringComparer.Ordinal)];
        if (texts.FirstOrDefault(token => !token.Plain) is { } odd)
            throw root["added_tokens"].Unsupported($"one with '{odd.Text}', which includes spaces around it or needs word boundaries");
        if (texts.Length > 0 && prefixSpace)
            throw root["added_tokens"].Unsupported($"one with '{texts[0].Text}', but add_prefix_space would add a space after each such token");
        Dictionary<string, int>? special = texts.Length == 0 ? null : new(texts.DistinctBy(token => token.Text, StringComparer.Ordinal)
            .Select(token => KeyValuePair.Create(token.Text, token.Id)), StringComparer.Ordinal);
        BpeTokenizer tokenizer;
        try
        {
            tokenizer = BpeTokenizer.Create(new BpeOptions(vocabulary)
            {
                Merges = merges,
                ByteLevel = true,
                SpecialTokens = special,
                PreTokenizer = new RegexPreTokenizer(Words(), special)
            });
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException)
        {
            throw model.Invalid("refused: " + e.Message);
        }
        return new(tokenizer, "byte-level bpe/1", hash, root.File)
        {
            VocabularySize = Math.Max(vocabulary.Values.Max(), added.Select(token => token.Id).DefaultIfEmpty().Max()) + 1,
            EndOfDocument = endOfDocument,
            PrefixSpace = prefixSpace,
            Compose = compose,
        };
    }

    /// <summary>Returns a merge in the format of the library. Files have it as a string with a space or as a pair.</summary>
    private static string Merge(JsonPart merge, Dictionary<string, int> vocabulary)
    {
        string text = merge.Element.ValueKind == System.Text.Json.JsonValueKind.Array ? string.Join(' ', merge.Items().Select(part => part.String()))
            : merge.String() ?? throw merge.Invalid("not a merge");
        int space = text.IndexOf(' ', StringComparison.Ordinal);
        if (space <= 0 || space != text.LastIndexOf(' ') || space == text.Length - 1 || !vocabulary.ContainsKey(text.Remove(space, 1)))
            throw merge.Invalid($"'{text}', which is not two tokens that form a third");
        return text;
    }

    /// <summary>
    /// Returns the character that spells a byte (openai/gpt-2, encoder.py, bytes_to_unicode). Printable bytes spell themselves, the others use characters
    /// from 256.
    /// </summary>
    private static char Spelling(int value)
    {
        if (IsPrintable(value)) return (char)value;
        int before = 0;
        for (int other = 0; other < value; other++) before += IsPrintable(other) ? 0 : 1;
        return (char)(256 + before);
    }

    private static bool IsPrintable(int value) => value is (>= '!' and <= '~') or (>= 0xA1 and <= 0xAC) or (>= 0xAE and <= 0xFF);

    /// <summary>The word pattern of GPT-2 (encoder.py). Since .NET matches UTF-16 units, letters outside of the basic plane count as symbols.</summary>
    [GeneratedRegex(@"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+", RegexOptions.CultureInvariant)]
    private static partial Regex Words();
}
