namespace DataCuration.FastText;

/// <summary>The kinds of fastText models. The values are those of the file format.</summary>
public enum FastTextModelKind
{
    /// <summary>Word vectors by continuous bag of words: predicts a word from the words around it (Mikolov et al. 2013).</summary>
    ContinuousBagOfWords = 1,

    /// <summary>Word vectors by skip-gram: predicts the words around a word from its character n-grams (Bojanowski et al. 2017).</summary>
    SkipGram = 2,

    /// <summary>A text classifier (Joulin et al. 2017).</summary>
    Supervised = 3,
}
