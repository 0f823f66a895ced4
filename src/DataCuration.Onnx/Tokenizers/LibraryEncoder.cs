using System.Buffers;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace DataCuration.Onnx;

/// <summary>Encodes text with a tokenizer of Microsoft.ML.Tokenizers, after the normalization that the file asks for.</summary>
/// <param name="tokenizer">The tokenizer, which is thread-safe.</param>
/// <param name="kind">The kind and version, for fingerprints.</param>
/// <param name="hash">The content hash of the file.</param>
/// <param name="file">The path of the file, for messages.</param>
internal sealed class LibraryEncoder(Tokenizer tokenizer, string kind, string hash, string file) : ITokenEncoder
{
    public required int VocabularySize { get; init; }

    public required int EndOfDocument { get; init; }

    /// <summary>True to add a space before a text that does not start with one.</summary>
    public bool PrefixSpace { get; init; }

    /// <summary>True to normalize text to NFC first.</summary>
    public bool Compose { get; init; }

    /// <summary>
    /// The token of unknown characters; null if there is no such token. Consecutive unknown tokens are merged, as in SentencePiece and the tokenizers library
    /// (<c>fuse_unk</c>). Microsoft.ML.Tokenizers 2.0.1 gives one token for each character, but no token for a text of a single unknown character.
    /// </summary>
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
        IReadOnlyList<int> found = Encode(text);
        if (Unknown is not { } unknown) tokens.AddRange(found);
        else if (found.Count == 0 && !text.IsWhiteSpace()) tokens.Add(unknown);
        else
            for (int i = 0; i < found.Count; i++)
                if (i == 0 || found[i] != unknown || found[i - 1] != unknown) tokens.Add(found[i]);
        ArrayPool<char>.Shared.Return(rented);
    }

    private IReadOnlyList<int> Encode(ReadOnlySpan<char> text)
    {
        try
        {
            return tokenizer.EncodeToIds(text);
        }
        catch (Exception e) when (e is IndexOutOfRangeException or ArgumentException or KeyNotFoundException or InvalidOperationException)
        {
            // The tables of a damaged file can make the library fail in any of these ways.
            throw new InvalidDataException($"{file} is not a valid tokenizer: it failed on a text ({e.Message})", e);
        }
    }
}
