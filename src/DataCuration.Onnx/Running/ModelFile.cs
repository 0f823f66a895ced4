using System.Collections.Frozen;
using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace DataCuration.Onnx;

/// <summary>
/// Computes the content hash of a model file and of the files with its large tensors. To find those files, it walks through the protobuf fields of the model
/// by the numbers of onnx.proto, without reading their contents: all tensors of the graph, of attributes, of nested graphs and of functions.
/// </summary>
internal sealed class ModelFile
{
    private const int KeyField = 1, ValueField = 2, MaxText = 4096;

    /// <summary>The maximum nesting of messages: the limit of the Protocol Buffers library, which ONNX Runtime uses.</summary>
    private const int MaxDepth = 100;

    private static readonly FrozenDictionary<(Message, int), Message> Fields = new Dictionary<(Message, int), Message>
    {
        [(Message.Model, 7)] = Message.Graph,
        [(Message.Model, 20)] = Message.Training,
        [(Message.Model, 25)] = Message.Function,
        [(Message.Training, 1)] = Message.Graph,
        [(Message.Training, 2)] = Message.Graph,
        [(Message.Function, 7)] = Message.Node,
        [(Message.Function, 11)] = Message.Attribute,
        [(Message.Graph, 1)] = Message.Node,
        [(Message.Graph, 5)] = Message.Tensor,
        [(Message.Graph, 15)] = Message.SparseTensor,
        [(Message.Node, 5)] = Message.Attribute,
        [(Message.Attribute, 5)] = Message.Tensor,
        [(Message.Attribute, 6)] = Message.Graph,
        [(Message.Attribute, 10)] = Message.Tensor,
        [(Message.Attribute, 11)] = Message.Graph,
        [(Message.Attribute, 22)] = Message.SparseTensor,
        [(Message.Attribute, 23)] = Message.SparseTensor,
        [(Message.SparseTensor, 1)] = Message.Tensor,
        [(Message.SparseTensor, 2)] = Message.Tensor,
        [(Message.Tensor, 13)] = Message.ExternalData,
    }.ToFrozenDictionary();

    private readonly FileStream stream;
    private readonly string path;
    private readonly SortedSet<string> locations = new(StringComparer.Ordinal);

    private ModelFile(FileStream stream, string path)
    {
        this.stream = stream;
        this.path = path;
    }

    /// <summary>Returns the hash of a model as 32 hexadecimal digits.</summary>
    /// <param name="path">The model file.</param>
    /// <exception cref="InvalidDataException">The file is not a protobuf message, or one of its data files is missing or outside of its folder.</exception>
    public static string Hash(string path)
    {
        ModelPath.RequireModel(path);
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        var hash = new XxHash128();
        hash.Append(stream);
        stream.Position = 0;
        var file = new ModelFile(stream, path);
        file.Walk(Message.Model, stream.Length, 0);
        foreach (string location in file.locations)
        {
            using FileStream data = file.OpenData(location);
            hash.Append(Encoding.UTF8.GetBytes(location + "\0"));
            hash.Append(data);
        }
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private FileStream OpenData(string location)
    {
        // A downloaded model must not read files outside of its folder.
        if (Path.IsPathRooted(location) || location.Contains('\\') || location.Split('/').Contains(".."))
            throw Invalid($"its data file '{location}' is not below its folder");
        string file = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, location);
        return File.Exists(file) ? new(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16) : throw Invalid($"its data file '{location}' is missing");
    }

    /// <summary>Walks through the fields of a message, and into the messages that can contain tensors.</summary>
    private void Walk(Message message, long end, int depth)
    {
        if (depth > MaxDepth) throw Invalid($"messages are nested more than {MaxDepth} deep");
        while (stream.Position < end)
        {
            (int field, int wire) = ReadTag();
            if (wire != 2)
            {
                Skip(wire, end);
                continue;
            }
            long inner = ReadLength(end);
            if (Fields.TryGetValue((message, field), out Message child))
            {
                if (child == Message.ExternalData) ReadEntry(inner);
                else Walk(child, inner, depth + 1);
            }
            stream.Position = inner;
        }
    }

    private void ReadEntry(long end)
    {
        string key = "", value = "";
        while (stream.Position < end)
        {
            (int field, int wire) = ReadTag();
            if (wire != 2 || field is not (KeyField or ValueField))
            {
                if (wire == 2) stream.Position = ReadLength(end);
                else Skip(wire, end);
                continue;
            }
            long length = ReadLength(end) - stream.Position;
            if (length > MaxText) throw Invalid("the name of a data file is too long");
            var bytes = new byte[length];
            stream.ReadExactly(bytes);
            if (field == KeyField) key = Encoding.UTF8.GetString(bytes);
            else value = Encoding.UTF8.GetString(bytes);
        }
        if (key == "location") locations.Add(value);
    }

    private (int Field, int Wire) ReadTag()
    {
        ulong tag = ReadVarint();
        if (tag >> 3 is 0 or > (1 << 29) - 1) throw Invalid("a field has no valid number");
        return ((int)(tag >> 3), (int)(tag & 7));
    }

    private long ReadLength(long end)
    {
        ulong length = ReadVarint();
        if (length > (ulong)Math.Max(0, end - stream.Position)) throw Invalid("a field is longer than its message");
        return stream.Position + (long)length;
    }

    private void Skip(int wire, long end)
    {
        if (wire == 0) ReadVarint();
        else if (wire == 1) stream.Position += 8;
        else if (wire == 5) stream.Position += 4;
        else throw Invalid("a field has an unknown wire type");
        if (stream.Position > end) throw Invalid("a field is longer than its message");
    }

    private ulong ReadVarint()
    {
        ulong value = 0;
        for (int shift = 0; shift < 64; shift += 7)
        {
            int read = stream.ReadByte();
            if (read < 0) throw Invalid("the file ends inside a field");
            value |= (ulong)(read & 127) << shift;
            if (read < 128) return value;
        }
        throw Invalid("a number is too long");
    }

    private InvalidDataException Invalid(string why) =>
        new(string.Create(CultureInfo.InvariantCulture, $"{path} is not a valid ONNX model: {why} (byte {stream.Position})."));

    private enum Message
    {
        Model,
        Graph,
        Node,
        Attribute,
        Tensor,
        SparseTensor,
        Function,
        Training,
        ExternalData,
    }
}
