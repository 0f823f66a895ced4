namespace DataCuration.Onnx;

/// <summary>Reads WordPiece tokenizers from <c>tokenizer.json</c>: the English BERT, DistilBERT, MiniLM, BGE, GTE and E5.</summary>
internal static class WordPieceJson
{
    private const int MostCharacters = 512;

    public static WordPieceEncoder Read(JsonPart root, AddedToken[] added, int endOfDocument, string hash)
    {
        JsonPart model = root["model"], normalizer = root["normalizer"], splitter = root["pre_tokenizer"];
        AddedToken.RequireSpecial(root, added);
        if (splitter.Type != "BertPreTokenizer") throw splitter.Unsupported($"'{splitter.Type}'; for WordPiece it must be BertPreTokenizer");
        BertText text = default;
        if (!normalizer.IsNull)
        {
            if (normalizer.Type != "BertNormalizer") throw normalizer.Unsupported($"'{normalizer.Type}'; for WordPiece it must be BertNormalizer");
            bool lowerCase = normalizer["lowercase"].Boolean(true);
            text = new(normalizer["clean_text"].Boolean(true), normalizer["handle_chinese_chars"].Boolean(true),
                normalizer["strip_accents"].Boolean(lowerCase), lowerCase);
        }
        var vocabulary = new Dictionary<string, int>(StringComparer.Ordinal);
        foreach ((string piece, JsonPart id) in model["vocab"].Properties()) vocabulary[piece] = id.Id();
        string unknown = model["unk_token"].String() ?? "[UNK]";
        int most = model["max_input_chars_per_word"].IsNull ? 100 : model["max_input_chars_per_word"].Id();
        if (most is < 1 or > MostCharacters) throw model["max_input_chars_per_word"].Unsupported($"{most}; the limits are 1 and {MostCharacters}");
        return new(vocabulary, vocabulary.TryGetValue(unknown, out int id2) ? id2
            : throw model["unk_token"].Invalid($"'{unknown}', which is not in the vocabulary"), endOfDocument, text, hash,
            model["continuing_subword_prefix"].String() ?? "##", most);
    }
}
