using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text.Json;
using static TorchSharp.torch;

namespace DataCuration.Training.TorchSharp;

/// <summary>
/// Reads and writes named float32 tensors in the safetensors format: the u64 length of a JSON header, the header with the type, shape and offsets of each
/// tensor, and the numbers. Unlike Python's pickle, the format holds data only, so reading it never runs code.
/// </summary>
internal static class TensorFile
{
    private const int Alignment = 8;
    private const long MaxHeaderBytes = 100_000_000; // the limit of the format

    /// <summary>Writes the parts of flat tensors under the names of their parameters.</summary>
    /// <returns>The XxHash128 of the file in hexadecimal.</returns>
    public static string Write(string path, ParameterLayout layout, params ReadOnlySpan<(string Prefix, Tensor Flat)> tensors)
    {
        using var stream = new FileStream(path, FileMode.CreateNew, FileAccess.Write, FileShare.None, 1 << 20);
        var hash = new XxHash128();
        byte[] header = MakeHeader(layout, tensors);
        var length = new byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        Append(length);
        Append(header);
        foreach ((_, Tensor flat) in tensors)
        {
            foreach (ParameterShape shape in layout.Shapes)
            {
                using IDisposable scope = NewDisposeScope();
                Append(MemoryMarshal.AsBytes<float>(flat.narrow(0, shape.Offset, shape.Count).detach().cpu().data<float>().ToArray()));
            }
        }
        stream.Flush(flushToDisk: true);
        return Convert.ToHexStringLower(hash.GetCurrentHash());

        void Append(ReadOnlySpan<byte> bytes)
        {
            stream.Write(bytes);
            hash.Append(bytes);
        }
    }

    /// <summary>Reads a file of <see cref="Write"/> into tensors of the same layout.</summary>
    /// <exception cref="CheckpointException">The file is damaged or belongs to another model.</exception>
    public static void Read(string path, string expectedHash, ParameterLayout layout, params ReadOnlySpan<(string Prefix, Tensor Flat)> tensors)
    {
        if (!File.Exists(path)) throw new CheckpointException($"'{path}' is missing.");
        using FileStream stream = File.OpenRead(path);
        var hash = new XxHash128();
        hash.Append(stream);
        string found = Convert.ToHexStringLower(hash.GetCurrentHash());
        if (found != expectedHash) throw new CheckpointException($"'{path}' is damaged: its hash is {found}, but its manifest says {expectedHash}.");

        stream.Position = 0;
        var length = new byte[sizeof(ulong)];
        stream.ReadExactly(length);
        ulong headerBytes = BinaryPrimitives.ReadUInt64LittleEndian(length);
        if (headerBytes > MaxHeaderBytes) throw new CheckpointException($"'{path}' is not a safetensors file: its header would have {headerBytes} bytes.");
        var header = new byte[headerBytes];
        stream.ReadExactly(header);
        if (!header.AsSpan().SequenceEqual(MakeHeader(layout, tensors))) throw new CheckpointException($"'{path}' holds the tensors of another model.");
        using IDisposable guard = no_grad();
        foreach ((_, Tensor flat) in tensors)
        {
            foreach (ParameterShape shape in layout.Shapes)
            {
                using IDisposable scope = NewDisposeScope();
                var values = new float[shape.Count];
                stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
                flat.narrow(0, shape.Offset, shape.Count).copy_(tensor(values));
            }
        }
    }

    private static byte[] MakeHeader(ParameterLayout layout, ReadOnlySpan<(string Prefix, Tensor Flat)> tensors)
    {
        using var header = new MemoryStream();
        using (var json = new Utf8JsonWriter(header))
        {
            long offset = 0;
            json.WriteStartObject();
            foreach ((string prefix, _) in tensors)
            {
                foreach (ParameterShape shape in layout.Shapes)
                {
                    json.WriteStartObject(prefix + shape.Name);
                    json.WriteString("dtype", "F32");
                    json.WriteStartArray("shape");
                    foreach (long dimension in shape.Dimensions) json.WriteNumberValue(dimension);
                    json.WriteEndArray();
                    json.WriteStartArray("data_offsets");
                    json.WriteNumberValue(offset);
                    json.WriteNumberValue(offset += shape.Count * sizeof(float));
                    json.WriteEndArray();
                    json.WriteEndObject();
                }
            }
            json.WriteEndObject();
        }
        while (header.Length % Alignment != 0) header.WriteByte((byte)' ');
        return header.ToArray();
    }
}
