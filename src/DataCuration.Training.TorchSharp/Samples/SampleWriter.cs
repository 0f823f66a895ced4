using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>Generates the samples of a training.</summary>
internal sealed class SampleWriter
{
    private readonly TrainingSamples samples;
    private readonly DecoderOptions model;
    private readonly ReadOnlyMemory<int>[] prompts;
    private readonly ITokenTextDecoder text;

    /// <summary>Encodes the prompts.</summary>
    /// <param name="samples">The options.</param>
    /// <param name="model">The model.</param>
    /// <param name="trained">The fingerprint of the encoder of the training tokens; null if unknown.</param>
    /// <exception cref="ArgumentException">The encoder is not that of the tokens or does not decode, or a prompt or option does not fit the model.</exception>
    public SampleWriter(TrainingSamples samples, DecoderOptions model, string? trained)
    {
        (this.samples, this.model) = (samples, model);
        prompts = TextPrompts.Encode(samples.Prompts, samples.Encoder, null, trained, out text);
        PromptChecks.Run(prompts, samples.Generation, model, hasText: true);
    }

    /// <summary>Generates a text for each prompt.</summary>
    public IReadOnlyList<TrainingSample> Run(Decoder decoder, Device device, long step, CancellationToken cancellationToken)
    {
        GenerationOptions options = samples.Generation;
        GeneratedSequence[] texts = new Generator(decoder, model, device, queue: null).Run(prompts, options,
            [.. options.StopTokens, samples.Encoder.EndOfDocument], Math.Min(model.VocabularySize, samples.Encoder.VocabularySize), text, null,
            cancellationToken);
        return [.. texts.Select((one, i) => new TrainingSample(step, samples.Prompts[i], one.Text ?? "", one.End))];
    }

    /// <summary>Writes samples to the log and to the caller.</summary>
    public void Write(IEnumerable<TrainingSample> made, TrainingLog? log)
    {
        foreach (TrainingSample sample in made)
        {
            log?.WriteSample(sample.Step, sample.Prompt, sample.Text);
            samples.Progress?.Report(sample);
        }
    }
}
