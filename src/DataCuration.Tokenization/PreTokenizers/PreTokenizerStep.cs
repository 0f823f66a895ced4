namespace DataCuration.Tokenization;

/// <summary>A pre-tokenizer of <c>tokenizer.json</c>: splits the pieces of a text further, and may change the text.</summary>
internal abstract class PreTokenizerStep
{
    /// <summary>Splits all pieces.</summary>
    public abstract void Apply(WorkText text);
}

/// <summary>Several pre-tokenizers, one after the other.</summary>
internal sealed class SequencePreTokenizer(PreTokenizerStep[] parts) : PreTokenizerStep
{
    public override void Apply(WorkText text)
    {
        foreach (PreTokenizerStep part in parts) part.Apply(text);
    }
}

/// <summary>The fate of the text that a splitting pattern matches.</summary>
internal enum SplitBehavior
{
    Removed,
    Isolated,
    MergedWithPrevious,
    MergedWithNext,
    Contiguous,
}

/// <summary>Splits pieces where matches start and end.</summary>
internal abstract class MatchPreTokenizer(SplitBehavior behavior, bool inverts) : PreTokenizerStep
{
    /// <summary>Adds the starts and ends of all matches in a piece, from left to right.</summary>
    protected abstract void FindAll(ReadOnlySpan<byte> piece, List<int> matches);

    public override void Apply(WorkText text)
    {
        List<(int Start, int End)> next = text.BeginPieces();
        List<(int Start, int End, bool IsMatch)> found = text.Found;
        List<int> matches = text.Matches;
        foreach ((int start, int end) in text.Pieces)
        {
            matches.Clear();
            FindAll(text.Text[start..end], matches);
            found.Clear();
            int done = start;
            for (int i = 0; i < matches.Count; i += 2)
            {
                if (done != start + matches[i]) found.Add((done, start + matches[i], inverts));
                found.Add((start + matches[i], done = start + matches[i + 1], !inverts));
            }
            if (done < end) found.Add((done, end, inverts));
            Arrange(found, next);
        }
        text.CompletePieces();
    }

    private void Arrange(List<(int Start, int End, bool IsMatch)> found, List<(int Start, int End)> next)
    {
        int first = next.Count;
        bool wasMatch = false;
        switch (behavior)
        {
            case SplitBehavior.Removed or SplitBehavior.Isolated:
                foreach ((int start, int end, bool isMatch) in found)
                    if (!isMatch || behavior == SplitBehavior.Isolated) next.Add((start, end));
                break;
            case SplitBehavior.MergedWithNext:
                for (int i = found.Count - 1; i >= 0; i--)
                {
                    (int start, int end, bool isMatch) = found[i];
                    if (isMatch && !wasMatch && next.Count > first) next[^1] = (start, next[^1].End);
                    else next.Add((start, end));
                    wasMatch = isMatch;
                }
                next.Reverse(first, next.Count - first);
                break;
            default:
                foreach ((int start, int end, bool isMatch) in found)
                {
                    bool joins = behavior == SplitBehavior.Contiguous ? isMatch == wasMatch : isMatch && !wasMatch;
                    if (joins && next.Count > first) next[^1] = (next[^1].Start, end);
                    else next.Add((start, end));
                    wasMatch = isMatch;
                }
                break;
        }
    }
}

/// <summary>Splits by a pattern.</summary>
internal sealed class PatternPreTokenizer(SplitPattern pattern, SplitBehavior behavior, bool inverts) : MatchPreTokenizer(behavior, inverts)
{
    protected override void FindAll(ReadOnlySpan<byte> piece, List<int> matches) => pattern.FindAll(piece, matches);
}

/// <summary>Splits at single characters of a set.</summary>
internal sealed class PointPreTokenizer(Func<int, bool> isMatch, SplitBehavior behavior) : MatchPreTokenizer(behavior, inverts: false)
{
    private readonly PointSet set = new(isMatch);

    protected override void FindAll(ReadOnlySpan<byte> piece, List<int> matches)
    {
        for (int at = 0; at < piece.Length;)
        {
            bool found = set.Contains(CodePoints.Decode(piece, at, out int length));
            if (found) matches.Add(at);
            at += length;
            if (found) matches.Add(at);
        }
    }
}
