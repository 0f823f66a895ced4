namespace DataCuration.Training;

/// <summary>The course of the learning rate after warm-up.</summary>
public enum LearningRateDecay
{
    /// <summary>Half a cosine from the peak to the minimum (Loshchilov and Hutter 2017).</summary>
    Cosine,

    /// <summary>
    /// Warm-up, stable, decay (Hu et al. 2024, "MiniCPM"): the peak until the last part of the training, then down to the minimum by
    /// <c>1 - sqrt</c> of that part's progress, the form that Hägele et al. 2024 found best. The checkpoint before the decay is kept. With more steps and the
    /// same folder, a training continues from it, with the same bits as if it had been planned that long.
    /// </summary>
    WarmupStableDecay,
}
