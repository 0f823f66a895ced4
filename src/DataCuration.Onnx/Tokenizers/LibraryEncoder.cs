using System.Buffers;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace DataCuration.Onnx;

/// <summary>A tokenizer of Microsoft.ML.Tokenizers with what comes before it.</summary>
/// <param name="tokenizer">The tokenizer; thread-safe.</param>
/// <param name="kind">Its kind and version, for fingerprints.</param>
/// <param name="hash">The content hash of what it was read from.</param>
internal sealed class LibraryEncoder(Tokenizer tokenizer, string kind, string hash) : ITokenEncoder
{
    public required int VocabularySize { get; init; }

    public required int EndOfDocument { get; init; }

    /// <summary>Whether a space goes before a text that has none there.</summary>
    public bool PrefixSpace { get; init; }

    /// <summary>Whether text is composed (NFC) first.</summary>
    public bool Compose { get; init; }

    /// <summary>The token of a text for which the tokenizer gives none: Microsoft.ML.Tokenizers 2.0.1 does so for a text of one character without a piece of its own.</summary>
    public int? Unknown { get; init; }

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("kind", kind);
        writer.Add("vocabulary", hash);
    }

    public void Encode(ReadOnlySpan<byte> utf8Text, List<int> tokens)
    {
        if (utf8Text.IsEmpty) return;
        // Valid UTF-8 never has more UTF-16 units than bytes.
        char[] rented = ArrayPool<char>.Shared.Rent(utf8Text.Length + 1);
        rented[0] = ' ';
        ReadOnlySpan<char> text = rented.AsSpan(0, 1 + Encoding.UTF8.GetChars(utf8Text, rented.AsSpan(1)));
        if (!PrefixSpace || text[1] == ' ') text = text[1..];
        if (Compose && !Ascii.IsValid(text)) text = text.ToString().Normalize(NormalizationForm.FormC);
        IReadOnlyList<int> found = tokenizer.EncodeToIds(text);
        if (found.Count == 0 && Unknown is { } unknown && !text.IsWhiteSpace()) tokens.Add(unknown);
        else tokens.AddRange(found);
        ArrayPool<char>.Shared.Return(rented);
    }
}
