using DataCuration.Training;

namespace DataCuration.Experiments.Pretrain;

/// <summary>A model of the <c>pretrain device</c> command.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Options">The dimensions.</param>
/// <param name="BatchRows">The rows of a batch.</param>
internal sealed record DeviceModel(string Name, DecoderOptions Options, int BatchRows)
{
    /// <summary>All models. The large ones have the dimensions of GPT-2 small and of GPT-3 XL (Brown et al. 2020, table 2.1) in Llama's form.</summary>
    public static IReadOnlyList<DeviceModel> All { get; } =
    [
        new("tiny", new()
        {
            VocabularySize = 512, Layers = 2, Width = 64, Heads = 4, KeyValueHeads = 4, FeedForwardWidth = 176, ContextLength = 64, TieEmbeddings = true,
        }, 4),
        new("124m", new()
        {
            VocabularySize = 50_304, Layers = 12, Width = 768, Heads = 12, KeyValueHeads = 12, FeedForwardWidth = 2_048, ContextLength = 1_024,
            TieEmbeddings = true,
        }, 16),
        new("1.3b", new()
        {
            VocabularySize = 50_304, Layers = 24, Width = 2_048, Heads = 16, KeyValueHeads = 16, FeedForwardWidth = 5_504, ContextLength = 2_048,
            TieEmbeddings = true,
        }, 4),
    ];

    /// <summary>
    /// The floating-point operations of a token, forward and backward: 6 for each parameter and 12 for each layer, width and position of the context (Chowdhery
    /// et al. 2022, "PaLM", appendix B). The embedding counts once, as the output matrix.
    /// </summary>
    public double FlopsPerToken => 6.0 * (Options.ParameterCount - (Options.TieEmbeddings ? 0 : (long)Options.VocabularySize * Options.Width))
        + (12.0 * Options.Layers * Options.Width * Options.ContextLength);

    public static DeviceModel Find(string name) => All.FirstOrDefault(model => model.Name == name)
        ?? throw new ArgumentException($"There is no model '{name}'; the models are {string.Join(", ", All.Select(model => model.Name))}.");
}
