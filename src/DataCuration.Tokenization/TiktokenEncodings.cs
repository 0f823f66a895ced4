using System.IO.Hashing;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace DataCuration.Tokenization;

/// <summary>Creates encoders of tiktoken encodings. Finds the vocabulary size and content hash, which the tokenizers do not expose.</summary>
internal static class TiktokenEncodings
{
    private const string EndOfText = "<|endoftext|>";

    public static TokenizerEncoder Make(string name, Func<TiktokenTokenizer> create)
    {
        TiktokenTokenizer tokenizer;
        try
        {
            tokenizer = create();
        }
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException or FileNotFoundException or TypeInitializationException)
        {
            throw new NotSupportedException($"There is no tiktoken encoding for '{name}'. Reference the data package of the encoding, such as "
                + $"Microsoft.ML.Tokenizers.Data.O200kBase for gpt-4o and o200k_base. ({e.Message})", e);
        }
        if (tokenizer.SpecialTokens is not { } special || !special.TryGetValue(EndOfText, out int endOfDocument))
            throw new NotSupportedException($"The encoding of '{name}' has no {EndOfText} token to end documents with.");
        (int size, string hash) = Measure(tokenizer, special.Values.Max() + 1);
        // Texts with characters outside of the basic plane are split by this library: "/2" in the kind.
        return new TokenizerEncoder(tokenizer, "tiktoken/2", size, endOfDocument, hash, special.Keys, new WordSplitter(SplittingOf(size).Pattern),
            TokenLengths.Of(ids => tokenizer.Decode(ids), size));
    }

    // The tokenizer exposes neither its size nor its table, but it decodes any id. In all five encodings, ids below the last special token may have gaps. Only
    // p50k_base has ids after it (24 runs of spaces), without gaps.
    private static (int Size, string Hash) Measure(TiktokenTokenizer tokenizer, int afterSpecial)
    {
        var hash = new XxHash128();
        int id = 0;
        for (string? text; (text = TryDecode(tokenizer, id)) is not null || id < afterSpecial; id++)
        {
            hash.Append(BitConverter.GetBytes(id));
            hash.Append(Encoding.UTF8.GetBytes(text ?? ""));
        }
        return (id, Convert.ToHexStringLower(hash.GetCurrentHash()));
    }

    /// <summary>Returns the splitting of an encoding by its size: r50k_base, p50k_base and gpt2 have about 50,000 tokens, cl100k_base has 100,277.</summary>
    private static BpeSplitting SplittingOf(int size) =>
        size < 60_000 ? BpeSplitting.Gpt2 : size < 150_000 ? BpeSplitting.Llama3 : BpeSplitting.O200k;

    private static string? TryDecode(TiktokenTokenizer tokenizer, int id)
    {
        string? text = tokenizer.Decode([id]);
        return string.IsNullOrEmpty(text) ? null : text;
    }
}
