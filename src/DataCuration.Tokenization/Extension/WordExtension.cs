using System.Text;

namespace DataCuration.Tokenization;

/// <summary>
/// New words of a WordPiece vocabulary: those that save most tokens, which is their number of occurrences times the tokens that they were split into, less
/// one. An unknown word counts as split into its characters.
/// </summary>
/// <param name="tokenizer">The old tokenizer.</param>
/// <param name="model">Its model.</param>
internal sealed class WordExtension(HuggingFaceTokenizer tokenizer, WordPieceModel model)
{
    private readonly List<(long Saved, byte[] Word, long Count)> found = [];
    private readonly EncodeScratch scratch = new();

    /// <summary>Considers a word.</summary>
    public void Add(ReadOnlySpan<byte> word, long count)
    {
        if (model.Tokens.Find(word) >= 0 || tokenizer.IdOf(Encoding.UTF8.GetString(word)) is not null) return;
        int characters = WordPieceModel.CountCharacters(word);
        if (characters > model.MaxCharacters) return; // it stays unknown
        int[] ids = Encode(word);
        int parts = ids.Any(model.IsFallback) ? characters : ids.Length;
        found.Add((checked(count * Math.Max(1, parts - 1)), word.ToArray(), count));
    }

    /// <summary>Returns the best words.</summary>
    /// <param name="wanted">The number of words.</param>
    public ExtensionPlan Take(int wanted)
    {
        found.Sort(static (left, right) => left.Saved != right.Saved ? right.Saved.CompareTo(left.Saved) : left.Word.AsSpan().SequenceCompareTo(right.Word));
        int id = tokenizer.VocabularySize;
        return new ExtensionPlan(
            [.. found.Take(wanted).Select(word => new NewToken(id++, Encoding.UTF8.GetString(word.Word), word.Count, SourcesOf(word.Word)))], []);
    }

    private int[] SourcesOf(byte[] word)
    {
        int[] ids = Encode(word);
        if (!ids.Any(model.IsFallback)) return ids;
        var known = new List<int>();
        for (int at = 0; at < word.Length;)
        {
            int length = Math.Min(CodePoints.LengthOf(word[at]), word.Length - at);
            known.AddRange(Encode(word.AsSpan(at, length)).Where(id => !model.IsFallback(id)));
            at += length;
        }
        return known.Count > 0 ? [.. known] : ids;
    }

    private int[] Encode(ReadOnlySpan<byte> word)
    {
        scratch.Clear(tracks: false);
        model.Encode(word, 0, word.Length, scratch);
        return scratch.Ids.ToArray();
    }
}
