namespace DataCuration.Training;

/// <summary>How a model is trained: AdamW (Loshchilov and Hutter 2019) with the settings of Llama (Touvron et al. 2023, section 2.3) unless said otherwise.</summary>
public sealed record TrainingOptions
{
    /// <summary>How many optimiser steps are made. Not used if <see cref="Tokens"/> is set.</summary>
    /// <value>Default 500: with the other defaults and <see cref="DecoderOptions.Tiny"/>, half a million tokens.</value>
    public long Steps { get; init => field = AtLeast(value, 1, nameof(Steps)); } = 500;

    /// <summary>How many tokens are trained on, rounded up to whole steps; null to go by <see cref="Steps"/>. Documents are gone through again, in another order, when there are fewer.</summary>
    /// <value>Default null.</value>
    public long? Tokens { get; init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Tokens), value, "Must be at least 1."); }

    /// <summary>How many rows of <see cref="DecoderOptions.ContextLength"/> tokens are computed at once.</summary>
    /// <value>Default 4: at small budgets many small steps teach more than few large ones.</value>
    public int BatchRows { get; init => field = (int)AtLeast(value, 1, nameof(BatchRows)); } = 4;

    /// <summary>How many such batches make one step: their gradients are averaged.</summary>
    /// <value>Default 1.</value>
    public int GradientAccumulation { get; init => field = (int)AtLeast(value, 1, nameof(GradientAccumulation)); } = 1;

    /// <summary>The learning rate after warm-up. Small models want larger ones: Llama 7B has 3e-4.</summary>
    /// <value>Default 3e-3: our choice for <see cref="DecoderOptions.Tiny"/> over some hundred steps; larger models and longer trainings want less.</value>
    public double PeakLearningRate { get; init => field = Positive(value, nameof(PeakLearningRate)); } = 3e-3;

    /// <summary>Over how many steps the learning rate rises to its peak.</summary>
    /// <value>Default 50, a tenth of the default <see cref="Steps"/>.</value>
    public long WarmupSteps { get; init => field = AtLeast(value, 0, nameof(WarmupSteps)); } = 50;

    /// <summary>The last learning rate as a part of the peak, from 0 to 1.</summary>
    /// <value>Default 0.1: Llama.</value>
    public double MinimumRatio { get; init => field = InUnit(value, true, nameof(MinimumRatio)); } = 0.1;

    /// <summary>AdamW's decay of the mean gradient, from 0 up to 1.</summary>
    /// <value>Default 0.9: Llama.</value>
    public double Beta1 { get; init => field = InUnit(value, false, nameof(Beta1)); } = 0.9;

    /// <summary>AdamW's decay of the mean squared gradient, from 0 up to 1.</summary>
    /// <value>Default 0.95: Llama.</value>
    public double Beta2 { get; init => field = InUnit(value, false, nameof(Beta2)); } = 0.95;

    /// <summary>Added to the root of the mean squared gradient.</summary>
    /// <value>Default 1e-8: Kingma and Ba 2015.</value>
    public double AdamEpsilon { get; init => field = Positive(value, nameof(AdamEpsilon)); } = 1e-8;

    /// <summary>Weight decay, times the learning rate, a step; of matrices only, not of normalisation weights.</summary>
    /// <value>Default 0.1: Llama.</value>
    public double WeightDecay { get; init => field = value >= 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(nameof(WeightDecay), value, "Must not be negative."); } = 0.1;

    /// <summary>Gradients whose norm over all parameters is larger are scaled down to it.</summary>
    /// <value>Default 1.0: Llama. Infinity turns it off.</value>
    public double GradientClip { get; init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(GradientClip), value, "Must be positive."); } = 1.0;

    /// <summary>Draws the first parameters and the order of documents. The same seed gives the same losses to the bit on the same processor kind and number of threads.</summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>After how many steps the evaluation set is run; 0 for at the end only.</summary>
    /// <value>Default 0.</value>
    public long EvaluationInterval { get; init => field = AtLeast(value, 0, nameof(EvaluationInterval)); }

    /// <summary>After how many steps the loss is taken into the report and progress is reported. Reading the loss is cheap on a processor, and makes a GPU wait.</summary>
    /// <value>Default 10.</value>
    public long LossInterval { get; init => field = AtLeast(value, 1, nameof(LossInterval)); } = 10;

    /// <summary>
    /// Where checkpoints are kept; null for none. If it holds one of the same training, training goes on from there; one of another training is refused. The finished model is
    /// left there.
    /// </summary>
    /// <value>Default null.</value>
    public string? CheckpointFolder { get; init; }

    /// <summary>After how many steps a checkpoint is written; 0 for at the end and on cancellation only.</summary>
    /// <value>Default 0.</value>
    public long CheckpointInterval { get; init => field = AtLeast(value, 0, nameof(CheckpointInterval)); }

    /// <summary>Where to train.</summary>
    /// <value>Default <see cref="TrainingDevice.Auto"/>.</value>
    public TrainingDevice Device { get; init; }

    /// <summary>The number format of matrix products.</summary>
    /// <value>Default <see cref="TrainingPrecision.Float32"/>.</value>
    public TrainingPrecision Precision { get; init; }

    /// <summary>How many processor threads a matrix product uses; 0 for as many as the process may use, at most 8 for models below 10 million parameters.</summary>
    /// <value>Default 0.</value>
    public int Threads { get; init => field = (int)AtLeast(value, 0, nameof(Threads)); }

    /// <summary>How many tokens a step trains on.</summary>
    /// <param name="model">The model, for its context length.</param>
    public long TokensPerStep(DecoderOptions model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return (long)BatchRows * GradientAccumulation * model.ContextLength;
    }

    /// <summary>How many steps are made, whichever of <see cref="Steps"/> and <see cref="Tokens"/> says so.</summary>
    /// <param name="model">The model, for its context length.</param>
    public long TotalSteps(DecoderOptions model) => Tokens is { } tokens ? (tokens - 1) / TokensPerStep(model) + 1 : Steps;

    /// <summary>The learning rates of a training.</summary>
    /// <param name="model">The model, for its context length.</param>
    public LearningRateSchedule Schedule(DecoderOptions model) => new(PeakLearningRate, WarmupSteps, TotalSteps(model), MinimumRatio);

    /// <summary>
    /// Writes the options that say what is trained: not those of evaluation, reports and checkpoints, nor device and threads, on which only the parameters' last bits depend, so that a
    /// training may go on elsewhere.
    /// </summary>
    /// <param name="model">The model, which is written too.</param>
    /// <param name="writer">Takes the options.</param>
    public void Describe(DecoderOptions model, FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(writer);
        writer.BeginScope("model");
        model.Describe(writer);
        writer.EndScope();
        writer.BeginScope("training");
        writer.Add(nameof(Steps), TotalSteps(model));
        writer.Add(nameof(BatchRows), BatchRows);
        writer.Add(nameof(GradientAccumulation), GradientAccumulation);
        writer.Add(nameof(PeakLearningRate), PeakLearningRate);
        writer.Add(nameof(WarmupSteps), WarmupSteps);
        writer.Add(nameof(MinimumRatio), MinimumRatio);
        writer.Add(nameof(Beta1), Beta1);
        writer.Add(nameof(Beta2), Beta2);
        writer.Add(nameof(AdamEpsilon), AdamEpsilon);
        writer.Add(nameof(WeightDecay), WeightDecay);
        writer.Add(nameof(GradientClip), GradientClip);
        writer.Add(nameof(Seed), Seed.ToString(System.Globalization.CultureInfo.InvariantCulture));
        writer.Add(nameof(Precision), Precision.ToString());
        writer.EndScope();
    }

    private static long AtLeast(long value, long minimum, string name) =>
        value >= minimum ? value : throw new ArgumentOutOfRangeException(name, value, $"Must be at least {minimum}.");

    private static double Positive(double value, string name) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "Must be positive and finite.");

    private static double InUnit(double value, bool includingOne, string name) =>
        value is >= 0 and < 1 || (includingOne && value == 1) ? value : throw new ArgumentOutOfRangeException(name, value, $"Must be at least 0 and {(includingOne ? "at most" : "below")} 1.");
}
