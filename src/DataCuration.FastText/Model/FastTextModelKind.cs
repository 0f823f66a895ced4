namespace DataCuration.FastText;

/// <summary>What a fastText model was trained to do. The numbers are those of the file format.</summary>
public enum FastTextModelKind
{
    /// <summary>Word vectors by the continuous bag of words: a word from the words around it (Mikolov et al. 2013).</summary>
    ContinuousBagOfWords = 1,

    /// <summary>Word vectors by skip-gram: the words around a word from its character n-grams (Bojanowski et al. 2017).</summary>
    SkipGram = 2,

    /// <summary>A classifier of texts (Joulin et al. 2017).</summary>
    Supervised = 3,
}
