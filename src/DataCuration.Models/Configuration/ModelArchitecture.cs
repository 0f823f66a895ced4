namespace DataCuration.Models;

/// <summary>
/// The architectures that are read and written. All are decoders with RMS normalisation, rotary positions, SwiGLU and grouped-query attention.
/// </summary>
public enum ModelArchitecture
{
    /// <summary>Llama 1 to 3.3 (Touvron et al. 2023, Grattafiori et al. 2024): no biases.</summary>
    Llama,

    /// <summary>Qwen 2 and 2.5 (Yang et al. 2024): biases of query, key and value.</summary>
    Qwen2,

    /// <summary>Qwen 3 (Yang et al. 2025): RMS normalisation of each query and key head, no biases.</summary>
    Qwen3,
}
