using System.Buffers.Binary;
using System.Text;

namespace DataCuration.Onnx;

/// <summary>
/// Writes a Protocol Buffers message (protobuf.dev, "Encoding"). Fields are written in the order in which they were added. The bytes of a field can come from a
/// callback, so that a large matrix is not copied into memory.
/// </summary>
internal sealed class ProtoMessage
{
    private const int Varint = 0, Bytes = 2, Fixed32 = 5;
    private readonly List<Field> fields = [];

    /// <summary>The length of the message in bytes.</summary>
    public long Length { get; private set; }

    /// <summary>Adds an integer.</summary>
    public ProtoMessage Add(int number, long value) => Add(new Field(Tag(number, Varint), value, 0, null), Size((ulong)value));

    /// <summary>Adds a floating-point number.</summary>
    public ProtoMessage Add(int number, float value) => Add(new Field(Tag(number, Fixed32), BitConverter.SingleToInt32Bits(value), 0, null), 4);

    /// <summary>Adds a string.</summary>
    public ProtoMessage Add(int number, string value) => Add(number, Encoding.UTF8.GetBytes(value));

    /// <summary>Adds bytes.</summary>
    public ProtoMessage Add(int number, byte[] value) => Add(number, value.Length, stream => stream.Write(value));

    /// <summary>Adds a message, which must not change any more.</summary>
    public ProtoMessage Add(int number, ProtoMessage value) => Add(number, value.Length, value.WriteTo);

    /// <summary>Adds bytes that a callback writes.</summary>
    /// <param name="number">The field number.</param>
    /// <param name="length">The number of bytes that the callback writes.</param>
    /// <param name="write">The callback.</param>
    public ProtoMessage Add(int number, long length, Action<Stream> write) =>
        Add(new Field(Tag(number, Bytes), 0, length, write), Size((ulong)length) + length);

    /// <summary>Writes the message.</summary>
    public void WriteTo(Stream stream)
    {
        Span<byte> buffer = stackalloc byte[4];
        foreach (Field field in fields)
        {
            WriteVarint(stream, field.Tag);
            if ((field.Tag & 7) == Varint) WriteVarint(stream, (ulong)field.Value);
            else if ((field.Tag & 7) == Fixed32)
            {
                BinaryPrimitives.WriteInt32LittleEndian(buffer, (int)field.Value);
                stream.Write(buffer);
            }
            else
            {
                WriteVarint(stream, (ulong)field.Length);
                field.Write!(stream);
            }
        }
    }

    private ProtoMessage Add(Field field, long length)
    {
        fields.Add(field);
        Length = checked(Length + Size(field.Tag) + length);
        return this;
    }

    private static ulong Tag(int number, int wire) => (ulong)number << 3 | (uint)wire;

    private static int Size(ulong value)
    {
        int size = 1;
        while ((value >>= 7) != 0) size++;
        return size;
    }

    private static void WriteVarint(Stream stream, ulong value)
    {
        for (; value >= 128; value >>= 7) stream.WriteByte((byte)(value | 128));
        stream.WriteByte((byte)value);
    }

    private readonly record struct Field(ulong Tag, long Value, long Length, Action<Stream>? Write);
}
