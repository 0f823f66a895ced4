namespace DataCuration.Onnx.Tests;

/// <summary>Small models that ONNX Runtime runs, written by the library's model writer, and a vocabulary for them.</summary>
internal static class TestModels
{
    public const int Width = 8;

    /// <summary>Words, punctuation and pieces. The special tokens are 0 to 4.</summary>
    public static readonly string[] Vocabulary =
    [
        "[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]", "river", "stone", "sand", "sea", "count", "the", "carries", "down", "to", "and", "nobody", "##s", "##ing",
        "##ed", ",", ".", "!", "un", "##aff", "##able", "cafe", "naive",
        "中", "文", "a", "b", "c", "d", "e", "##a", "##b", "##c", "good", "bad", "##ness",
    ];

    public static OnnxTokenizer Tokenizer(TemporaryFolder folder, bool lowerCase = true) => OnnxTokenizer.FromVocabulary(WriteVocabulary(folder), lowerCase);

    public static string WriteVocabulary(TemporaryFolder folder) => folder.Write("vocab.txt", string.Join('\n', Vocabulary) + "\n");

    /// <summary>Returns numbers between -1 and 1 that depend on the name.</summary>
    public static float[] Numbers(string name, int count, float scale = 1)
    {
        SeededRandom random = SeededRandom.Create(17, "onnx tests", name);
        return [.. Enumerable.Range(0, count).Select(_ => (float)(2 * random.NextDouble() - 1) * scale)];
    }

    /// <summary>Writes a classifier on the mean of token vectors: <c>logits = mean(E[ids]) W</c>.</summary>
    /// <param name="labels">The number of labels.</param>
    /// <param name="half">True for an output in half precision.</param>
    /// <param name="change">A change of the model.</param>
    public static OnnxModelWriter BagOfTokens(int labels, bool half = false, BagChange change = BagChange.None)
    {
        var model = new OnnxModelWriter("bag");
        object rows = change == BagChange.FixedRows ? 1L : change == BagChange.ManyFixedRows ? 4L : "batch",
            length = change == BagChange.FixedLength ? 12L : "sequence";
        OnnxElementType type = change == BagChange.Int32 ? OnnxElementType.Int32 : change == BagChange.RealIds ? OnnxElementType.Float : OnnxElementType.Int64;
        string ids = model.Input(change switch { BagChange.OtherName => "tokens", BagChange.TensorFlowName => "input_ids:0", _ => "input_ids" },
            type, rows, length);
        string mask = change is BagChange.NoMask or BagChange.OtherName ? model.Node("Clip",
            [model.Node("Add", [model.Node("Abs", [ids]), model.Constant("one", [1L])]), model.Constant("low", [1L]), model.Constant("high", [1L])])
            : model.Input("attention_mask", type, rows, length);
        if (change == BagChange.ExtraInput) model.Input("position_ids", type, rows, length);
        if (change == BagChange.TypeIds) ids = model.Node("Add", [ids, model.Input("token_type_ids", type, rows, length)]);
        if (change == BagChange.RealIds) ids = model.Node("Cast", [ids], new Dictionary<string, object> { ["to"] = (long)OnnxElementType.Int64 });
        string vectors = model.Node("Gather", [model.Constant("E", Numbers("E", Vocabulary.Length * Width), Vocabulary.Length, Width), ids]);
        string real = model.Node("Cast", [mask], new Dictionary<string, object> { ["to"] = (long)OnnxElementType.Float });
        string weights = model.Node("Unsqueeze", [real, model.Constant("last", [2L], 1)]);
        var flat = new Dictionary<string, object> { ["keepdims"] = 0L };
        string sum = model.Node("ReduceSum", [model.Node("Mul", [vectors, weights]), model.Constant("along", [1L], 1)], flat);
        string mean = model.Node("Div", [sum, model.Node("ReduceSum", [weights, "along"], flat)]);
        string product = model.Node("MatMul", [mean, model.Constant("W", Numbers("W", Width * labels, 4), Width, labels)]);
        if (change == BagChange.FreeLabels)
        {
            // Only running the model shows this shape.
            string count = model.Node("Gather", [model.Node("Shape", [ids]), model.Constant("rows", [0L], 1)]);
            product = model.Node("Reshape",
                [product, model.Node("Concat", [count, model.Constant("rest", [-1L], 1)], new Dictionary<string, object> { ["axis"] = 0L })]);
        }
        string output = change == BagChange.TwoOutputs ? "scores" : "logits";
        model.Node("Cast", [product], new Dictionary<string, object> { ["to"] = (long)(half ? OnnxElementType.Float16 : OnnxElementType.Float) }, output);
        model.Output(output, half ? OnnxElementType.Float16 : OnnxElementType.Float, rows, change == BagChange.FreeLabels ? "labels" : (object)(long)labels);
        if (change == BagChange.TwoOutputs) model.Output(model.Node("Identity", [mean], output: "pooled"), OnnxElementType.Float, rows, (long)Width);
        return model;
    }

    /// <summary>Computes the result of <see cref="BagOfTokens"/> for tokens without ONNX Runtime.</summary>
    public static double[] BagOfTokensByHand(IReadOnlyList<int> tokens, int labels)
    {
        float[] embeddings = Numbers("E", Vocabulary.Length * Width), matrix = Numbers("W", Width * labels, 4);
        double[] mean = [.. Enumerable.Range(0, Width).Select(i => tokens.Average(token => (double)embeddings[token * Width + i]))];
        return [.. Enumerable.Range(0, labels).Select(label => Enumerable.Range(0, Width).Sum(i => mean[i] * matrix[i * labels + label]))];
    }

    public static string Save(TemporaryFolder folder, OnnxModelWriter model, string name = "model.onnx")
    {
        using var stream = new MemoryStream();
        model.Build().WriteTo(stream);
        return folder.Write(name, stream.ToArray());
    }
}
