using System.Text;

namespace DataCuration.Tabular.Tests;

/// <summary>Writes Thrift's compact protocol, for files that the engines of the tests do not write.</summary>
internal sealed class ThriftBytes
{
    private readonly List<byte> bytes = [];
    private int field;

    public byte[] ToArray() => [.. bytes];

    public ThriftBytes Number(int id, long value)
    {
        Header(id, 6);
        Unsigned((ulong)(value << 1) ^ (ulong)(value >> 63));
        return this;
    }

    public ThriftBytes Flag(int id, bool value)
    {
        Header(id, value ? 1 : 2);
        return this;
    }

    public ThriftBytes Text(int id, string value)
    {
        Header(id, 8);
        Binary(value);
        return this;
    }

    public ThriftBytes Structure(int id, Action<ThriftBytes> write)
    {
        Header(id, 12);
        Body(write);
        return this;
    }

    public ThriftBytes Structures<T>(int id, IReadOnlyList<T> items, Action<ThriftBytes, T> write)
    {
        List(id, 12, items.Count);
        foreach (T item in items) Body(inner => write(inner, item));
        return this;
    }

    public ThriftBytes Numbers(int id, params int[] values)
    {
        List(id, 5, values.Length);
        foreach (int value in values) Unsigned((ulong)(uint)(value << 1));
        return this;
    }

    public ThriftBytes Texts(int id, params string[] values)
    {
        List(id, 8, values.Length);
        foreach (string value in values) Binary(value);
        return this;
    }

    /// <summary>Writes a structure that is not in a field.</summary>
    public ThriftBytes Body(Action<ThriftBytes> write)
    {
        int outer = field;
        field = 0;
        write(this);
        bytes.Add(0);
        field = outer;
        return this;
    }

    private void Header(int id, int type)
    {
        int step = id - field;
        field = id;
        if (step is > 0 and < 16)
        {
            bytes.Add((byte)(step << 4 | type));
            return;
        }
        bytes.Add((byte)type);
        Unsigned((ulong)(id << 1));
    }

    private void List(int id, int element, int count)
    {
        Header(id, 9);
        if (count < 15)
        {
            bytes.Add((byte)(count << 4 | element));
            return;
        }
        bytes.Add((byte)(0xf0 | element));
        Unsigned((ulong)count);
    }

    private void Binary(string value)
    {
        byte[] text = Encoding.UTF8.GetBytes(value);
        Unsigned((ulong)text.Length);
        bytes.AddRange(text);
    }

    private void Unsigned(ulong value) => ParquetBytes.AddUnsigned(bytes, value);
}
