using System.Globalization;
using DataCuration.Models;

namespace DataCuration.Training.TorchSharp;

/// <summary>
/// The layout of a decoder's parameters in one flat vector: first the matrices, to which weight decay applies, then normalisation weights and biases. Queries,
/// keys and values share one matrix, and so do the gate and up projections, because one large product is faster than several small ones. The rows of queries
/// and keys are in the order of neighbours (<see cref="DataCuration.Models.RotaryOrder"/>).
/// </summary>
internal sealed class ParameterLayout
{
    public const string Embedding = "embedding";
    public const string Output = "output";
    public const string FinalNorm = "final_norm";

    // As in GPT-2 (Radford et al. 2019) and Llama. Projections into the residual stream get less, since its variance grows with each layer.
    private const double Deviation = 0.02;

    private readonly List<ParameterShape> shapes = [];

    public ParameterLayout(DecoderOptions options)
    {
        double residualDeviation = Deviation / Math.Sqrt(2.0 * options.Layers);
        Add(Embedding, Deviation, options.VocabularySize, options.Width);
        for (int layer = 0; layer < options.Layers; layer++)
        {
            Add(LayerName(layer, "attention.qkv"), Deviation, (options.Heads + 2L * options.KeyValueHeads) * options.HeadWidth, options.Width);
            Add(LayerName(layer, "attention.output"), residualDeviation, options.Width, (long)options.Heads * options.HeadWidth);
            Add(LayerName(layer, "feed_forward.gate_up"), Deviation, 2L * options.FeedForwardWidth, options.Width);
            Add(LayerName(layer, "feed_forward.down"), residualDeviation, options.Width, options.FeedForwardWidth);
        }
        if (!options.TieEmbeddings) Add(Output, Deviation, options.VocabularySize, options.Width);
        MatrixCount = Count;
        for (int layer = 0; layer < options.Layers; layer++)
        {
            AddConstant(LayerName(layer, "attention.norm"), 1, options.Width);
            if (options.QkvBias) AddConstant(LayerName(layer, "attention.qkv_bias"), 0, (options.Heads + 2L * options.KeyValueHeads) * options.HeadWidth);
            if (options.QueryKeyNorm)
            {
                AddConstant(LayerName(layer, "attention.query_norm"), 1, options.HeadWidth);
                AddConstant(LayerName(layer, "attention.key_norm"), 1, options.HeadWidth);
            }
            AddConstant(LayerName(layer, "feed_forward.norm"), 1, options.Width);
        }
        AddConstant(FinalNorm, 1, options.Width);
    }

    private ParameterLayout()
    {
    }

    public IReadOnlyList<ParameterShape> Shapes => shapes;

    /// <summary>The number of elements.</summary>
    public long Count { get; private set; }

    /// <summary>The number of elements in matrices, which come first.</summary>
    public long MatrixCount { get; private set; }

    /// <summary>Creates the layout of an adapter: A and B of each adapted projection. All of them are matrices.</summary>
    public static ParameterLayout ForAdapter(DecoderOptions model, LoraOptions options)
    {
        var layout = new ParameterLayout();
        for (int layer = 0; layer < model.Layers; layer++)
        {
            foreach (LoraTargets target in LoraLayout.Adapted(options.Targets))
            {
                long inputs = LoraLayout.Inputs(model, target);
                bool isUniform = options.Initialization == LoraInitialization.Kaiming;
                layout.Add(new ParameterShape(LoraLayout.NameA(layer, target), [options.Rank, inputs], layout.Count, isUniform ? 0 : 1.0 / options.Rank)
                {
                    InitialBound = isUniform ? 1 / Math.Sqrt(inputs) : 0,
                });
                layout.Add(new ParameterShape(LoraLayout.NameB(layer, target), [LoraLayout.Outputs(model, target), options.Rank], layout.Count, 0)
                {
                    InitialValue = 0,
                });
            }
        }
        layout.MatrixCount = layout.Count;
        return layout;
    }

    public static string LayerName(int layer, string name) => string.Create(CultureInfo.InvariantCulture, $"layers.{layer}.{name}");

    private void Add(string name, double deviation, params long[] dimensions) => Add(new ParameterShape(name, dimensions, Count, deviation));

    private void AddConstant(string name, float value, long length) => Add(new ParameterShape(name, [length], Count, 0) { InitialValue = value });

    private void Add(ParameterShape shape)
    {
        shapes.Add(shape);
        Count += shape.Count;
    }
}
