namespace DataCuration;

/// <summary>
/// The second pass of spaCy's tokenizer (_apply_special_cases): sequences of tokens that are an exception together become its tokens. Of sequences that
/// overlap, the longest counts, then the first. Sequences with white space between their tokens change nothing, but they count among those that overlap.
/// </summary>
internal static unsafe class EnglishPhrases
{
    /// <summary>The tokens of the longest sequence.</summary>
    private const int MaxTokens = 16;

    /// <summary>The starts that are remembered, a power of two: those that two neighbouring candidates share, at least.</summary>
    private const int RememberedStarts = 64;

    /// <summary>Returns true if tokens have certain lengths in bytes.</summary>
    public static bool HasLengths(ReadOnlySpan<int> ranges, ReadOnlySpan<byte> lengths)
    {
        if (ranges.Length != 2 * lengths.Length) return false;
        for (int i = 0; i < lengths.Length; i++) if (ranges[2 * i + 1] != lengths[i]) return false;
        return true;
    }

    /// <summary>Replaces sequences of tokens by the tokens of exceptions.</summary>
    /// <param name="utf8">The text.</param>
    /// <param name="ranges">Start and length in bytes of each token.</param>
    /// <param name="candidates">Sequences without white space, in the order of their first tokens.</param>
    /// <returns>The new ranges.</returns>
    public static int[] Join(ReadOnlySpan<byte> utf8, ReadOnlySpan<int> ranges, List<Candidate> candidates)
    {
        var result = new List<int>(ranges.Length);
        int at = 0;
        Span<int> starts = stackalloc int[RememberedStarts], lengths = stackalloc int[RememberedStarts];
        starts.Fill(-1);
        foreach (Candidate candidate in candidates)
        {
            if (IsOverlapped(utf8, ranges, candidate, starts, lengths)) continue;
            result.AddRange(ranges[(2 * at)..(2 * candidate.First)]);
            int start = ranges[2 * candidate.First];
            foreach (byte length in candidate.Entry.Tokens)
            {
                result.Add(start);
                result.Add(length);
                start += length;
            }
            at = candidate.First + candidate.Entry.Phrase.Length;
        }
        result.AddRange(ranges[(2 * at)..]);
        return [.. result];
    }

    /// <summary>Returns true if a longer sequence, or an equally long one before it, has the first or the last token of a candidate.</summary>
    private static bool IsOverlapped(ReadOnlySpan<byte> utf8, ReadOnlySpan<int> ranges, Candidate candidate, Span<int> starts, Span<int> lengths)
    {
        int first = candidate.First, length = candidate.Entry.Phrase.Length, last = first + length - 1;
        for (int start = Math.Max(0, first - MaxTokens); start <= last; start++)
        {
            // Candidates of a long run are one token apart, and look at the same starts.
            int place = start & (RememberedStarts - 1);
            if (starts[place] != start) (starts[place], lengths[place]) = (start, PatternsAt(utf8, ranges, start));
            // It reaches the first token of the candidate, or the last one if it begins after the first.
            int least = Math.Max(start < first ? length : length + 1, start <= first ? first - start + 1 : last - start + 1);
            if (lengths[place] >> least != 0) return true;
        }
        return false;
    }

    /// <summary>Finds the sequences that begin with a token: bit n is set for one of n tokens.</summary>
    private static int PatternsAt(ReadOnlySpan<byte> utf8, ReadOnlySpan<int> ranges, int start)
    {
        Span<byte> joined = stackalloc byte[EnglishTables.Exceptions.MaxLength];
        int found = 0, bytes = 0;
        for (int i = start; i < ranges.Length / 2 && i - start < MaxTokens; i++)
        {
            ReadOnlySpan<byte> token = utf8.Slice(ranges[2 * i], ranges[2 * i + 1]);
            if (i > start && !AreNeighbours(utf8, ranges[2 * i - 2] + ranges[2 * i - 1], ranges[2 * i])) break;
            if (bytes + token.Length > joined.Length) break;
            token.CopyTo(joined[bytes..]);
            bytes += token.Length;
            if (IsPattern(joined[..bytes], ranges[(2 * start)..(2 * i + 2)])) found |= 1 << (i + 1 - start);
        }
        return found;
    }

    private static bool IsPattern(ReadOnlySpan<byte> joined, ReadOnlySpan<int> ranges)
    {
        fixed (byte* bytes = joined)
            return EnglishTables.Exceptions.Find(bytes, joined.Length) is { Pattern.Length: > 0 } entry && HasLengths(ranges, entry.Pattern);
    }

    /// <summary>White space other than one blank is a token of its own between two others.</summary>
    private static bool AreNeighbours(ReadOnlySpan<byte> utf8, int end, int next) => next == end || next == end + 1 && utf8[end] == ' ';

    /// <summary>A sequence of tokens that are an exception together.</summary>
    /// <param name="First">The index of its first token.</param>
    /// <param name="Entry">The exception.</param>
    internal readonly record struct Candidate(int First, EnglishTable.Entry Entry);
}
