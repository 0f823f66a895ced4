namespace DataCuration.Synthesis;

/// <summary>The ROUGE-L of a text against another one.</summary>
/// <param name="CommonWords">The length of the longest common subsequence of their words.</param>
/// <param name="CandidateWords">The number of words of the candidate.</param>
/// <param name="ReferenceWords">The number of words of the reference.</param>
public readonly record struct RougeScore(int CommonWords, int CandidateWords, int ReferenceWords)
{
    /// <summary>The share of the candidate's words in the subsequence, from 0 to 1; 0 for a text without words.</summary>
    public double Precision => CandidateWords == 0 ? 0 : (double)CommonWords / CandidateWords;

    /// <summary>The share of the reference's words in the subsequence, from 0 to 1; 0 for a text without words.</summary>
    public double Recall => ReferenceWords == 0 ? 0 : (double)CommonWords / ReferenceWords;

    /// <summary>The harmonic mean of precision and recall, from 0 to 1: twice the common words, divided by the words of both texts.</summary>
    public double FMeasure => CandidateWords + ReferenceWords == 0 ? 0 : 2.0 * CommonWords / (CandidateWords + ReferenceWords);
}
