namespace DataCuration.Tokenization;

/// <summary>The vocabulary that merges are learned for.</summary>
internal abstract class MergeVocabulary
{
    /// <summary>True if no further token is wanted.</summary>
    public abstract bool IsFull { get; }

    /// <summary>Adds a merge.</summary>
    /// <param name="left">The left symbol.</param>
    /// <param name="right">The right symbol.</param>
    /// <param name="count">Its number of occurrences.</param>
    /// <returns>The symbol in place of both; -1 if the pair is never merged.</returns>
    public abstract int Merge(int left, int right, long count);
}
