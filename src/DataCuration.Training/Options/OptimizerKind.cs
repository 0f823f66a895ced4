namespace DataCuration.Training;

/// <summary>The optimizer of a training.</summary>
public enum OptimizerKind
{
    /// <summary>AdamW (Loshchilov and Hutter 2019) for all parameters.</summary>
    AdamW,

    /// <summary>
    /// Muon (Jordan et al. 2024, "Muon: an optimizer for hidden layers in neural networks") for the matrices of the blocks: the update is the momentum with its
    /// singular values set to about 1. AdamW for embeddings, output and normalisation weights. Updates are scaled as Liu et al. 2025 do ("Muon is scalable for
    /// LLM training", equation 4), so that AdamW's learning rate and weight decay apply to both.
    /// </summary>
    Muon,
}
