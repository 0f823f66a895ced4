namespace DataCuration.Training.TorchSharp;

/// <summary>What a training is asked to do.</summary>
internal sealed record TrainingRequest(TokenShards Tokens, DecoderOptions Model, TrainingOptions Options, EvaluationSet? Evaluation, IProgress<TrainingProgress>? Progress)
{
    // Raised when the same options would give other parameters.
    private const int AlgorithmVersion = 1;

    public void Validate()
    {
        Model.Validate();
        if (Tokens.VocabularySize > Model.VocabularySize)
        {
            throw new ArgumentException($"The tokens in '{Tokens.Folder}' have a vocabulary of {Tokens.VocabularySize}, but the model's {nameof(DecoderOptions.VocabularySize)} is {Model.VocabularySize}: "
                + $"use `with {{ {nameof(DecoderOptions.VocabularySize)} = {Tokens.VocabularySize} }}`.");
        }
        if (Evaluation?.EncoderFingerprint is { } evaluated && Tokens.EncoderFingerprint is { } trained && evaluated != trained)
            throw new ArgumentException($"The evaluation set is encoded otherwise ({evaluated}) than the training tokens ({trained}).");
    }

    /// <summary>What is trained: options and tokens. Device and threads, on which the parameters' last bits depend, are left out: a training may go on elsewhere.</summary>
    public CheckpointManifest.Part[] Identify()
    {
        var writer = new FingerprintWriter();
        writer.Add("algorithm", AlgorithmVersion);
        Options.Describe(Model, writer);
        writer.Add("tokens", Tokens.Fingerprint);
        return [.. writer.Parts.Select(part => new CheckpointManifest.Part(part.Name, part.Value))];
    }
}
