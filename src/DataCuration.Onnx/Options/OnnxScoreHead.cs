namespace DataCuration.Onnx;

/// <summary>What a classifier's outputs become.</summary>
public enum OnnxScoreHead
{
    /// <summary>Probabilities that add up to one: the labels exclude each other.</summary>
    Softmax,

    /// <summary>A probability for each label alone.</summary>
    Sigmoid,

    /// <summary>The outputs as they are: a regression, or a model that ends in its own probabilities.</summary>
    Identity,
}
