using System.Globalization;

namespace DataCuration.Training.TorchSharp;

/// <summary>The arguments of a training.</summary>
internal sealed record TrainingRequest(TokenMixture Tokens, DecoderOptions Model, TrainingOptions Options, EvaluationSets? Evaluation,
    IProgress<TrainingProgress>? Progress)
{
    // Raised when the same options would give other parameters.
    private const int AlgorithmVersion = 1;

    /// <summary>The texts to write at evaluations; null for none.</summary>
    public TrainingSamples? Samples { get; init; }

    public void Validate()
    {
        Model.Validate();
        if (Samples is not null && Evaluation is null)
            throw new ArgumentException($"{nameof(Samples)} are written at evaluations: give an evaluation set.");
        _ = SampleWriter;
        Addresses.RefuseLocal(Options.CheckpointFolder, "a folder of checkpoints");
        foreach (WeightedTokenShards part in Tokens.Parts)
        {
            if (part.Shards.VocabularySize is not { } size || size <= Model.VocabularySize) continue;
            throw new ArgumentException(
                $"The tokens in '{part.Shards.Folder}' have a vocabulary of {size}, but the model's {nameof(DecoderOptions.VocabularySize)} is "
                + $"{Model.VocabularySize}: use `with {{ {nameof(DecoderOptions.VocabularySize)} = {size} }}`.");
        }
        Addresses.RefuseLocal(Options.InitialModel, "a model");
        Addresses.RefuseLocal(Options.LogFolder, "a folder of logs");
        foreach ((string name, EvaluationSet set) in Evaluation?.Sets ?? [])
        {
            if (set.EncoderFingerprint is { } evaluated && Tokens.EncoderFingerprint is { } trained && evaluated != trained)
                throw new ArgumentException($"The evaluation set '{name}' has another encoder ({evaluated}) than the training tokens ({trained}).");
        }
        if (Options.Lora is not null && Options.InitialModel is null)
            throw new ArgumentException($"{nameof(TrainingOptions.Lora)} adapts a model: set {nameof(TrainingOptions.InitialModel)}.");
        if (Options.Lora is not null && Options.Optimizer != OptimizerKind.AdamW)
            throw new ArgumentException($"{nameof(TrainingOptions.Lora)} is trained with {OptimizerKind.AdamW}, not with {Options.Optimizer}.");
        if (Options.Distillation is not null && Options.InitialModel is null)
            throw new ArgumentException($"{nameof(TrainingOptions.Distillation)} needs a teacher: set {nameof(TrainingOptions.InitialModel)}.");
        if (Options.Distillation?.Parts?.FirstOrDefault(part => (uint)part >= (uint)Tokens.Parts.Count, -2) is { } wrong and not -2)
        {
            throw new ArgumentException(
                $"{nameof(DistillationOptions)}.{nameof(DistillationOptions.Parts)} names set {wrong}; there are {Tokens.Parts.Count} sets.");
        }
        if (Options.Patience > 0 && (Evaluation is null || Options.EvaluationInterval == 0))
            throw new ArgumentException($"{nameof(TrainingOptions.Patience)} needs an evaluation set and an {nameof(TrainingOptions.EvaluationInterval)}.");
    }

    /// <summary>Writes the samples; null for none.</summary>
    public SampleWriter? SampleWriter => Samples is null ? null : new(Samples, Model, Tokens.EncoderFingerprint);

    /// <summary>
    /// Returns the options and tokens that a checkpoint must share with a training that resumes from it. Device and threads, which only affect the
    /// parameters' last bits, are left out: a training may resume on another machine.
    /// </summary>
    public CheckpointManifest.Part[] Identify()
    {
        var writer = new FingerprintWriter();
        writer.Add("algorithm", AlgorithmVersion);
        Options.Describe(Model, writer);
        if (InitialParameters.Hash(Options) is { } initial) writer.Add("initial_model", initial);
        if (Tokens.Parts.Count == 1)
        {
            writer.Add("tokens", Tokens.Fingerprint); // the weight of a single set has no effect
        }
        else
        {
            for (int i = 0; i < Tokens.Parts.Count; i++)
            {
                writer.BeginScope(string.Create(CultureInfo.InvariantCulture, $"tokens.{i}"));
                writer.Add("tokens", Tokens.Parts[i].Shards.Fingerprint);
                writer.Add("weight", Tokens.Parts[i].Weight);
                writer.EndScope();
            }
        }
        Tokens.DescribePhases(writer);
        return [.. writer.Parts.Select(part => new CheckpointManifest.Part(part.Name, part.Value))];
    }
}
