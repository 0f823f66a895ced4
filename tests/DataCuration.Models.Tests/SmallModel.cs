namespace DataCuration.Models.Tests;

/// <summary>Configurations of a few thousand parameters, and tensors with values that tell every element from every other.</summary>
internal static class SmallModel
{
    public static ModelConfiguration Make(ModelArchitecture architecture = ModelArchitecture.Llama, bool tie = false, int keyValueHeads = 2,
        int headWidth = 4) =>
        new()
        {
            Architecture = architecture,
            VocabularySize = 11,
            Layers = 2,
            Width = 16,
            Heads = 4,
            KeyValueHeads = keyValueHeads,
            HeadWidth = headWidth,
            FeedForwardWidth = 12,
            ContextLength = 64,
            TieEmbeddings = tie,
            BeginTokenId = 1,
            EndTokenIds = [2, 3],
        };

    /// <summary>Makes the tensors of a model. All values are multiples of 1/8 below 32 in magnitude, which every number format holds.</summary>
    public static IReadOnlyList<ModelTensor> Tensors(ModelConfiguration configuration)
    {
        var random = new SeededRandom(3);
        return [.. ModelTensors.List(configuration).Select(slot => ModelTensor.FromValues(slot.Name, slot.Shape,
            Enumerable.Range(0, (int)slot.Shape.Aggregate(1L, (a, b) => a * b)).Select(_ => (random.NextInt64(127) - 63) / 8f).ToArray()))];
    }
}
