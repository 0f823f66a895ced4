namespace DataCuration.Training.TorchSharp;

/// <summary>A matrix of a block, as the decoder multiplies with it.</summary>
internal enum DecoderProjection
{
    /// <summary>Queries, keys and values.</summary>
    Qkv,

    /// <summary>The output of attention.</summary>
    AttentionOutput,

    /// <summary>Gate and up projections.</summary>
    GateUp,

    /// <summary>The output of feed-forward.</summary>
    Down,
}
