namespace DataCuration.Tokenization;

/// <summary>Splits a text by a scanner and encodes each word at once.</summary>
internal static class WordLoop
{
    public static void Encode(WordSplit split, BpeModel model, ReadOnlySpan<byte> text, EncodeScratch scratch)
    {
        switch (split)
        {
            case WordSplit.Gpt2: Encode<Gpt2Scanner>(model, text, scratch); break;
            case WordSplit.Llama3: Encode<Llama3Scanner>(model, text, scratch); break;
            case WordSplit.Qwen: Encode<QwenScanner>(model, text, scratch); break;
            case WordSplit.O200k: Encode<O200kScanner>(model, text, scratch); break;
            case WordSplit.DeepSeek: Encode<DeepSeekScanner>(model, text, scratch); break;
            default: throw new ArgumentOutOfRangeException(nameof(split), split, "This splitting has no scanner.");
        }
    }

    private static void Encode<TScanner>(BpeModel model, ReadOnlySpan<byte> text, EncodeScratch scratch) where TScanner : struct, IWordScanner
    {
        for (int at = 0; at < text.Length;)
        {
            int end = TScanner.Next(text, at);
            model.EncodeWord(text, at, end, scratch);
            at = end;
        }
    }
}
