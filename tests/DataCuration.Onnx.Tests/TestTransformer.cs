namespace DataCuration.Onnx.Tests;

/// <summary>
/// An encoder with BERT's architecture (Devlin et al. 2019) and random weights: token and position vectors, self-attention with a mask, feed-forward layers
/// with GELU, layer norms, and a classifier on the first token.
/// </summary>
internal sealed class TestTransformer(int vocabulary, int width, int layers, int heads, int maxLength)
{
    private const float Masked = -1e4f;
    private readonly OnnxModelWriter model = new("encoder");

    public OnnxModelWriter Build(int labels)
    {
        string ids = model.Input("input_ids", OnnxElementType.Int64, "batch", "sequence"),
            mask = model.Input("attention_mask", OnnxElementType.Int64, "batch", "sequence");
        string length = model.Node("Gather", [model.Node("Shape", [ids]), model.Constant("one", [1L], 1)]);
        string positions = model.Node("Slice",
            [Weights("positions", maxLength, width), model.Constant("zero", [0L], 1), length, model.Constant("axis0", [0L], 1)]);
        string state = Norm(model.Node("Add", [model.Node("Gather", [Weights("tokens", vocabulary, width), ids]), positions]), "embeddings");
        string real = model.Node("Cast", [mask], new Dictionary<string, object> { ["to"] = (long)OnnxElementType.Float });
        string bias = model.Node("Mul", [model.Node("Sub", [model.Constant("ones", [1f]), real]), model.Constant("masked", [Masked])]);
        bias = model.Node("Unsqueeze", [bias, model.Constant("axes", [1L, 2L], 2)]);
        for (int layer = 0; layer < layers; layer++) state = Layer(state, bias, $"layer{layer}");
        model.Output(model.Node("Identity", [state], output: "last_hidden_state"), OnnxElementType.Float, "batch", "sequence", (long)width);
        string first = model.Node("Gather", [state, model.Constant("first", [0L])], new Dictionary<string, object> { ["axis"] = 1L });
        model.Output(model.Node("MatMul", [first, Weights("classifier", width, labels)], output: "logits"), OnnxElementType.Float, "batch", (long)labels);
        return model;
    }

    private string Layer(string state, string bias, string name)
    {
        string query = Heads(state, name + ".q", 0, 2, 1, 3), key = Heads(state, name + ".k", 0, 2, 3, 1), value = Heads(state, name + ".v", 0, 2, 1, 3);
        string scores = model.Node("Mul", [model.Node("MatMul", [query, key]), model.Constant(name + ".scale", [1 / MathF.Sqrt(width / heads)])]);
        string attention = model.Node("Softmax", [model.Node("Add", [scores, bias])], new Dictionary<string, object> { ["axis"] = -1L });
        string joined = model.Node("Transpose", [model.Node("MatMul", [attention, value])], new Dictionary<string, object> { ["perm"] = (long[])[0, 2, 1, 3] });
        joined = model.Node("Reshape", [joined, model.Constant(name + ".flat", [0L, 0, width], 3)]);
        state = Norm(model.Node("Add", [state, model.Node("MatMul", [joined, Weights(name + ".o", width, width)])]), name + ".n1");
        string wide = model.Node("MatMul", [state, Weights(name + ".up", width, 4 * width)]);
        string gate = model.Node("Add",
            [model.Node("Erf", [model.Node("Mul", [wide, model.Constant(name + ".r", [1 / MathF.Sqrt(2)])])]), model.Constant(name + ".1", [1f])]);
        string gelu = model.Node("Mul", [model.Node("Mul", [wide, gate]), model.Constant(name + ".h", [0.5f])]);
        return Norm(model.Node("Add", [state, model.Node("MatMul", [gelu, Weights(name + ".down", 4 * width, width)])]), name + ".n2");
    }

    private string Heads(string state, string name, params long[] order)
    {
        string product = model.Node("MatMul", [state, Weights(name, width, width)]);
        string split = model.Node("Reshape", [product, model.Constant(name + ".s", [0L, 0, heads, width / heads], 4)]);
        return model.Node("Transpose", [split], new Dictionary<string, object> { ["perm"] = order });
    }

    private string Norm(string state, string name)
    {
        float[] ones = new float[width];
        Array.Fill(ones, 1);
        return model.Node("LayerNormalization", [state, model.Constant(name + ".g", ones, width), model.Constant(name + ".b", new float[width], width)],
            new Dictionary<string, object> { ["axis"] = -1L, ["epsilon"] = 1e-12f });
    }

    private string Weights(string name, int rows, int columns) =>
        model.Constant(name, TestModels.Numbers(name, rows * columns, MathF.Sqrt(3f / rows)), rows, columns);
}
