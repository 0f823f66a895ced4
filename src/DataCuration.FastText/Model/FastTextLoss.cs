namespace DataCuration.FastText;

/// <summary>The loss function of a fastText model, which also determines how scores become probabilities. The values are those of the file format.</summary>
public enum FastTextLoss
{
    /// <summary>Hierarchical softmax: a path through a Huffman tree of the labels.</summary>
    HierarchicalSoftmax = 1,

    /// <summary>Negative sampling: one logistic function for each label.</summary>
    NegativeSampling = 2,

    /// <summary>Softmax over all labels.</summary>
    Softmax = 3,

    /// <summary>One-vs-all: one logistic function for each label, trained on all labels of an example.</summary>
    OneVsAll = 4,
}
