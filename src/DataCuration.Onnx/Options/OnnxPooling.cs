namespace DataCuration.Onnx;

/// <summary>The pooling of token vectors into one text vector. Ignored for models whose output has one vector per text.</summary>
public enum OnnxPooling
{
    /// <summary>The mean over all tokens, including special tokens but not padding: the default of sentence-transformers.</summary>
    Mean,

    /// <summary>The vector of the first token, which is the classification token.</summary>
    Cls,
}
