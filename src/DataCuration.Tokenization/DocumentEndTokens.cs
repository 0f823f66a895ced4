namespace DataCuration.Tokenization;

/// <summary>The tokens that usually end documents, for vocabularies whose files name none.</summary>
internal static class DocumentEndTokens
{
    /// <summary>Those of GPT-2 and Qwen, Llama 3's base models, DeepSeek, SentencePiece's default, Gemma, and BERT, in this order.</summary>
    public static readonly IReadOnlyList<string> All =
        ["<|endoftext|>", "<|end_of_text|>", "<\uFF5Cend\u2581of\u2581sentence\uFF5C>", "</s>", "<eos>", "[SEP]"];
}
