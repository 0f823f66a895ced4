using System.Globalization;
using System.Text.Json;
using DataCuration.FastText;

namespace DataCuration.Onnx;

/// <summary>Exports a fastText classifier as an ONNX model, for programs that run ONNX but not fastText.</summary>
/// <remarks>
/// <para>
/// The model does not contain the step from text to matrix rows: use <see cref="FastTextModel.GetFeatures"/>, or the same hashing in another language. There
/// are two inputs. <c>features</c> (int64 [batch, features]) has the rows of each text, padded with any valid row, such as 0. <c>mask</c> (float [batch,
/// features]) has 1 for a row and 0 for padding.
/// </para>
/// <para>
/// The output <c>probabilities</c> (float [batch, labels]) has the values of <see cref="FastTextModel.Predict(string, int, float)"/>, which are those that
/// fastText prints: they include the 0.00001 that fastText adds inside of its logarithm. A text without features gets NaN. The metadata entry <c>labels</c>
/// is a JSON list of the labels in the order of the output.
/// </para>
/// <para>
/// Logistic losses use fastText's table of 512 steps. If a score is within rounding error of a step, the results may fall on different sides of it and differ
/// by up to 0.008. Otherwise they agree within 1e-5. Quantized models are exported as full matrices.
/// </para>
/// </remarks>
public static class FastTextOnnxExporter
{
    /// <summary>The constant that fastText adds inside of its logarithm (loss.cc: <c>std_log</c>).</summary>
    private const float LogShift = 1e-5f;

    /// <summary>The bounds of the sigmoid table and its steps per unit (loss.cc: MAX_SIGMOID 8, SIGMOID_TABLE_SIZE 512).</summary>
    private const float SigmoidBound = 8, SigmoidStepsPerUnit = 32;

    /// <summary>Hierarchical softmax needs two matrices of nodes by labels. With this number of labels they have 134 MB.</summary>
    private const int MaxTreeLabels = 4096;
    private const int BlockRows = 1024;

