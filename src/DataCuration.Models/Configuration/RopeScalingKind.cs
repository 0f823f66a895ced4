namespace DataCuration.Models;

/// <summary>The ways to change the frequencies of rotary positions for longer contexts.</summary>
public enum RopeScalingKind
{
    /// <summary>Divides all frequencies by the factor (Chen et al. 2023, position interpolation).</summary>
    Linear,

    /// <summary>
    /// Divides low frequencies by the factor, keeps high ones, and interpolates between them, as Llama 3.1 does (function <c>apply_scaling</c> of
    /// <c>models/llama3/reference_impl/model.py</c> in meta-llama/llama-models).
    /// </summary>
    Llama3,
}
