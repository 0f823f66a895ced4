namespace DataCuration.Selection;

/// <summary>A row as a selection sees it.</summary>
/// <param name="State">Tells if the document can be selected.</param>
/// <param name="First">The first part of its stratum.</param>
/// <param name="Second">The second part of its stratum.</param>
/// <param name="Key">The key for the ranking; larger is better.</param>
internal readonly record struct Candidate(CandidateState State, int First, int Second, UInt128 Key)
{
    public static Candidate Unrated => new(CandidateState.Unrated, 0, 0, 0);

    public static Candidate Excluded => new(CandidateState.Excluded, 0, 0, 0);

    /// <summary>
    /// Creates a candidate that can be selected. Equal scores are ordered by a number drawn from seed and id, not by position, so the choice among them is
    /// uniform.
    /// </summary>
    public static Candidate Of(int first, int second, double score, ulong tieSeed, ulong idHash)
    {
        ulong tie = SeededRandom.Mix(SeededRandom.Mix(unchecked(tieSeed + 0x9E3779B97F4A7C15UL)) ^ idHash);
        return new(CandidateState.Eligible, first, second, new UInt128(Selector.OrderedKey(score), tie));
    }

    /// <summary>Creates a candidate that can be selected, with the same key for equal scores.</summary>
    public static Candidate Plain(int first, double score) => new(CandidateState.Eligible, first, 0, new UInt128(Selector.OrderedKey(score), 0));

    /// <summary>Returns the score of a key.</summary>
    public static double ScoreOf(UInt128 key)
    {
        long ordered = (long)(ulong)(key >> 64);
        return BitConverter.Int64BitsToDouble(ordered < 0 ? ordered ^ long.MinValue : ~ordered);
    }
}