    /// <summary>Writes a model. The file is replaced only when it is complete.</summary>
    /// <param name="model">The classifier.</param>
    /// <param name="path">The file. An existing file is replaced.</param>
    /// <exception cref="ArgumentException">The model has word vectors only, or would exceed the 2 GB of an ONNX file, or has a tree of more than 4,096
    /// labels. The message says which, and how to avoid it.</exception>
    /// <exception cref="InvalidDataException">The label counts of the model give a tree that is too deep to be valid.</exception>
    public static void Export(FastTextModel model, string path)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ProtoMessage message = Build(model);
        AtomicFile.Write(path, message.WriteTo);
    }

    private static ProtoMessage Build(FastTextModel model)
    {
        if (model.Kind != FastTextModelKind.Supervised)
            throw new ArgumentException($"The model has word vectors only ({model.Kind}): it has no labels to export.", nameof(model));
        long rows = model.InputRows, length = rows * model.Dimension * sizeof(float) + (long)model.Labels.Count * model.Dimension * sizeof(float);
        if (length > OnnxModelWriter.MaxLength - (1 << 24))
            throw new ArgumentException(
                string.Create(CultureInfo.InvariantCulture, $"The matrices of {rows} and {model.Labels.Count} rows of {model.Dimension} numbers have {length} "
                    + $"bytes, but an ONNX file has at most {OnnxModelWriter.MaxLength}. Train with fewer buckets, or prune the model."), nameof(model));
        if (model.Loss == FastTextLoss.HierarchicalSoftmax && model.Labels.Count > MaxTreeLabels)
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"The model has a tree of {model.Labels.Count} labels, whose matrix of "
                + $"branches grows with the square of that: at most {MaxTreeLabels} labels can be exported. Train with softmax."), nameof(model));
        var graph = new OnnxModelWriter("fasttext");
        string features = graph.Input("features", OnnxElementType.Int64, "batch", "features"),
            mask = graph.Input("mask", OnnxElementType.Float, "batch", "features");
        string table = graph.Constant("input", OnnxElementType.Float, rows * model.Dimension * sizeof(float),
            stream => WriteRows(stream, model, rows), rows, model.Dimension);
        var keep = new Dictionary<string, object> { ["keepdims"] = 1L };
        var drop = new Dictionary<string, object> { ["keepdims"] = 0L };
        string one = graph.Constant("one", [1f]), axis = graph.Constant("axis", [1L], 1);
        string masked = graph.Node("Mul", [graph.Node("Gather", [table, features]), graph.Node("Unsqueeze", [mask, graph.Constant("behind", [2L], 1)])]);
        string count = graph.Node("ReduceSum", [mask, axis], keep);
        string hidden = graph.Node("Div", [graph.Node("ReduceSum", [masked, axis], drop), graph.Node("Max", [count, one])]);
        string probabilities = model.Loss switch
        {
            FastTextLoss.Softmax => graph.Node("Add",
                [graph.Node("Softmax", [Dots(graph, model, hidden)], new Dictionary<string, object> { ["axis"] = 1L }), graph.Constant("shift", [LogShift])]),
            FastTextLoss.HierarchicalSoftmax => Tree(graph, model, hidden),
            _ => graph.Node("Add", [TableSigmoid(graph, Dots(graph, model, hidden)), graph.Constant("shift", [LogShift])]),
        };
        // fastText gives no prediction for a text without features.
        string known = graph.Node("Greater", [count, graph.Constant("zero", [0f])]);
        graph.Node("Where", [known, probabilities, graph.Constant("nothing", [float.NaN])], output: "probabilities");
        graph.Output("probabilities", OnnxElementType.Float, "batch", (long)model.Labels.Count);
        graph.Metadata("labels", "[" + string.Join(',', model.Labels.Select(label => $"\"{JsonEncodedText.Encode(label)}\"")) + "]");
        graph.Metadata("loss", model.Loss.ToString());
        graph.Metadata("fasttext_fingerprint", model.Fingerprint);
        return graph.Build();
    }

    /// <summary>Multiplies the text vectors by the output matrix.</summary>
    private static string Dots(OnnxModelWriter graph, FastTextModel model, string hidden) =>
        graph.Node("MatMul", [hidden, Output(graph, model, model.Labels.Count)]);

    /// <summary>Adds the first rows of the output matrix, transposed.</summary>
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

    /// <summary>Computes the logistic function by fastText's table: rounded down to a step, with 0 and 1 outside of its bounds.</summary>
    private static string TableSigmoid(OnnxModelWriter graph, string scores)
    {
        string low = graph.Constant("low", [-SigmoidBound]), high = graph.Constant("high", [SigmoidBound]);
        string steps = graph.Node("Mul", [graph.Node("Add", [graph.Node("Clip", [scores, low, high]), high]), graph.Constant("steps", [SigmoidStepsPerUnit])]);
        var table = new float[(int)(2 * SigmoidBound * SigmoidStepsPerUnit) + 1];
        for (int i = 0; i < table.Length; i++) table[i] = (float)(1.0 / (1.0 + MathF.Exp(-(i / SigmoidStepsPerUnit - SigmoidBound))));
        string looked = graph.Node("Gather", [graph.Constant("sigmoid", table, table.Length),
            graph.Node("Cast", [steps], new Dictionary<string, object> { ["to"] = (long)OnnxElementType.Int64 })]);
        string above = graph.Node("Where", [graph.Node("Greater", [scores, high]), graph.Constant("full", [1f]), looked]);
        return graph.Node("Where", [graph.Node("Less", [scores, low]), graph.Constant("none", [0f]), above]);
    }

    /// <summary>Computes hierarchical softmax. Two matrices of zeros and ones sum the logarithms of the branches on each label's path.</summary>
    private static string Tree(OnnxModelWriter graph, FastTextModel model, string hidden)
    {
        int labels = model.Labels.Count, nodes = labels - 1;
        if (nodes == 0)
        {
            // With one label, the path has no branches.
            string nothing = graph.Node("ReduceSum", [graph.Node("Mul", [hidden, graph.Constant("zeros", [0f])]), "axis"],
                new Dictionary<string, object> { ["keepdims"] = 1L });
            return graph.Node("Add", [nothing, "one"]);
        }
        float[] left = new float[nodes * labels], right = new float[nodes * labels];
        IReadOnlyList<IReadOnlyList<int>> paths = model.GetLabelPaths();
        for (int label = 0; label < labels; label++)
            foreach (int step in paths[label]) (step < 0 ? left : right)[(step < 0 ? ~step : step) * labels + label] = 1;
        string sigmoid = graph.Node("Sigmoid", [graph.Node("MatMul", [hidden, Output(graph, model, nodes)])]), shift = graph.Constant("shift", [LogShift]);
        string rightLog = graph.Node("Log", [graph.Node("Add", [sigmoid, shift])]),
            leftLog = graph.Node("Log", [graph.Node("Add", [graph.Node("Sub", ["one", sigmoid]), shift])]);
        string rights = graph.Node("MatMul", [rightLog, graph.Constant("rights", right, nodes, labels)]),
            lefts = graph.Node("MatMul", [leftLog, graph.Constant("lefts", left, nodes, labels)]);
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
