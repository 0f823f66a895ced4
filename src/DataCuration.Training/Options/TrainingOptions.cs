using DataCuration.Models;

namespace DataCuration.Training;

/// <summary>
/// Options of a training. Defaults are Llama's (Touvron et al. 2023, section 2.3) unless noted otherwise.
/// </summary>
public sealed record TrainingOptions
{
    /// <summary>The number of optimizer steps. Ignored if <see cref="Tokens"/> is set.</summary>
    /// <value>Default 500. With the other defaults and <see cref="DecoderOptions.Tiny"/>, that is half a million tokens.</value>
    public long Steps { get; init => field = AtLeast(value, 1, nameof(Steps)); } = 500;

    /// <summary>
    /// The number of tokens to train on, rounded up to whole steps; null to use <see cref="Steps"/>. If there are fewer tokens, the documents are read again
    /// in another order.
    /// </summary>
    /// <value>Default null.</value>
    public long? Tokens
    {
        get;
        init => field = value is null or >= 1 ? value : throw new ArgumentOutOfRangeException(nameof(Tokens), value, "Must be at least 1.");
    }

    /// <summary>The number of rows of <see cref="DecoderOptions.ContextLength"/> tokens in a batch.</summary>
    /// <value>Default 4: with a small budget, many small steps teach more than a few large ones.</value>
    public int BatchRows { get; init => field = (int)AtLeast(value, 1, nameof(BatchRows)); } = 4;

    /// <summary>The number of batches in a step. Their gradients are averaged.</summary>
    /// <value>Default 1.</value>
    public int GradientAccumulation { get; init => field = (int)AtLeast(value, 1, nameof(GradientAccumulation)); } = 1;

    /// <summary>The learning rate after warm-up. Small models need larger rates: Llama 7B has 3e-4.</summary>
    /// <value>Default 3e-3: our choice for <see cref="DecoderOptions.Tiny"/> over a few hundred steps. Larger models and longer trainings need less.</value>
    public double PeakLearningRate { get; init => field = Positive(value, nameof(PeakLearningRate)); } = 3e-3;

    /// <summary>The number of steps in which the learning rate rises to its peak.</summary>
    /// <value>Default 50, a tenth of the default <see cref="Steps"/>.</value>
    public long WarmupSteps { get; init => field = AtLeast(value, 0, nameof(WarmupSteps)); } = 50;

    /// <summary>The ratio of the last learning rate to the peak, from 0 to 1.</summary>
    /// <value>Default 0.1: Llama.</value>
    public double MinimumRatio { get; init => field = InUnit(value, true, nameof(MinimumRatio)); } = 0.1;

    /// <summary>The course of the learning rate after warm-up.</summary>
    /// <value>Default <see cref="LearningRateDecay.Cosine"/>: Llama.</value>
    public LearningRateDecay Decay { get; init; }

    /// <summary>The last part of the steps in which <see cref="LearningRateDecay.WarmupStableDecay"/> lowers the learning rate, from 0 to 1.</summary>
    /// <value>Default 0.2: Hägele et al. 2024.</value>
    public double DecayRatio { get; init => field = InUnit(value, true, nameof(DecayRatio)); } = 0.2;

    /// <summary>The optimizer.</summary>
    /// <value>Default <see cref="OptimizerKind.AdamW"/>: Llama.</value>
    public OptimizerKind Optimizer { get; init; }

    /// <summary>Muon's decay of the momentum: at least 0 and below 1.</summary>
    /// <value>Default 0.95: Jordan et al. 2024.</value>
    public double MuonMomentum { get; init => field = InUnit(value, false, nameof(MuonMomentum)); } = 0.95;

    /// <summary>AdamW's decay of the mean gradient: at least 0 and below 1.</summary>
    /// <value>Default 0.9: Llama.</value>
    public double Beta1 { get; init => field = InUnit(value, false, nameof(Beta1)); } = 0.9;

    /// <summary>AdamW's decay of the mean squared gradient: at least 0 and below 1.</summary>
    /// <value>Default 0.95: Llama.</value>
    public double Beta2 { get; init => field = InUnit(value, false, nameof(Beta2)); } = 0.95;

    /// <summary>Added to the root of the mean squared gradient.</summary>
    /// <value>Default 1e-8: Kingma and Ba 2015.</value>
    public double AdamEpsilon { get; init => field = Positive(value, nameof(AdamEpsilon)); } = 1e-8;

    /// <summary>The weight decay per step, multiplied by the learning rate. Applies to matrices, not to normalisation weights.</summary>
    /// <value>Default 0.1: Llama.</value>
    public double WeightDecay
    {
        get;
        init => field = value >= 0 && double.IsFinite(value) ? value
            : throw new ArgumentOutOfRangeException(nameof(WeightDecay), value, "Must not be negative.");
    } = 0.1;

