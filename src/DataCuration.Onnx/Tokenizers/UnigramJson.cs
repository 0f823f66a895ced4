using Microsoft.ML.Tokenizers;

namespace DataCuration.Onnx;

/// <summary>
/// A Unigram tokenizer from <c>tokenizer.json</c>: XLM-R, multilingual E5 and BGE. It is handed to the library as the SentencePiece model that it was made from (sentencepiece_model.proto): pieces with scores and kinds, the
/// normalizer's table, and Metaspace as SentencePiece's own treatment of spaces.
/// </summary>
internal static class UnigramJson
{
    private const int Normal = 1, UnknownPiece = 2, Control = 3, UnigramModel = 1;
    private const string Space = "\u2581";

    public static LibraryEncoder Read(JsonPart root, AddedToken[] added, int endOfDocument, string hash)
    {
        JsonPart model = root["model"], normalizer = root["normalizer"], splitter = root["pre_tokenizer"];
        if (model["byte_fallback"].Boolean(false)) throw model["byte_fallback"].Unsupported("true");
        if (model["unk_id"].IsNull) throw model["unk_id"].Unsupported("missing, so that text could not be encoded");
        AddedToken.RequireSpecial(root, added.Where(token => token.Text != "<unk>"));
        byte[] table = NormalizerTable(normalizer);
        bool prefix = ReadSplitter(splitter), spaced = false;
        int unknown = model["unk_id"].Id(), id = 0;
        HashSet<int> special = [.. added.Select(token => token.Id)];
        var message = new ProtoMessage();
        foreach (JsonPart pair in model["vocab"].Items())
        {
            JsonPart[] items = [.. pair.Items().Take(3)];
            if (items.Length != 2 || items[0].String() is not { Length: > 0 } piece || items[1].Element.ValueKind != System.Text.Json.JsonValueKind.Number || !items[1].Element.TryGetSingle(out float score) || !float.IsFinite(score))
                throw pair.Invalid("no pair of piece and score");
            message.Add(1, new ProtoMessage().Add(1, piece).Add(2, score).Add(3, id == unknown ? UnknownPiece : special.Contains(id) ? Control : Normal));
            spaced |= piece == Space;
            id++;
        }
        // With that piece no unknown part of one word meets one of the next, which would then become one.
        if (!spaced) throw model["vocab"].Unsupported("one without the piece U+2581, the space of Metaspace");
        if (unknown >= id) throw model["unk_id"].Invalid($"{unknown}, and there are {id} pieces");
        string unknownText = model["vocab"].Element[unknown][0].GetString()!;
        message.Add(2, new ProtoMessage().Add(3, UnigramModel).Add(40, unknown).Add(45, unknownText));
        message.Add(3, new ProtoMessage().Add(2, table).Add(3, prefix ? 1 : 0).Add(4, 1).Add(5, 1));
        SentencePieceTokenizer tokenizer;
        try
        {
            using var stream = new MemoryStream();
            message.WriteTo(stream);
            stream.Position = 0;
            tokenizer = SentencePieceTokenizer.Create(stream, addBeginningOfSentence: false, addEndOfSentence: false);
        }
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or IndexOutOfRangeException or KeyNotFoundException or OverflowException)
        {
            throw model.Invalid("refused: " + e.Message);
        }
        return new(tokenizer, "unigram/1", hash, root.File) { VocabularySize = Math.Max(id, special.DefaultIfEmpty().Max() + 1), EndOfDocument = endOfDocument, Unknown = unknown };
    }

    /// <summary>The table of a Precompiled normalizer; spaces that follow each other become one in SentencePiece anyway, so that a Replace of those says nothing more.</summary>
    private static byte[] NormalizerTable(JsonPart normalizer)
    {
        if (normalizer.IsNull) return [];
        byte[] table = [];
        foreach (JsonPart part in normalizer.Type == "Sequence" ? normalizer["normalizers"].Items() : [normalizer])
        {
            if (part.Type == "Precompiled") table = part["precompiled_charsmap"].String() is { } text ? Convert.FromBase64String(text) : [];
            else if (part.Type != "Replace" || part["pattern"]["Regex"].String() != " {2,}" || part["content"].String() is not (" " or Space))
                throw part.Unsupported($"'{part.Type}'; for Unigram it can be Precompiled, and Replace of several spaces");
        }
        return table;
    }

    /// <summary>Whether a text gets a space before it.</summary>
    private static bool ReadSplitter(JsonPart splitter)
    {
        JsonPart last = splitter;
        foreach (JsonPart part in splitter.Type == "Sequence" ? splitter["pretokenizers"].Items() : [splitter])
        {
            if (part.Type is not ("WhitespaceSplit" or "Metaspace")) throw part.Unsupported($"'{part.Type}'; for Unigram it can be WhitespaceSplit and Metaspace");
            last = part;
        }
        if (last.Type != "Metaspace" || (last["replacement"].String() ?? Space) != Space) throw last.Unsupported("not Metaspace with U+2581");
        return last["prepend_scheme"].String() is { } scheme ? scheme is "always" or "first" : last["add_prefix_space"].Boolean(true);
    }
}
