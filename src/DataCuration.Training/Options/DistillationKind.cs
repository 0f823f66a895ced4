namespace DataCuration.Training;

/// <summary>The distribution that a training keeps the model close to.</summary>
public enum DistillationKind
{
    /// <summary>The distribution of the initial model: plain self-distillation, so that the model forgets less.</summary>
    SelfDistillation,

    /// <summary>
    /// The distribution of the initial model in which the logits of its best token and of the token in the text are swapped, so that the text's token is the
    /// best one: logit swap self-distillation (Mix-CPT: Jiang et al. 2024, arXiv 2407.10804). The model learns the text, and keeps the rest of what it knew.
    /// </summary>
    LogitSwap,
}
