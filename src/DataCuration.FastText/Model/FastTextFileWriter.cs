using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;

namespace DataCuration.FastText;

/// <summary>Writes the little-endian fields of a model file and computes the same hash as <see cref="FastTextFileReader"/>.</summary>
internal sealed class FastTextFileWriter(Stream stream)
{
    private readonly XxHash128 hash = new();
    private readonly byte[] buffer = new byte[1 << 16];
    private int used;

    public void Write(int value) => BinaryPrimitives.WriteInt32LittleEndian(Reserve(sizeof(int)), value);

    public void Write(long value) => BinaryPrimitives.WriteInt64LittleEndian(Reserve(sizeof(long)), value);

    public void Write(double value) => BinaryPrimitives.WriteDoubleLittleEndian(Reserve(sizeof(double)), value);

    public void Write(byte value) => Reserve(1)[0] = value;

    public void Write(bool value) => Write((byte)(value ? 1 : 0));

    public void Write(ReadOnlySpan<byte> bytes)
    {
        Flush();
        hash.Append(bytes);
        stream.Write(bytes);
    }

    public void Write(ReadOnlySpan<float> values)
    {
        if (BitConverter.IsLittleEndian)
        {
            // In parts, because the byte length of a long span of floats does not fit in an int.
            for (int part = 1 << 20; !values.IsEmpty; values = values[Math.Min(part, values.Length)..])
                Write(MemoryMarshal.AsBytes(values[..Math.Min(part, values.Length)]));
            return;
        }
        foreach (float value in values) BinaryPrimitives.WriteSingleLittleEndian(Reserve(sizeof(float)), value);
    }

    /// <summary>Writes buffered bytes and returns the hash of the file: 32 hexadecimal digits.</summary>
    public string Finish()
    {
        Flush();
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }

    private Span<byte> Reserve(int count)
    {
        if (count > buffer.Length - used) Flush();
        used += count;
        return buffer.AsSpan(used - count, count);
    }

    private void Flush()
    {
        if (used == 0) return;
        hash.Append(buffer.AsSpan(0, used));
        stream.Write(buffer, 0, used);
        used = 0;
    }
}
