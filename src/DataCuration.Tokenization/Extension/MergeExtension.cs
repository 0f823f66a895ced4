using System.Text;

namespace DataCuration.Tokenization;

/// <summary>
/// The vocabulary of a byte-pair encoding with new merges after its own. Text is first encoded as before, so new merges start from the tokens of the old
/// vocabulary, and text without new tokens keeps its ids.
/// </summary>
internal sealed class MergeExtension : MergeVocabulary
{
    private readonly TokenTable old;
    private readonly TokenTable added = new();
    private readonly HashSet<string> reserved;
    private readonly MergeLimits limits;
    private readonly List<NewToken> tokens = [];
    private readonly List<(string, string)> merges = [];
    private readonly List<int> lengths = [];
    private readonly BpeModel model;
    private readonly int oldSize, wanted;

    /// <summary>Creates a vocabulary without new merges.</summary>
    /// <param name="tokenizer">The old tokenizer.</param>
    /// <param name="model">Its model.</param>
    /// <param name="wanted">The number of new tokens.</param>
    /// <param name="limits">Receives the lengths of the tokens.</param>
    public MergeExtension(HuggingFaceTokenizer tokenizer, BpeModel model, int wanted, MergeLimits limits)
    {
        (this.model, this.wanted, this.limits, old, oldSize) = (model, wanted, limits, model.Tokens, tokenizer.VocabularySize);
        reserved = [.. tokenizer.AddedTokens.Select(static token => token.Content)];
        for (int id = 0; id < oldSize; id++)
        {
            // Byte tokens and the unknown token spell something else than the text that they stand for.
            int length = model.IsFallback(id) || tokenizer.Parts.Pipeline.AddedToken(id) is not null ? -1 : model.TextLengthOf(id);
            if (length < 0) limits.Exclude(id);
            else limits.Set(id, length);
        }
    }

    public override bool IsFull => tokens.Count >= wanted;

    /// <summary>The additions so far.</summary>
    public ExtensionPlan Plan => new(tokens, merges);

    public override int Merge(int left, int right, long count)
    {
        byte[] joined = [.. SpellingOf(left), .. SpellingOf(right)];
        string spelling = Encoding.UTF8.GetString(joined);
        // A token that exists already keeps its merges as they are. In the text form of a merge, a blank separates the two tokens.
        if (old.Find(joined) >= 0 || added.Find(joined) >= 0 || reserved.Contains(spelling) || joined.Contains((byte)' ')) return -1;
        int id = oldSize + tokens.Count;
        merges.Add((Encoding.UTF8.GetString(SpellingOf(left)), Encoding.UTF8.GetString(SpellingOf(right))));
        added.Set(joined, id - oldSize);
        lengths.Add(LengthOf(left) + LengthOf(right));
        limits.Set(id, lengths[^1]);
        tokens.Add(new NewToken(id, spelling, count, [.. SourcesOf(left), .. SourcesOf(right)]));
        return id;
    }

    private ReadOnlySpan<byte> SpellingOf(int id) => id < oldSize ? old[id] : added[id - oldSize];

    private int LengthOf(int id) => id < oldSize ? model.TextLengthOf(id) : lengths[id - oldSize];

    private IReadOnlyList<int> SourcesOf(int id) => id < oldSize ? [id] : tokens[id - oldSize].Sources;
}
