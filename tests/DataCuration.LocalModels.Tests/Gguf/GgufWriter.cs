using System.Runtime.InteropServices;
using System.Text;

namespace DataCuration.LocalModels.Tests.Gguf;

/// <summary>
/// Writes a file of llama.cpp's format GGUF, version 3, with 32-bit floats (ggml's docs/gguf.md): metadata, the tensors' names and shapes, their data.
/// </summary>
internal sealed class GgufWriter
{
    private const int Alignment = 32;
    private readonly List<(string Key, object Value)> metadata = [];
    private readonly List<(string Name, int[] Shape, float[] Data)> tensors = [];

    private enum ValueType : uint
    {
        UInt8 = 0,
        UInt16 = 2,
        UInt32 = 4,
        Int32 = 5,
        Float32 = 6,
        Boolean = 7,
        String = 8,
        Array = 9,
    }

    /// <summary>Adds a value: byte, ushort, uint, int, float, bool, string, or an array of one of them.</summary>
    public void Add(string key, object value) => metadata.Add((key, value));

    /// <summary>Replaces a value that was added.</summary>
    public void Replace(string key, object value) => metadata[metadata.FindIndex(entry => entry.Key == key)] = (key, value);

    /// <summary>Replaces a value, or adds it.</summary>
    public void Set(string key, object value)
    {
        metadata.RemoveAll(entry => entry.Key == key);
        Add(key, value);
    }

    /// <summary>Adds a tensor. The first dimension is the contiguous one: a matrix that maps n values to m has the shape n, m.</summary>
    public void Add(string name, int[] shape, float[] data) => tensors.Add((name, shape, data));

    public void Write(string path)
    {
        using var writer = new BinaryWriter(File.Create(path));
        writer.Write("GGUF"u8);
        writer.Write(3u);
        writer.Write((ulong)tensors.Count);
        writer.Write((ulong)metadata.Count);
        foreach ((string key, object value) in metadata)
        {
            Write(writer, key);
            WriteValue(writer, value);
        }
        ulong offset = 0;
        foreach ((string name, int[] shape, float[] data) in tensors)
        {
            Write(writer, name);
            writer.Write((uint)shape.Length);
            foreach (int size in shape) writer.Write((ulong)size);
            writer.Write(0u); // F32
            writer.Write(offset);
            offset += (ulong)Aligned(data.Length * sizeof(float));
        }
        Pad(writer);
        foreach ((_, _, float[] data) in tensors)
        {
            writer.Write(MemoryMarshal.AsBytes(data.AsSpan()));
            Pad(writer);
        }
    }

    private static void WriteValue(BinaryWriter writer, object value)
    {
        writer.Write((uint)TypeOf(value));
        if (value is not Array array)
        {
            WriteScalar(writer, value);
            return;
        }
        writer.Write((uint)TypeOf(array.GetValue(0)!));
        writer.Write((ulong)array.Length);
        foreach (object element in array) WriteScalar(writer, element);
    }

    private static ValueType TypeOf(object value) => value switch
    {
        byte => ValueType.UInt8,
        ushort => ValueType.UInt16,
        uint => ValueType.UInt32,
        int => ValueType.Int32,
        float => ValueType.Float32,
        bool => ValueType.Boolean,
        string => ValueType.String,
        Array => ValueType.Array,
        _ => throw new ArgumentException($"GGUF has no {value.GetType().Name}.", nameof(value)),
    };

    private static void WriteScalar(BinaryWriter writer, object value)
    {
        switch (value)
        {
            case byte number: writer.Write(number); break;
            case ushort number: writer.Write(number); break;
            case uint number: writer.Write(number); break;
            case int number: writer.Write(number); break;
            case float number: writer.Write(number); break;
            case bool truth: writer.Write(truth); break;
            default: Write(writer, (string)value); break;
        }
    }

    private static void Write(BinaryWriter writer, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        writer.Write((ulong)bytes.Length);
        writer.Write(bytes);
    }

    private static long Aligned(long length) => (length + Alignment - 1) / Alignment * Alignment;

    private static void Pad(BinaryWriter writer)
    {
        while (writer.BaseStream.Position % Alignment != 0) writer.Write((byte)0);
    }
}
