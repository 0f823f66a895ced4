namespace DataCuration.Tokenization;

/// <summary>The splitting patterns that have a scanner of their own.</summary>
internal enum WordSplit
{
    /// <summary>Another pattern, or none.</summary>
    Other,
    Gpt2,
    Llama3,
    Qwen,
    O200k,
    DeepSeek,
}

/// <summary>Splits pieces by one of the known patterns.</summary>
internal sealed class ScannerPreTokenizer<TScanner> : PreTokenizerStep where TScanner : struct, IWordScanner
{
    public override void Apply(WorkText text)
    {
        List<(int Start, int End)> next = text.BeginPieces();
        foreach ((int start, int end) in text.Pieces)
        {
            ReadOnlySpan<byte> piece = text.Text[start..end];
            for (int at = 0; at < piece.Length;)
            {
                int last = TScanner.Next(piece, at);
                next.Add((start + at, start + last));
                at = last;
            }
        }
        text.CompletePieces();
    }
}

/// <summary>Creates splitters of known patterns.</summary>
internal static class WordSplits
{
    /// <summary>Returns the pre-tokenizer of a known pattern; null for another one.</summary>
    public static PreTokenizerStep? Create(WordSplit split) => split switch
    {
        WordSplit.Gpt2 => new ScannerPreTokenizer<Gpt2Scanner>(),
        WordSplit.Llama3 => new ScannerPreTokenizer<Llama3Scanner>(),
        WordSplit.Qwen => new ScannerPreTokenizer<QwenScanner>(),
        WordSplit.O200k => new ScannerPreTokenizer<O200kScanner>(),
        WordSplit.DeepSeek => new ScannerPreTokenizer<DeepSeekScanner>(),
        _ => null,
    };

    /// <summary>Finds a known pattern by its source.</summary>
    public static WordSplit Find(string pattern) => pattern switch
    {
        KnownPatterns.Gpt2 => WordSplit.Gpt2,
        KnownPatterns.Llama3 => WordSplit.Llama3,
        KnownPatterns.Qwen => WordSplit.Qwen,
        KnownPatterns.O200k => WordSplit.O200k,
        _ => WordSplit.Other,
    };
}
