using System.Buffers;
using System.Text;
using Microsoft.ML.Tokenizers;

namespace DataCuration.Onnx;

/// <summary>A tokenizer of Microsoft.ML.Tokenizers with what comes before it.</summary>
/// <param name="tokenizer">The tokenizer; thread-safe.</param>
/// <param name="kind">Its kind and version, for fingerprints.</param>
/// <param name="hash">The content hash of what it was read from.</param>
/// <param name="file">The file that it was read from, for messages.</param>
internal sealed class LibraryEncoder(Tokenizer tokenizer, string kind, string hash, string file) : ITokenEncoder
{
    public required int VocabularySize { get; init; }

    public required int EndOfDocument { get; init; }

    /// <summary>Whether a space goes before a text that has none there.</summary>
    public bool PrefixSpace { get; init; }

    /// <summary>Whether text is composed (NFC) first.</summary>
    public bool Compose { get; init; }

    /// <summary>
    /// The token of unknown characters, if there are any. Those that follow each other are one, as in SentencePiece and the tokenizers library (<c>fuse_unk</c>): Microsoft.ML.Tokenizers 2.0.1 gives one for each, and none at all for
    /// a text of one character without a piece of its own.
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
            // The tables of a damaged file may lead anywhere.
            throw new InvalidDataException($"{file} is no valid tokenizer: it failed on a text ({e.Message})", e);
        }
    }
}
