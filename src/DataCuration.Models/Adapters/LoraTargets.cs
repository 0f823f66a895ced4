namespace DataCuration.Models;

/// <summary>The projections of each layer that low-rank adaptation changes.</summary>
[Flags]
public enum LoraTargets
{
    /// <summary>No projection.</summary>
    None = 0,

    /// <summary>Queries (<c>q_proj</c>).</summary>
    Query = 1,

    /// <summary>Keys (<c>k_proj</c>).</summary>
    Key = 2,

    /// <summary>Values (<c>v_proj</c>).</summary>
    Value = 4,

    /// <summary>The output of attention (<c>o_proj</c>).</summary>
    AttentionOutput = 8,

    /// <summary>The gate of feed-forward (<c>gate_proj</c>).</summary>
    Gate = 16,

    /// <summary>The gated values of feed-forward (<c>up_proj</c>).</summary>
    Up = 32,

    /// <summary>The output of feed-forward (<c>down_proj</c>).</summary>
    Down = 64,

    /// <summary>All projections of attention.</summary>
    Attention = Query | Key | Value | AttentionOutput,

    /// <summary>All projections of feed-forward.</summary>
    FeedForward = Gate | Up | Down,

    /// <summary>All projections.</summary>
    All = Attention | FeedForward,
}
