using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace DataCuration.Models;

/// <summary>Reads the values of a GGUF file one after the other. Lengths are checked against the rest of the file before anything is allocated.</summary>
internal sealed class GgufCursor(MappedFile file)
{
    private const int MaxTextBytes = 1 << 28; // our choice: far above chat templates, the longest texts there are
    private static readonly UTF8Encoding Strict = new(false, throwOnInvalidBytes: true);

    public long Position { get; private set; }

    private long Left => file.Length - Position;

    public uint UInt32(string what) => BinaryPrimitives.ReadUInt32LittleEndian(Take(4, what));

    public ulong UInt64(string what) => BinaryPrimitives.ReadUInt64LittleEndian(Take(8, what));

    /// <summary>Reads a count of things that need at least some bytes each.</summary>
    public int Count(int minBytes, string what)
    {
        ulong count = UInt64(what);
        if (count > (ulong)(Left / minBytes) || count > (ulong)Array.MaxLength)
            throw Damaged($"{what} is {count}, but only {Left} bytes follow.");
        return (int)count;
    }

    public string Text(string what, int maxBytes = MaxTextBytes)
    {
        ulong length = UInt64(what);
        if (length > (ulong)Left || length > (ulong)maxBytes) throw Damaged($"{what} would have {length} bytes; {Math.Min(Left, maxBytes)} are possible.");
        try
        {
            return Strict.GetString(Take((int)length, what));
        }
        catch (DecoderFallbackException e)
        {
            throw new ModelFileException($"'{file.Path}': {what} is not valid UTF-8.", e);
        }
    }

    /// <summary>Reads a metadata value after its type: a number, a truth value, a text, or an array of one of them.</summary>
    public object Value(string key)
    {
        var type = (GgufTypes.Value)UInt32($"the type of '{key}'");
        return type == GgufTypes.Value.Array ? ArrayOf(key) : Scalar(type, key);
    }

    private object Scalar(GgufTypes.Value type, string key) => type switch
    {
        GgufTypes.Value.UInt8 => Take(1, key)[0],
        GgufTypes.Value.Int8 => (sbyte)Take(1, key)[0],
        GgufTypes.Value.UInt16 => BinaryPrimitives.ReadUInt16LittleEndian(Take(2, key)),
        GgufTypes.Value.Int16 => BinaryPrimitives.ReadInt16LittleEndian(Take(2, key)),
        GgufTypes.Value.UInt32 => UInt32(key),
        GgufTypes.Value.Int32 => BinaryPrimitives.ReadInt32LittleEndian(Take(4, key)),
        GgufTypes.Value.Float32 => BinaryPrimitives.ReadSingleLittleEndian(Take(4, key)),
        GgufTypes.Value.Boolean => Truth(Take(1, key)[0], key),
        GgufTypes.Value.String => Text($"the text of '{key}'"),
        GgufTypes.Value.UInt64 => UInt64(key),
        GgufTypes.Value.Int64 => BinaryPrimitives.ReadInt64LittleEndian(Take(8, key)),
        GgufTypes.Value.Float64 => BinaryPrimitives.ReadDoubleLittleEndian(Take(8, key)),
        _ => throw Damaged($"'{key}' has the unknown type {(uint)type}."),
    };

    private object ArrayOf(string key)
    {
        var type = (GgufTypes.Value)UInt32($"the element type of '{key}'");
        string what = $"the length of '{key}'";
        switch (type)
        {
            case GgufTypes.Value.UInt8: return Numbers<byte>(what);
            case GgufTypes.Value.Int8: return Numbers<sbyte>(what);
            case GgufTypes.Value.UInt16: return Numbers<ushort>(what);
            case GgufTypes.Value.Int16: return Numbers<short>(what);
            case GgufTypes.Value.UInt32: return Numbers<uint>(what);
            case GgufTypes.Value.Int32: return Numbers<int>(what);
            case GgufTypes.Value.Float32: return Numbers<float>(what);
            case GgufTypes.Value.UInt64: return Numbers<ulong>(what);
            case GgufTypes.Value.Int64: return Numbers<long>(what);
            case GgufTypes.Value.Float64: return Numbers<double>(what);
            case GgufTypes.Value.Boolean:
                byte[] bytes = Numbers<byte>(what);
                var truths = new bool[bytes.Length];
                for (int i = 0; i < truths.Length; i++) truths[i] = Truth(bytes[i], key);
                return truths;
            case GgufTypes.Value.String:
                var texts = new string[Count(sizeof(ulong), what)];
                string element = $"an element of '{key}'";
                for (int i = 0; i < texts.Length; i++) texts[i] = Text(element);
                return texts;
            default: throw Damaged($"'{key}' is an array of the type {(uint)type}, which is unknown or not supported.");
        }
    }

    private T[] Numbers<T>(string what)
        where T : unmanaged
    {
        int size = Marshal.SizeOf<T>();
        var numbers = new T[Count(size, what)];
        Span<byte> bytes = MemoryMarshal.AsBytes(numbers.AsSpan());
        for (int done = 0; done < bytes.Length;)
        {
            int count = Math.Min(bytes.Length - done, 1 << 20);
            Take(count, what).CopyTo(bytes[done..]);
            done += count;
        }
        if (!BitConverter.IsLittleEndian)
            for (int i = 0; i < numbers.Length; i++) bytes.Slice(i * size, size).Reverse();
        return numbers;
    }

    private bool Truth(byte value, string key) => value <= 1 ? value == 1 : throw Damaged($"'{key}' has the truth value {value}.");

    private ReadOnlySpan<byte> Take(int length, string what)
    {
        if (length > Left) throw Damaged($"the file ends within {what}.");
        ReadOnlySpan<byte> bytes = file.Slice(Position, length);
        Position += length;
        return bytes;
    }

    public ModelFileException Damaged(string problem) => ModelFileException.In(file.Path, problem);
}
