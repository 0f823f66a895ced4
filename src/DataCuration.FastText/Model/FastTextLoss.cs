namespace DataCuration.FastText;

/// <summary>What a fastText model was trained with: decides how scores become probabilities. The numbers are those of the file format.</summary>
public enum FastTextLoss
{
    /// <summary>Hierarchical softmax: a path through a Huffman tree of the labels.</summary>
    HierarchicalSoftmax = 1,

    /// <summary>Negative sampling: one logistic function for each label.</summary>
    NegativeSampling = 2,

    /// <summary>Softmax over all labels.</summary>
    Softmax = 3,

    /// <summary>One logistic function for each label, trained one against all.</summary>
    OneVsAll = 4,
}
