namespace DataCuration.Onnx;

/// <summary>The function that turns a classifier's outputs into scores.</summary>
public enum OnnxScoreHead
{
    /// <summary>Softmax: probabilities that sum to one, for labels that exclude each other.</summary>
    Softmax,

    /// <summary>The logistic function: an independent probability for each label.</summary>
    Sigmoid,

    /// <summary>The unchanged outputs, for regressions and models that output probabilities.</summary>
    Identity,
}
