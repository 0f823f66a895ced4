using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace DataCuration.Models;

/// <summary>Writes GGUF files of version 3: metadata, the names and shapes of tensors, and their data.</summary>
internal sealed class GgufWriter
{
    private const int PieceElements = 1 << 18;
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);
    private readonly ArrayBufferWriter<byte> metadata = new();
    private readonly List<(ModelTensor Tensor, GgufTensorType Type)> tensors = [];
    private int values;

    public void Add(string key, uint value) => Start(key, GgufTypes.Value.UInt32).WriteNumber(value);

    public void Add(string key, float value) => Start(key, GgufTypes.Value.Float32).WriteNumber(BitConverter.SingleToUInt32Bits(value));

    public void Add(string key, bool value) => Start(key, GgufTypes.Value.Boolean).metadata.Write([value ? (byte)1 : (byte)0]);

    public void Add(string key, string value) => Start(key, GgufTypes.Value.String).WriteText(value);

    public void Add(string key, IReadOnlyList<string> texts)
    {
        StartArray(key, GgufTypes.Value.String, texts.Count);
        foreach (string text in texts) WriteText(text);
    }

    public void Add(string key, IReadOnlyList<float> numbers)
    {
        StartArray(key, GgufTypes.Value.Float32, numbers.Count);
        foreach (float number in numbers) WriteNumber(BitConverter.SingleToUInt32Bits(number));
    }

    public void Add(string key, IReadOnlyList<int> numbers)
    {
        StartArray(key, GgufTypes.Value.Int32, numbers.Count);
        foreach (int number in numbers) WriteNumber((uint)number);
    }

    /// <summary>Adds a tensor. Its shape is written with the contiguous dimension first.</summary>
    public void Add(ModelTensor tensor, GgufTensorType type) => tensors.Add((tensor, type));

    public void Write(Stream stream, string path)
    {
        var header = new ArrayBufferWriter<byte>();
        WriteNumber(header, GgufTypes.Magic);
        WriteNumber(header, GgufTypes.Version);
        WriteNumber(header, (ulong)tensors.Count);
        WriteNumber(header, (ulong)values);
        header.Write(metadata.WrittenSpan);
        long offset = 0;
        foreach ((ModelTensor tensor, GgufTensorType type) in tensors)
        {
            WriteText(header, tensor.Name);
            WriteNumber(header, (uint)tensor.Shape.Count);
            foreach (long size in tensor.Shape.Reverse()) WriteNumber(header, (ulong)size);
            WriteNumber(header, (uint)type);
            WriteNumber(header, (ulong)offset);
            offset += GgufTypes.Pad(ByteLength(tensor, type), GgufTypes.DefaultAlignment);
        }
        stream.Write(header.WrittenSpan);
        stream.Write(new byte[GgufTypes.Pad(header.WrittenCount, GgufTypes.DefaultAlignment) - header.WrittenCount]);
        var piece = new float[PieceElements];
        var bytes = new byte[PieceElements * sizeof(float)];
        foreach ((ModelTensor tensor, GgufTensorType type) in tensors)
        {
            WriteData(stream, tensor, type, path, piece, bytes);
            long length = ByteLength(tensor, type);
            stream.Write(new byte[GgufTypes.Pad(length, GgufTypes.DefaultAlignment) - length]);
        }
    }

    private static void WriteData(Stream stream, ModelTensor tensor, GgufTensorType type, string path, float[] values, byte[] bytes)
    {
        (int elements, int blockBytes) = GgufTypes.Block(type);
        for (long done = 0; done < tensor.Count;)
        {
            Span<float> piece = values.AsSpan(0, (int)Math.Min(PieceElements, tensor.Count - done));
            tensor.Read(done, piece);
            Span<byte> target = bytes.AsSpan(0, piece.Length / elements * blockBytes);
            int overflow = type switch
            {
                GgufTensorType.Q8 => Q8Blocks.Quantize(piece, target) * Q8Blocks.Elements,
                GgufTensorType.Float16 => FloatConversion.Narrow(piece, TensorElementType.Float16, target),
                _ => FloatConversion.Narrow(piece, TensorElementType.Float32, target),
            };
            if (overflow >= 0)
            {
                if (type == GgufTensorType.Q8) throw NotQuantizable(path, tensor, done + overflow);
                throw SafetensorsWriter.Overflow(path, tensor.Name, done + overflow, piece[overflow], "F16");
            }
            stream.Write(target);
            done += piece.Length;
        }
    }

    private static ModelFileException NotQuantizable(string path, ModelTensor tensor, long start) => ModelFileException.In(path,
        $"elements {start} to {start + Q8Blocks.Elements - 1} of tensor '{tensor.Name}' are infinite, NaN, or too large or small for Q8_0. "
        + "Write another format.");

    private static long ByteLength(ModelTensor tensor, GgufTensorType type)
    {
        (int elements, int bytes) = GgufTypes.Block(type);
        return tensor.Count / elements * bytes;
    }

    private GgufWriter Start(string key, GgufTypes.Value type)
    {
        values++;
        WriteText(key);
        WriteNumber((uint)type);
        return this;
    }

    private void StartArray(string key, GgufTypes.Value type, int length)
    {
        Start(key, GgufTypes.Value.Array);
        WriteNumber((uint)type);
        WriteNumber(metadata, (ulong)length);
    }

    private void WriteNumber(uint value) => WriteNumber(metadata, value);

    private void WriteText(string text) => WriteText(metadata, text);

    private static void WriteNumber(ArrayBufferWriter<byte> stream, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private static void WriteNumber(ArrayBufferWriter<byte> stream, ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private static void WriteText(ArrayBufferWriter<byte> stream, string text)
    {
        byte[] bytes = Strict.GetBytes(text);
        WriteNumber(stream, (ulong)bytes.Length);
        stream.Write(bytes);
    }
}
