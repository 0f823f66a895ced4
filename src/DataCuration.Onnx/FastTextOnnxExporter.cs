using System.Globalization;
using System.Text.Json;
using DataCuration.FastText;

namespace DataCuration.Onnx;

/// <summary>Writes a fastText classifier as an ONNX model, for programs that run ONNX and have no fastText.</summary>
/// <remarks>
/// <para>
/// What turns a text into rows of the matrix stays outside: <see cref="FastTextModel.GetFeatures"/>, or the same hashing in another language. Inputs: <c>features</c> (int64 [batch, features]), each text's rows, filled up with any
/// row, 0 for one; and <c>mask</c> (float [batch, features]), 1 for a row and 0 for what fills up. Output: <c>probabilities</c> (float [batch, labels]), as <see cref="FastTextModel.Predict(string, int, float)"/> gives them and
/// fastText prints them, 0.00001 of its logarithm included; NaN for a text without features. The labels are in the model's metadata under <c>labels</c>, a JSON list, in the order of the output.
/// </para>
/// <para>
/// Logistic losses use fastText's own table of 512 steps. Where a score lies within rounding of a step, the two may stand on different sides of it, 0.008 apart at most; everything else agrees within 1e-5. Quantised models are
/// written unpacked.
/// </para>
/// </remarks>
public static class FastTextOnnxExporter
{
    /// <summary>What fastText adds before it takes a logarithm (utils and loss.cc: <c>std_log</c>).</summary>
    private const float LogShift = 1e-5f;

    /// <summary>The bounds of the logistic function's table, and its steps for each unit (loss.cc: MAX_SIGMOID 8, SIGMOID_TABLE_SIZE 512).</summary>
    private const float SigmoidBound = 8, SigmoidStepsPerUnit = 32;

    /// <summary>With hierarchical softmax two matrices of nodes by labels say which branches lead to which label: 134 MB for this many labels.</summary>
    private const int MaxTreeLabels = 4096;
    private const int BlockRows = 1024;

    /// <summary>Writes a model; the file is there whole or not at all.</summary>
    /// <param name="model">The classifier.</param>
    /// <param name="path">The file; one that is there is replaced.</param>
    /// <exception cref="ArgumentException">The model is one of word vectors, or larger than the two gigabytes that an ONNX file may have, or has a tree of more than 4,096 labels; the message says which and what helps.</exception>
    /// <exception cref="InvalidDataException">The label counts in the model make a tree that is too deep for any real text.</exception>
    public static void Export(FastTextModel model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ProtoMessage message = Build(model);
        AtomicFile.Write(path, message.WriteTo);
    }

    private static ProtoMessage Build(FastTextModel model)
    {
        if (model.Kind != FastTextModelKind.Supervised) throw new ArgumentException($"The model is one of word vectors ({model.Kind}): it has no labels to export.", nameof(model));
        long rows = model.InputRows, length = rows * model.Dimension * sizeof(float) + (long)model.Labels.Count * model.Dimension * sizeof(float);
        if (length > OnnxModelWriter.MaxLength - (1 << 24))
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The matrices of {rows} and {model.Labels.Count} rows of {model.Dimension} numbers have {length} bytes, and an ONNX file at most {OnnxModelWriter.MaxLength}. Train with fewer buckets, or prune the model."), nameof(model));
        if (model.Loss == FastTextLoss.HierarchicalSoftmax && model.Labels.Count > MaxTreeLabels)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The model has a tree of {model.Labels.Count} labels, and its matrix of branches grows with their square: at most {MaxTreeLabels} can be exported. Train with softmax."), nameof(model));
        var graph = new OnnxModelWriter("fasttext");
        string features = graph.Input("features", OnnxElementType.Int64, "batch", "features"), mask = graph.Input("mask", OnnxElementType.Float, "batch", "features");
        string table = graph.Constant("input", OnnxElementType.Float, rows * model.Dimension * sizeof(float), stream => WriteRows(stream, model, rows), rows, model.Dimension);
        var keep = new Dictionary<string, object> { ["keepdims"] = 1L };
        var drop = new Dictionary<string, object> { ["keepdims"] = 0L };
        string one = graph.Constant("one", [1f]), axis = graph.Constant("axis", [1L], 1);
        string masked = graph.Node("Mul", [graph.Node("Gather", [table, features]), graph.Node("Unsqueeze", [mask, graph.Constant("behind", [2L], 1)])]);
        string count = graph.Node("ReduceSum", [mask, axis], keep);
        string hidden = graph.Node("Div", [graph.Node("ReduceSum", [masked, axis], drop), graph.Node("Max", [count, one])]);
        string probabilities = model.Loss switch
        {
            FastTextLoss.Softmax => graph.Node("Add", [graph.Node("Softmax", [Dots(graph, model, hidden)], new Dictionary<string, object> { ["axis"] = 1L }), graph.Constant("shift", [LogShift])]),
            FastTextLoss.HierarchicalSoftmax => Tree(graph, model, hidden),
            _ => graph.Node("Add", [TableSigmoid(graph, Dots(graph, model, hidden)), graph.Constant("shift", [LogShift])]),
        };
        // A text without features is no text to fastText.
        string known = graph.Node("Greater", [count, graph.Constant("zero", [0f])]);
        graph.Node("Where", [known, probabilities, graph.Constant("nothing", [float.NaN])], output: "probabilities");
        graph.Output("probabilities", OnnxElementType.Float, "batch", (long)model.Labels.Count);
        graph.Metadata("labels", "[" + string.Join(',', model.Labels.Select(label => $"\"{JsonEncodedText.Encode(label)}\"")) + "]");
        graph.Metadata("loss", model.Loss.ToString());
        graph.Metadata("fasttext_fingerprint", model.Fingerprint);
        return graph.Build();
    }

