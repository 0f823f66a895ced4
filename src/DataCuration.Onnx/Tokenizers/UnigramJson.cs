using Microsoft.ML.Tokenizers;

namespace DataCuration.Onnx;

/// <summary>
/// Reads Unigram tokenizers from <c>tokenizer.json</c>: XLM-R, multilingual E5 and BGE. Converts them back to the SentencePiece model that they were made from
/// (sentencepiece_model.proto), with pieces, scores, the normalizer's table and SentencePiece's handling of spaces in place of Metaspace.
/// </summary>
internal static class UnigramJson
{
    private const int Normal = 1, UnknownPiece = 2, Control = 3, UnigramModel = 1;
    private const string Space = "\u2581";

    public static LibraryEncoder Read(JsonPart root, AddedToken[] added, int endOfDocument, string hash)
    {
        JsonPart model = root["model"], normalizer = root["normalizer"], splitter = root["pre_tokenizer"];
        if (model["byte_fallback"].Boolean(false)) throw model["byte_fallback"].Unsupported("true");
        if (model["unk_id"].IsNull) throw model["unk_id"].Unsupported("missing, so some text could not be encoded");
        AddedToken.RequireSpecial(root, added.Where(token => token.Text != "<unk>"));
        byte[] table = NormalizerTable(normalizer);
        bool prefix = ReadSplitter(splitter), spaced = false;
        int unknown = model["unk_id"].Id(), id = 0;
        HashSet<int> special = [.. added.Select(token => token.Id)];
        var message = new ProtoMessage();
        foreach (JsonPart pair in model["vocab"].Items())
        {
            JsonPart[] items = [.. pair.Items().Take(3)];
            if (items.Length != 2 || items[0].String() is not { Length: > 0 } piece || items[1].Element.ValueKind != System.Text.Json.JsonValueKind.Number
                || !items[1].Element.TryGetSingle(out float score) || !float.IsFinite(score))
                throw pair.Invalid("not a pair of piece and score");
            message.Add(1, new ProtoMessage().Add(1, piece).Add(2, score).Add(3, id == unknown ? UnknownPiece : special.Contains(id) ? Control : Normal));
            spaced |= piece == Space;
            id++;
        }
        // With that piece, there is always a known token between unknown parts of two words, so they are not merged into one.
        if (!spaced) throw model["vocab"].Unsupported("one without the piece U+2581, Metaspace's space");
        if (unknown >= id) throw model["unk_id"].Invalid($"{unknown}, but there are {id} pieces");
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
        catch (Exception e) when (e is ArgumentException or InvalidOperationException or FormatException or IndexOutOfRangeException
            or KeyNotFoundException or OverflowException)
        {
            throw model.Invalid("refused: " + e.Message);
        }
        return new(tokenizer, "unigram/1", hash, root.File)
        {
            VocabularySize = Math.Max(id, special.DefaultIfEmpty().Max() + 1),
            EndOfDocument = endOfDocument,
            Unknown = unknown
        };
    }

    /// <summary>
    /// Returns the table of a Precompiled normalizer. A Replace of several spaces can be ignored, since SentencePiece always merges consecutive spaces.
    /// </summary>
    private static byte[] NormalizerTable(JsonPart normalizer)
    {
        if (normalizer.IsNull) return [];
        byte[] table = [];
        foreach (JsonPart part in normalizer.Type == "Sequence" ? normalizer["normalizers"].Items() : [normalizer])
        {
            if (part.Type == "Precompiled") table = part["precompiled_charsmap"].String() is { } text ? Convert.FromBase64String(text) : [];
            else if (part.Type != "Replace" || part["pattern"]["Regex"].String() != " {2,}" || part["content"].String() is not (" " or Space))
                throw part.Unsupported($"'{part.Type}'; for Unigram it must be Precompiled or a Replace of several spaces");
        }
        return table;
    }

    /// <summary>Returns true if a space is added before a text.</summary>
    private static bool ReadSplitter(JsonPart splitter)
    {
        JsonPart last = splitter;
        foreach (JsonPart part in splitter.Type == "Sequence" ? splitter["pretokenizers"].Items() : [splitter])
        {
            if (part.Type is not ("WhitespaceSplit" or "Metaspace"))
                throw part.Unsupported($"'{part.Type}'; for Unigram it must be WhitespaceSplit or Metaspace");
            last = part;
        }
        if (last.Type != "Metaspace" || (last["replacement"].String() ?? Space) != Space) throw last.Unsupported("not Metaspace with U+2581");
        return last["prepend_scheme"].String() is { } scheme ? scheme is "always" or "first" : last["add_prefix_space"].Boolean(true);
    }
}
