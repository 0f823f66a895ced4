using System.Runtime.CompilerServices;

namespace DataCuration;

/// <summary>The context of the next word: the last words for which the model has an n-gram, and its weights for backing off from them.</summary>
internal struct NGramState
{
    /// <summary>The number of words in the context.</summary>
    public int Length;

    /// <summary>The words, the last one first.</summary>
    public Words Ids;

    /// <summary>The backoff weight of the last k + 1 words at k, as a base-10 logarithm.</summary>
    public Weights Backoffs;

    [InlineArray(NGramModel.MaxOrder)]
    internal struct Words
    {
        private int first;
    }

    [InlineArray(NGramModel.MaxOrder)]
    internal struct Weights
    {
        private float first;
    }
}