    /// <summary>The products of the text's vector with the output matrix.</summary>
    private static string Dots(OnnxModelWriter graph, FastTextModel model, string hidden) => graph.Node("MatMul", [hidden, Output(graph, model, model.Labels.Count)]);

    /// <summary>The first rows of the output matrix, transposed.</summary>
    private static string Output(OnnxModelWriter graph, FastTextModel model, int rows)
    {
        var transposed = new float[rows * model.Dimension];
        var vector = new float[model.Dimension];
        for (int row = 0; row < rows; row++)
        {
            model.CopyOutputRow(row, vector);
            for (int i = 0; i < vector.Length; i++) transposed[i * rows + row] = vector[i];
        }
        return graph.Constant("output", transposed, model.Dimension, rows);
    }

    /// <summary>The logistic function by fastText's table: cut to a step below, 0 and 1 beyond its ends.</summary>
    private static string TableSigmoid(OnnxModelWriter graph, string scores)
    {
        string low = graph.Constant("low", [-SigmoidBound]), high = graph.Constant("high", [SigmoidBound]);
        string steps = graph.Node("Mul", [graph.Node("Add", [graph.Node("Clip", [scores, low, high]), high]), graph.Constant("steps", [SigmoidStepsPerUnit])]);
        var table = new float[(int)(2 * SigmoidBound * SigmoidStepsPerUnit) + 1];
        for (int i = 0; i < table.Length; i++) table[i] = (float)(1.0 / (1.0 + MathF.Exp(-(i / SigmoidStepsPerUnit - SigmoidBound))));
        string looked = graph.Node("Gather", [graph.Constant("sigmoid", table, table.Length), graph.Node("Cast", [steps], new Dictionary<string, object> { ["to"] = (long)OnnxElementType.Int64 })]);
        string above = graph.Node("Where", [graph.Node("Greater", [scores, high]), graph.Constant("full", [1f]), looked]);
        return graph.Node("Where", [graph.Node("Less", [scores, low]), graph.Constant("none", [0f]), above]);
    }

    /// <summary>Hierarchical softmax: logarithms of each node's two branches, added up along each label's way by two matrices of ones.</summary>
    private static string Tree(OnnxModelWriter graph, FastTextModel model, string hidden)
    {
        int labels = model.Labels.Count, nodes = labels - 1;
        if (nodes == 0)
        {
            // One label: the way has no branch.
            string nothing = graph.Node("ReduceSum", [graph.Node("Mul", [hidden, graph.Constant("zeros", [0f])]), "axis"], new Dictionary<string, object> { ["keepdims"] = 1L });
            return graph.Node("Add", [nothing, "one"]);
        }
        float[] left = new float[nodes * labels], right = new float[nodes * labels];
        IReadOnlyList<IReadOnlyList<int>> paths = model.GetLabelPaths();
        for (int label = 0; label < labels; label++)
            foreach (int step in paths[label]) (step < 0 ? left : right)[(step < 0 ? ~step : step) * labels + label] = 1;
        string sigmoid = graph.Node("Sigmoid", [graph.Node("MatMul", [hidden, Output(graph, model, nodes)])]), shift = graph.Constant("shift", [LogShift]);
        string rightLog = graph.Node("Log", [graph.Node("Add", [sigmoid, shift])]), leftLog = graph.Node("Log", [graph.Node("Add", [graph.Node("Sub", ["one", sigmoid]), shift])]);
        string rights = graph.Node("MatMul", [rightLog, graph.Constant("rights", right, nodes, labels)]), lefts = graph.Node("MatMul", [leftLog, graph.Constant("lefts", left, nodes, labels)]);
        return graph.Node("Exp", [graph.Node("Add", [rights, lefts])]);
    }

    private static void WriteRows(Stream stream, FastTextModel model, long rows)
    {
        var block = new float[BlockRows * model.Dimension];
        for (long first = 0; first < rows; first += BlockRows)
        {
            int count = (int)Math.Min(BlockRows, rows - first);
            for (int i = 0; i < count; i++) model.CopyInputRow((int)first + i, block.AsSpan(i * model.Dimension, model.Dimension));
            OnnxModelWriter.Write(stream, block.AsSpan(0, count * model.Dimension));
        }
    }
}