    /// <summary>The maximum gradient norm over all parameters. Larger gradients are scaled down to it.</summary>
    /// <value>Default 1.0: Llama. Infinity turns clipping off.</value>
    public double GradientClip
    {
        get;
        init => field = value > 0 ? value : throw new ArgumentOutOfRangeException(nameof(GradientClip), value, "Must be positive.");
    } = 1.0;

    /// <summary>The way in which documents fill rows.</summary>
    /// <value>Default <see cref="RowPacking.Stream"/>, as in GPT-3 (Brown et al. 2020) and Llama.</value>
    public RowPacking Packing { get; init; }

    /// <summary>
    /// True if the documents of a row do not see each other: attention ends at the start of a document, and positions start from 0 there. It costs nothing on a
    /// CPU, since attention over short stretches is cheaper.
    /// </summary>
    /// <value>Default false, as in GPT-3 (Brown et al. 2020). True in Llama 3 (Dubey et al. 2024, section 3.2) and MeCo (Gao et al. 2025).</value>
    public bool SeparateDocuments { get; init; }

    /// <summary>
    /// The model to continue from: a <see cref="TrainingReport.ModelFolder"/>, a <see cref="CheckpointFolder"/>, or a folder of Hugging Face; null to start
    /// from random parameters. The optimizer starts anew. Dimensions, heads and the epsilon of normalisations must be those of the model to train. Another
    /// base or scaling of rotary positions is for a longer context, and gives a warning; the context length may be another one.
    /// </summary>
    /// <value>Default null.</value>
    public string? InitialModel { get; init; }

    /// <summary>
    /// Options of low-rank adaptation; null to train all parameters. The weights of <see cref="InitialModel"/> stay as they are, and only small matrices beside
    /// them are trained. A checkpoint has the matrices, and the model with them merged into its weights.
    /// </summary>
    /// <value>Default null.</value>
    public LoraOptions? Lora { get; init; }

    /// <summary>Options of distillation from <see cref="InitialModel"/>; null for cross-entropy only.</summary>
    /// <value>Default null.</value>
    public DistillationOptions? Distillation { get; init; }

    /// <summary>
    /// The seed of the initial parameters and of the document order. With the same kind of CPU and number of threads, the same seed gives bit-identical
    /// losses.
    /// </summary>
    /// <value>Default 0.</value>
    public ulong Seed { get; init; }

    /// <summary>The number of steps between evaluations; 0 to evaluate at the end only.</summary>
    /// <value>Default 0.</value>
    public long EvaluationInterval { get; init => field = AtLeast(value, 0, nameof(EvaluationInterval)); }

    /// <summary>
    /// The number of evaluations without a better result on the first evaluation set after which the training stops; 0 to make all steps. The checkpoint of the
    /// best result is kept (<see cref="TrainingReport.BestModelFolder"/>). The course of the learning rate does not change.
    /// </summary>
    /// <value>Default 0.</value>
    public int Patience { get; init => field = (int)AtLeast(value, 0, nameof(Patience)); }

    /// <summary>The number of steps between recorded losses and progress reports. Reading the loss is cheap on a CPU, but makes a GPU wait.</summary>
    /// <value>Default 10.</value>
    public long LossInterval { get; init => field = AtLeast(value, 1, nameof(LossInterval)); } = 10;

    /// <summary>
    /// The folder of checkpoints and of the finished model; null for none. If it holds a checkpoint of the same training, the training resumes from it. So it
    /// does if only the number of steps is another one, and the checkpoint is from steps that do not depend on it: before the decay of
    /// <see cref="LearningRateDecay.WarmupStableDecay"/>, and in the first phase of a mixture. A checkpoint of another training is an error.
    /// </summary>
    /// <value>Default null.</value>
    public string? CheckpointFolder { get; init; }

    /// <summary>
    /// The treatment of checkpoints of another training in <see cref="CheckpointFolder"/>: with other options, or on other tokens. With
    /// <see cref="WhenChanged.Remake"/> the training starts anew, and its first checkpoint replaces the old ones.
    /// </summary>
    /// <value>Default <see cref="WhenChanged.Refuse"/>, as for a run.</value>
    public WhenChanged WhenChanged { get; init; } = WhenChanged.Refuse;

    /// <summary>The number of steps between checkpoints; 0 to write them at the end and on cancellation only.</summary>
    /// <value>Default 0.</value>
    public long CheckpointInterval { get; init => field = AtLeast(value, 0, nameof(CheckpointInterval)); }

    /// <summary>
    /// The number of last checkpoints to keep. The best one (<see cref="Patience"/>) and the one before the decay of
    /// <see cref="LearningRateDecay.WarmupStableDecay"/> are kept in addition.
    /// </summary>
    /// <value>Default 1.</value>
    public int KeepCheckpoints { get; init => field = (int)AtLeast(value, 1, nameof(KeepCheckpoints)); } = 1;

