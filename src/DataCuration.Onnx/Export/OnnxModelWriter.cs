using System.Buffers.Binary;
using System.Globalization;
using System.Runtime.InteropServices;

namespace DataCuration.Onnx;

/// <summary>
/// Writes a graph of operators as an ONNX model, with the fields of onnx.proto that this needs. The format is IR version 8 and operator set 17 (ONNX 1.12,
/// 2022), which ONNX Runtime reads since version 1.12. Nodes must be added after the nodes that they depend on.
/// </summary>
internal sealed class OnnxModelWriter(string graphName)
{
    /// <summary>The maximum length of a Protocol Buffers message in bytes.</summary>
    public const long MaxLength = int.MaxValue;
    private const int IrVersion = 8, OperatorSet = 17;
    private readonly List<ProtoMessage> nodes = [], initializers = [], inputs = [], outputs = [], metadata = [];
    private int names;

    /// <summary>Adds an input. A dimension is a number, or a name if it is free.</summary>
    public string Input(string name, OnnxElementType type, params ReadOnlySpan<object> shape)
    {
        inputs.Add(Value(name, type, shape));
        return name;
    }

    /// <summary>Adds an output.</summary>
    public void Output(string name, OnnxElementType type, params ReadOnlySpan<object> shape) => outputs.Add(Value(name, type, shape));

    /// <summary>Adds a constant tensor.</summary>
    public string Constant(string name, ReadOnlySpan<float> values, params ReadOnlySpan<long> shape)
    {
        float[] copy = values.ToArray();
        return Constant(name, OnnxElementType.Float, sizeof(float) * (long)copy.Length, stream => Write(stream, copy), shape);
    }

    /// <summary>Adds a constant tensor.</summary>
    public string Constant(string name, ReadOnlySpan<long> values, params ReadOnlySpan<long> shape)
    {
        var bytes = new byte[values.Length * sizeof(long)];
        for (int i = 0; i < values.Length; i++) BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(i * sizeof(long)), values[i]);
        return Constant(name, OnnxElementType.Int64, bytes.Length, stream => stream.Write(bytes), shape);
    }

    /// <summary>Adds a constant tensor whose values are produced while the model is written.</summary>
    public string Constant(string name, OnnxElementType type, long length, Action<Stream> write, params ReadOnlySpan<long> shape)
    {
        var tensor = new ProtoMessage();
        foreach (long size in shape) tensor.Add(1, size);
        initializers.Add(tensor.Add(2, (long)type).Add(8, name).Add(9, length, write));
        return name;
    }

    /// <summary>Adds a constant tensor that is stored in another file.</summary>
    public string External(string name, OnnxElementType type, string location, params ReadOnlySpan<long> shape)
    {
        var tensor = new ProtoMessage();
        foreach (long size in shape) tensor.Add(1, size);
        initializers.Add(tensor.Add(2, (long)type).Add(8, name).Add(13, new ProtoMessage().Add(1, "location").Add(2, location)).Add(14, 1));
        return name;
    }

    /// <summary>Adds an operator with one output.</summary>
    /// <param name="type">The name of the operator.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="attributes">The attributes: <see cref="long"/>, <see cref="float"/> or a list of <see cref="long"/>.</param>
    /// <param name="output">The name of the output; null creates one.</param>
    /// <returns>The name of the output.</returns>
    public string Node(string type, ReadOnlySpan<string> inputs, IReadOnlyDictionary<string, object>? attributes = null, string? output = null)
    {
        output ??= string.Create(CultureInfo.InvariantCulture, $"{type}_{names++}");
        Node(type, inputs, [output], attributes);
        return output;
    }

    /// <summary>Adds an operator with several outputs.</summary>
    public void Node(string type, ReadOnlySpan<string> inputs, ReadOnlySpan<string> outputs, IReadOnlyDictionary<string, object>? attributes = null)
    {
        var node = new ProtoMessage();
        foreach (string input in inputs) node.Add(1, input);
        foreach (string output in outputs) node.Add(2, output);
        node.Add(3, outputs[0]).Add(4, type);
        foreach ((string name, object value) in attributes ?? new Dictionary<string, object>())
        {
            var attribute = new ProtoMessage().Add(1, name);
            if (value is float number) attribute.Add(2, number).Add(20, 1);
            else if (value is long[] list)
            {
                foreach (long item in list) attribute.Add(8, item);
                attribute.Add(20, 7);
            }
            else
            {
                attribute.Add(3, (long)value).Add(20, 2);
            }
            node.Add(5, attribute);
        }
        nodes.Add(node);
    }

    /// <summary>Adds a metadata entry.</summary>
    public void Metadata(string key, string value) => metadata.Add(new ProtoMessage().Add(1, key).Add(2, value));

    /// <summary>Returns the complete model.</summary>
    public ProtoMessage Build()
    {
        var graph = new ProtoMessage();
        foreach (ProtoMessage node in nodes) graph.Add(1, node);
        graph.Add(2, graphName);
        foreach (ProtoMessage tensor in initializers) graph.Add(5, tensor);
        foreach (ProtoMessage input in inputs) graph.Add(11, input);
        foreach (ProtoMessage output in outputs) graph.Add(12, output);
        ProtoMessage model = new ProtoMessage().Add(1, IrVersion).Add(2, "DataCuration").Add(7, graph)
            .Add(8, new ProtoMessage().Add(1, "").Add(2, OperatorSet));
        foreach (ProtoMessage entry in metadata) model.Add(14, entry);
        return model;
    }

    /// <summary>Writes numbers in the format of tensors: little-endian.</summary>
    public static void Write(Stream stream, ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            stream.Write(MemoryMarshal.AsBytes(values));
            return;
        }
        Span<byte> bytes = stackalloc byte[sizeof(float)];
        foreach (float value in values)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes, value);
            stream.Write(bytes);
        }
    }

    private static ProtoMessage Value(string name, OnnxElementType type, ReadOnlySpan<object> shape)
    {
        var dimensions = new ProtoMessage();
        foreach (object dimension in shape)
            dimensions.Add(1, dimension is string free ? new ProtoMessage().Add(2, free)
                : new ProtoMessage().Add(1, Convert.ToInt64(dimension, CultureInfo.InvariantCulture)));
        return new ProtoMessage().Add(1, name).Add(2, new ProtoMessage().Add(1, new ProtoMessage().Add(1, (long)type).Add(2, dimensions)));
    }
}
