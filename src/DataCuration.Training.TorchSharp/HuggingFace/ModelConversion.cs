using DataCuration.Models;

namespace DataCuration.Training.TorchSharp;

/// <summary>Converts between a decoder's options and the configuration of a model in Hugging Face's files.</summary>
internal static class ModelConversion
{
    /// <summary>Returns the options of the decoder that computes a model.</summary>
    public static DecoderOptions ToOptions(ModelConfiguration model)
    {
        var options = new DecoderOptions
        {
            VocabularySize = model.VocabularySize,
            Layers = model.Layers,
            Width = model.Width,
            Heads = model.Heads,
            KeyValueHeads = model.KeyValueHeads,
            FeedForwardWidth = model.FeedForwardWidth,
            ContextLength = model.ContextLength,
            RopeTheta = model.RopeTheta,
            RopeScaling = model.RopeScaling,
            NormEpsilon = model.NormEpsilon,
            TieEmbeddings = model.TieEmbeddings,
            QkvBias = model.Architecture == ModelArchitecture.Qwen2,
            QueryKeyNorm = model.Architecture == ModelArchitecture.Qwen3,
        };
        // A default that follows the other dimensions is kept, so that the options equal those that a model was trained with.
        return (long)model.HeadWidth * model.Heads == model.Width ? options : options with { HeadWidth = model.HeadWidth };
    }

    /// <summary>Returns the configuration of a decoder.</summary>
    /// <exception cref="ArgumentException">No architecture has biases and normalised heads.</exception>
    public static ModelConfiguration ToConfiguration(DecoderOptions options)
    {
        options.Validate();
        return new()
        {
            Architecture = (options.QkvBias, options.QueryKeyNorm) switch
            {
                (false, false) => ModelArchitecture.Llama,
                (true, false) => ModelArchitecture.Qwen2,
                (false, true) => ModelArchitecture.Qwen3,
                _ => throw new ArgumentException($"No architecture of model files has both {nameof(options.QkvBias)} and {nameof(options.QueryKeyNorm)}."),
            },
            VocabularySize = options.VocabularySize,
            Layers = options.Layers,
            Width = options.Width,
            Heads = options.Heads,
            KeyValueHeads = options.KeyValueHeads,
            HeadWidth = options.HeadWidth,
            FeedForwardWidth = options.FeedForwardWidth,
            ContextLength = options.ContextLength,
            RopeTheta = options.RopeTheta,
            RopeScaling = options.RopeScaling,
            NormEpsilon = options.NormEpsilon,
            TieEmbeddings = options.TieEmbeddings,
        };
    }
}
