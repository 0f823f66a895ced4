namespace DataCuration;

/// <summary>The score of a text by an n-gram model.</summary>
/// <param name="Log10">The base-10 logarithm of the text's probability: the sum over all words and ends of sentences.</param>
/// <param name="Sentences">The number of sentences: lines.</param>
/// <param name="Words">The number of words, without the ends of sentences.</param>
/// <param name="Unknown">The number of words that the model does not have.</param>
public readonly record struct NGramScore(double Log10, long Sentences, long Words, long Unknown)
{
    /// <summary>
    /// The perplexity as KenLM and CCNet compute it: 10^(−log10 p / n), where n counts the words and one end for each sentence. NaN if there is no sentence.
    /// </summary>
    public double Perplexity => Words + Sentences == 0 ? double.NaN : Math.Pow(10, -Log10 / (Words + Sentences));

    /// <summary>The information in bits: −log2 p.</summary>
    public double Bits => -Log10 * 3.3219280948873623;

    /// <summary>The loss in nats: −ln p.</summary>
    public double Nats => -Log10 * 2.302585092994046;
}