    /// <summary>
    /// The folder of logs; null for none: <c>training.jsonl</c> with one line for each recorded loss and evaluation, and an event file of TensorBoard for each
    /// process that trained.
    /// </summary>
    /// <value>Default null.</value>
    public string? LogFolder { get; init; }

    /// <summary>The number of passes over a set of token shards above which the report has a warning.</summary>
    /// <value>Default 4: up to there, repeated tokens are worth almost as much as new ones (Muennighoff et al. 2023).</value>
    public double EpochWarning { get; init => field = Positive(value, nameof(EpochWarning)); } = 4;

    /// <summary>
    /// True to compute the inner results of each block again in the backward pass instead of keeping them (Chen et al. 2016): about a third more time, and
    /// memory for one block instead of all. The results are the same.
    /// </summary>
    /// <value>Default false.</value>
    public bool RecomputeActivations { get; init; }

    /// <summary>The device to train on.</summary>
    /// <value>Default <see cref="TrainingDevice.Auto"/>.</value>
    public TrainingDevice Device { get; init; }

    /// <summary>The number format of matrix products.</summary>
    /// <value>Default <see cref="TrainingPrecision.Float32"/>.</value>
    public TrainingPrecision Precision { get; init; }

    /// <summary>
    /// The number of CPU threads of a matrix product; 0 for all processors of the process, but at most 8 for models below 10 million parameters.
    /// </summary>
    /// <value>Default 0.</value>
    public int Threads { get; init => field = (int)AtLeast(value, 0, nameof(Threads)); }

    /// <summary>Returns the number of tokens in a step; with <see cref="RowPacking.BestFit"/>, the maximum number.</summary>
    /// <param name="model">The model, for its context length.</param>
    public long TokensPerStep(DecoderOptions model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return (long)BatchRows * GradientAccumulation * model.ContextLength;
    }

    /// <summary>Returns the number of steps, from <see cref="Tokens"/> if it is set, else from <see cref="Steps"/>.</summary>
    /// <param name="model">The model, for its context length.</param>
    public long TotalSteps(DecoderOptions model) => Tokens is { } tokens ? (tokens - 1) / TokensPerStep(model) + 1 : Steps;

    /// <summary>Returns the number of rows of the training.</summary>
    /// <param name="model">The model, for its context length.</param>
    public long TotalRows(DecoderOptions model) => checked(TotalSteps(model) * BatchRows * GradientAccumulation);

    /// <summary>Returns the learning rate schedule.</summary>
    /// <param name="model">The model, for its context length.</param>
    public LearningRateSchedule Schedule(DecoderOptions model) => new()
    {
        Peak = PeakLearningRate,
        WarmupSteps = WarmupSteps,
        TotalSteps = TotalSteps(model),
        MinimumRatio = MinimumRatio,
        Decay = Decay,
        DecaySteps = (long)Math.Round(DecayRatio * TotalSteps(model)),
    };

    /// <summary>
    /// Adds the options that determine the model to a fingerprint. Options of evaluation, reports and checkpoints are left out. So are device and threads,
    /// which only affect the parameters' last bits, so that a training may resume on another machine.
    /// </summary>
    /// <param name="model">The model, which is added too.</param>
    /// <param name="writer">Receives the options.</param>
    public void Describe(DecoderOptions model, FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(writer);
        writer.AddScope("model", model.Describe);
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
        // Added later: only if they change the model, so that trainings from before keep their identity and can resume.
        if (Decay != LearningRateDecay.Cosine)
        {
            writer.Add(nameof(Decay), Decay.ToString());
            writer.Add(nameof(DecayRatio), DecayRatio);
        }
        if (Optimizer != OptimizerKind.AdamW)
        {
            writer.Add(nameof(Optimizer), Optimizer.ToString());
            writer.Add(nameof(MuonMomentum), MuonMomentum);
        }
        if (Packing != RowPacking.Stream) writer.Add(nameof(Packing), Packing.ToString());
        if (SeparateDocuments) writer.Add(nameof(SeparateDocuments), SeparateDocuments);
        if (Lora is { } lora) writer.AddScope("lora", lora.Describe);
        if (Distillation is { } distillation) writer.AddScope("distillation", distillation.Describe);
        writer.EndScope();
    }

    private static long AtLeast(long value, long minimum, string name) =>
        value >= minimum ? value : throw new ArgumentOutOfRangeException(name, value, $"Must be at least {minimum}.");

    private static double Positive(double value, string name) =>
        value > 0 && double.IsFinite(value) ? value : throw new ArgumentOutOfRangeException(name, value, "Must be positive and finite.");

    private static double InUnit(double value, bool includingOne, string name) =>
        value is >= 0 and < 1 || (includingOne && value == 1) ? value
            : throw new ArgumentOutOfRangeException(name, value, $"Must be at least 0 and {(includingOne ? "at most" : "below")} 1.");
}
