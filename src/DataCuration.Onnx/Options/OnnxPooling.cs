namespace DataCuration.Onnx;

/// <summary>How the vectors of a text's tokens become one. A model whose output holds one vector for each text is taken as it is.</summary>
public enum OnnxPooling
{
    /// <summary>Their mean, special tokens included and padding not: sentence-transformers' default.</summary>
    Mean,

    /// <summary>That of the first token, the classification token.</summary>
    Cls,
}
