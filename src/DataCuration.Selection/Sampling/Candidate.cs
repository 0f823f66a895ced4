namespace DataCuration.Selection;

/// <summary>What a selection makes of a row.</summary>
/// <param name="Standing">Whether it can be selected.</param>
/// <param name="First">Its stratum's first part.</param>
/// <param name="Second">Its stratum's second part.</param>
/// <param name="Key">What it is ranked by: larger is better.</param>
internal readonly record struct Candidate(CandidateStanding Standing, int First, int Second, UInt128 Key)
{
    public static Candidate Unrated => new(CandidateStanding.Unrated, 0, 0, 0);

    public static Candidate Excluded => new(CandidateStanding.Excluded, 0, 0, 0);

    /// <summary>One that can be selected. Equal scores are ordered by a number drawn from seed and id, not by the corpus's order: among equals the choice is uniform.</summary>
    public static Candidate Of(int first, int second, double score, ulong tieSeed, ulong idHash) =>
        new(CandidateStanding.Candidate, first, second, new UInt128(Selector.OrderedKey(score), SeededRandom.Mix(SeededRandom.Mix(unchecked(tieSeed + 0x9E3779B97F4A7C15UL)) ^ idHash)));

    /// <summary>One that can be selected, all equal scores together.</summary>
    public static Candidate Plain(int first, double score) => new(CandidateStanding.Candidate, first, 0, new UInt128(Selector.OrderedKey(score), 0));

    /// <summary>The score of a key.</summary>
    public static double ScoreOf(UInt128 key)
    {
        long ordered = (long)(ulong)(key >> 64);
        return BitConverter.Int64BitsToDouble(ordered < 0 ? ordered ^ long.MinValue : ~ordered);
    }
}
