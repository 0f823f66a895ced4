namespace DataCuration.Models;

/// <summary>The place of a tensor in a decoder.</summary>
public enum ModelTensorRole
{
    /// <summary>Embeddings, a row for each token.</summary>
    Embedding,

    /// <summary>Weight of the normalisation before attention.</summary>
    AttentionNorm,

    /// <summary>Projection to queries.</summary>
    Query,

    /// <summary>Bias of queries.</summary>
    QueryBias,

    /// <summary>Projection to keys.</summary>
    Key,

    /// <summary>Bias of keys.</summary>
    KeyBias,

    /// <summary>Projection to values.</summary>
    Value,

    /// <summary>Bias of values.</summary>
    ValueBias,

    /// <summary>Weight of the normalisation of query heads.</summary>
    QueryNorm,

    /// <summary>Weight of the normalisation of key heads.</summary>
    KeyNorm,

    /// <summary>Projection of attention into the residual stream.</summary>
    AttentionOutput,

    /// <summary>Weight of the normalisation before feed-forward.</summary>
    FeedForwardNorm,

    /// <summary>Projection to the gate of feed-forward.</summary>
    Gate,

    /// <summary>Projection to the gated values of feed-forward.</summary>
    Up,

    /// <summary>Projection of feed-forward into the residual stream.</summary>
    Down,

    /// <summary>Weight of the normalisation before the output.</summary>
    FinalNorm,

    /// <summary>Output matrix, a row for each token; absent if embeddings are tied.</summary>
    Output,
}
