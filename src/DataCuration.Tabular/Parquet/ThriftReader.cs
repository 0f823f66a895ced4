using System.Text;

namespace DataCuration.Tabular;

/// <summary>
/// Reads Thrift's compact protocol, in which Parquet stores its footer and page headers
/// (github.com/apache/thrift, doc/specs/thrift-compact-protocol.md).
/// </summary>
internal ref struct ThriftReader(ReadOnlySpan<byte> bytes)
{
    /// <summary>The maximum nesting of structures that are skipped: 64 (our choice; Parquet nests fewer than 10).</summary>
    private const int MaxDepth = 64;

    private readonly ReadOnlySpan<byte> bytes = bytes;
    private short field;

    /// <summary>The number of bytes read.</summary>
    public int Position { get; private set; }

    /// <summary>Starts a structure.</summary>
    /// <returns>The value to give to <see cref="EndStruct"/>.</returns>
    public short BeginStruct()
    {
        short outer = field;
        field = 0;
        return outer;
    }

    /// <summary>Ends a structure whose fields have all been read.</summary>
    public void EndStruct(short outer) => field = outer;

    /// <summary>Reads the header of the next field.</summary>
    /// <returns>False at the end of the structure.</returns>
    public bool NextField(out short id, out ThriftType type)
    {
        byte header = ReadByte();
        type = (ThriftType)(header & 15);
        id = 0;
        if (type == ThriftType.Stop) return false;
        id = field = (header >> 4) == 0 ? (short)ReadZigZag() : (short)(field + (header >> 4));
        return true;
    }

    /// <summary>Reads the value of a Boolean field, which is in its type.</summary>
    public static bool ReadBoolean(ThriftType type) => type == ThriftType.True;

    /// <summary>Reads an integer of any width.</summary>
    public long ReadInteger(ThriftType type) => type switch
    {
        ThriftType.Byte => (sbyte)ReadByte(),
        ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64 => ReadZigZag(),
        _ => throw new InvalidDataException($"its metadata has type {type} for an integer"),
    };

    /// <summary>Reads an integer of at most 32 bits.</summary>
    public int ReadInt32(ThriftType type) => (int)ReadInteger(type);

    /// <summary>Reads a string.</summary>
    public string ReadString(ThriftType type)
    {
        if (type != ThriftType.Binary) throw new InvalidDataException($"its metadata has type {type} for a string");
        return Encoding.UTF8.GetString(Take(ReadLength()));
    }

    /// <summary>Reads the header of a list.</summary>
    /// <param name="type">The type of the field.</param>
    /// <param name="element">The type of the elements.</param>
    /// <returns>The number of elements.</returns>
    public int BeginList(ThriftType type, out ThriftType element)
    {
        if (type is not (ThriftType.List or ThriftType.Set)) throw new InvalidDataException($"its metadata has type {type} for a list");
        byte header = ReadByte();
        element = (ThriftType)(header & 15);
        int count = header >> 4;
        if (count == 15) count = checked((int)ReadUnsigned());
        // Each element takes at least one byte, so a larger number comes from damage.
        return count <= bytes.Length - Position ? count : throw new EndOfStreamException("its metadata ends inside a list");
    }

    /// <summary>Skips a value.</summary>
    public void Skip(ThriftType type, int depth = 0)
    {
        if (depth > MaxDepth) throw new InvalidDataException("its metadata is nested too deep");
        switch (type)
        {
            case ThriftType.True or ThriftType.False:
                return;
            case ThriftType.Byte:
                ReadByte();
                return;
            case ThriftType.Int16 or ThriftType.Int32 or ThriftType.Int64:
                ReadUnsigned();
                return;
            case ThriftType.Double:
                Take(8);
                return;
            case ThriftType.Binary:
                Take(ReadLength());
                return;
            case ThriftType.Uuid:
                Take(16);
                return;
            case ThriftType.List or ThriftType.Set:
                int count = BeginList(type, out ThriftType element);
                for (int i = 0; i < count; i++) SkipElement(element, depth);
                return;
            case ThriftType.Map:
                int pairs = checked((int)ReadUnsigned());
                if (pairs == 0) return;
                byte types = ReadByte();
                for (int i = 0; i < pairs; i++)
                {
                    SkipElement((ThriftType)(types >> 4), depth);
                    SkipElement((ThriftType)(types & 15), depth);
                }
                return;
            case ThriftType.Struct:
                short outer = BeginStruct();
                while (NextField(out _, out ThriftType inner)) Skip(inner, depth + 1);
                EndStruct(outer);
                return;
            default:
                throw new InvalidDataException($"its metadata has the unknown type {(int)type}");
        }
    }

    /// <summary>Skips an element of a list or map. Unlike in fields, a Boolean there takes a byte.</summary>
    private void SkipElement(ThriftType type, int depth)
    {
        if (type is ThriftType.True or ThriftType.False) ReadByte();
        else Skip(type, depth + 1);
    }

    private long ReadZigZag()
    {
        ulong value = ReadUnsigned();
        return (long)(value >> 1) ^ -(long)(value & 1);
    }

    private int ReadLength()
    {
        ulong length = ReadUnsigned();
        return length <= int.MaxValue ? (int)length : throw new InvalidDataException("its metadata has a string of more than 2 GB");
    }

    private ulong ReadUnsigned()
    {
        ulong value = 0;
        for (int shift = 0; shift < 70; shift += 7)
        {
            byte next = ReadByte();
            value |= (ulong)(next & 0x7f) << shift;
            if (next < 0x80) return value;
        }
        throw new InvalidDataException("its metadata has an integer of more than 64 bits");
    }

    private byte ReadByte() => Take(1)[0];

    private ReadOnlySpan<byte> Take(int count)
    {
        if (count > bytes.Length - Position) throw new EndOfStreamException("its metadata ends too early");
        ReadOnlySpan<byte> taken = bytes.Slice(Position, count);
        Position += count;
        return taken;
    }
}
