using System.Text;

namespace DataCuration.Onnx;

/// <summary>
/// Encodes words by WordPiece (tokenization.py, WordpieceTokenizer): repeatedly takes the longest piece of the vocabulary that matches the rest of the word.
/// A word that cannot be covered, or is too long, gives one unknown token.
/// </summary>
internal sealed class WordPieceEncoder : ITokenEncoder
{
    private readonly Dictionary<string, int> first = new(StringComparer.Ordinal), next = new(StringComparer.Ordinal);
    private readonly BertText text;
    private readonly string hash;
    private readonly int unknown, longest, maxCharacters;

    /// <summary>Creates an encoder.</summary>
    /// <param name="vocabulary">The pieces.</param>
    /// <param name="unknown">The token for unknown words.</param>
    /// <param name="endOfDocument">The token that ends texts.</param>
    /// <param name="text">Splits text into words.</param>
    /// <param name="hash">The content hash of the vocabulary's file.</param>
    /// <param name="prefix">The prefix of pieces that continue a word.</param>
    /// <param name="maxCharacters">The maximum length of a word in code points: 100 in the tokenizers library, 200 in the signature of tokenization.py.</param>
    public WordPieceEncoder(IReadOnlyDictionary<string, int> vocabulary, int unknown, int endOfDocument, BertText text, string hash,
        string prefix = "##", int maxCharacters = 100)
    {
        (this.text, this.hash, this.unknown, this.maxCharacters, EndOfDocument) = (text, hash, unknown, maxCharacters, endOfDocument);
        foreach ((string piece, int id) in vocabulary)
        {
            // As in the reference code, a piece with the prefix can also start a word, such as "##" in a text that contains number signs.
            first[piece] = id;
            if (piece.StartsWith(prefix, StringComparison.Ordinal) && piece.Length > prefix.Length) next[piece[prefix.Length..]] = id;
            longest = Math.Max(longest, piece.Length);
            VocabularySize = Math.Max(VocabularySize, id + 1);
        }
    }

    public int VocabularySize { get; }

    public int EndOfDocument { get; }

    public void Describe(FingerprintWriter writer)
    {
        writer.Add("kind", "wordpiece/1");
        writer.Add("vocabulary", hash);
        writer.Add("text", text.ToString());
    }

    public void Encode(ReadOnlySpan<byte> utf8Text, List<int> tokens)
    {
        var words = new Words(this, stackalloc char[2 * Math.Min(maxCharacters, 512)], tokens);
        text.Split(utf8Text, ref words);
    }

    private void EncodeWord(ReadOnlySpan<char> word, List<int> tokens)
    {
        int start = tokens.Count;
        Dictionary<string, int>.AlternateLookup<ReadOnlySpan<char>> pieces = first.GetAlternateLookup<ReadOnlySpan<char>>();
        while (!word.IsEmpty)
        {
            int length = Math.Min(word.Length, longest), id = -1;
            while (length > 0 && !pieces.TryGetValue(word[..length], out id)) length--;
            if (length == 0)
            {
                tokens.RemoveRange(start, tokens.Count - start);
                tokens.Add(unknown);
                return;
            }
            tokens.Add(id);
            word = word[length..];
            pieces = next.GetAlternateLookup<ReadOnlySpan<char>>();
        }
    }

    private ref struct Words(WordPieceEncoder encoder, Span<char> word, List<int> tokens) : IWordSink
    {
        private readonly Span<char> word = word;
        private readonly int limit = word.Length / 2;
        private int length, characters;

        public void Add(Rune rune)
        {
            // A word that is too long becomes one unknown token, so its text is not needed.
            if (++characters <= limit) length += rune.EncodeToUtf16(word[length..]);
        }

        public void EndWord()
        {
            if (characters == 0) return;
            if (characters > limit) tokens.Add(encoder.unknown);
            else encoder.EncodeWord(word[..length], tokens);
            (length, characters) = (0, 0);
        }
    }
}
