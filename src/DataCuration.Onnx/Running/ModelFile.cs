using System.Globalization;
using System.IO.Hashing;
using System.Text;

namespace DataCuration.Onnx;

/// <summary>
/// The content hash of a model file and of the files beside it that hold its large tensors. For those the file's protobuf fields are walked through without reading what they hold: model.graph (7), graph.initializer (5),
/// tensor.external_data (13), of key (1) and value (2), by onnx.proto.
/// </summary>
internal sealed class ModelFile
{
    private const int GraphField = 7, InitializerField = 5, ExternalDataField = 13, KeyField = 1, ValueField = 2, MaxText = 4096;
    private readonly FileStream stream;
    private readonly string path;
    private readonly SortedSet<string> locations = new(StringComparer.Ordinal);

    private ModelFile(FileStream stream, string path)
    {
        this.stream = stream;
        this.path = path;
    }

    /// <summary>Hashes a model: 32 hexadecimal digits.</summary>
    /// <param name="path">The model file.</param>
    /// <exception cref="InvalidDataException">The file is no protobuf message, or one of its data files lies outside its folder or is missing.</exception>
    public static string Hash(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16);
        var hash = new XxHash128();
        hash.Append(stream);
        stream.Position = 0;
        var file = new ModelFile(stream, path);
        file.Walk(stream.Length, GraphField, end => file.Walk(end, InitializerField, inner => file.Walk(inner, ExternalDataField, file.ReadEntry)));
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
        // A model that was downloaded must not read files elsewhere.
        if (Path.IsPathRooted(location) || location.Contains('\\') || location.Split('/').Contains("..")) throw Invalid($"its data file '{location}' is not below its folder");
        string file = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, location);
        return File.Exists(file) ? new(file, FileMode.Open, FileAccess.Read, FileShare.Read, 1 << 16) : throw Invalid($"its data file '{location}' is missing");
    }

    /// <summary>Goes through the fields of a message up to its end, and into those of one number.</summary>
    private void Walk(long end, int wanted, Action<long> enter)
    {
        while (stream.Position < end)
        {
            (int field, int wire) = ReadTag();
            if (wire != 2)
            {
                Skip(wire, end);
                continue;
            }
            long inner = ReadLength(end);
            if (field == wanted) enter(inner);
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
        if (tag >> 3 is 0 or > (1 << 29) - 1) throw Invalid("a field has no number");
        return ((int)(tag >> 3), (int)(tag & 7));
    }

    private long ReadLength(long end)
    {
        ulong length = ReadVarint();
        if (length > (ulong)Math.Max(0, end - stream.Position)) throw Invalid("a field is longer than what holds it");
        return stream.Position + (long)length;
    }

    private void Skip(int wire, long end)
    {
        if (wire == 0) ReadVarint();
        else if (wire == 1) stream.Position += 8;
        else if (wire == 5) stream.Position += 4;
        else throw Invalid("a field is of no known kind");
        if (stream.Position > end) throw Invalid("a field is longer than what holds it");
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

    private InvalidDataException Invalid(string why) => new(string.Create(CultureInfo.InvariantCulture, $"{path} is no valid ONNX model: {why} (byte {stream.Position})."));
}
