using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace DataCuration.Tabular;

/// <summary>Decodes integers and floating-point numbers of 4 or 8 bytes.</summary>
/// <typeparam name="T">The type: <see cref="int"/>, <see cref="long"/>, <see cref="float"/> or <see cref="double"/>.</typeparam>
internal sealed class NumberDecoder<T> : PageDecoder<T>
    where T : unmanaged
{
    public override void Decode(int encoding, ReadOnlyMemory<byte> content, Span<T> values)
    {
        int width = Unsafe.SizeOf<T>();
        ReadOnlySpan<byte> bytes = content.Span;
        switch (encoding)
        {
            case Plain:
                if (bytes.Length < (long)values.Length * width) throw TooShort(bytes.Length, values.Length);
                // Parquet is little-endian, and so are all platforms of .NET that this library supports.
                bytes[..(values.Length * width)].CopyTo(MemoryMarshal.AsBytes(values));
                return;
            case ByteStreamSplit:
                Join(bytes, width, MemoryMarshal.AsBytes(values));
                return;
            case DeltaBinaryPacked when typeof(T) == typeof(long) || typeof(T) == typeof(int):
                long[] decoded = DeltaReader.Read(bytes, values.Length, out _);
                if (decoded.Length < values.Length) throw TooShort(bytes.Length, values.Length);
                for (int i = 0; i < values.Length; i++)
                    values[i] = typeof(T) == typeof(long) ? (T)(object)decoded[i] : (T)(object)unchecked((int)decoded[i]);
                return;
            default:
                throw Unknown(encoding);
        }
    }

    /// <summary>Joins the bytes of values. All first bytes are stored first, then all second bytes, and so on.</summary>
    internal static void Join(ReadOnlySpan<byte> bytes, int width, Span<byte> joined)
    {
        int count = joined.Length / width;
        int stored = bytes.Length / width;
        if (stored < count) throw TooShort(bytes.Length, count);
        for (int part = 0; part < width; part++)
        {
            ReadOnlySpan<byte> stream = bytes.Slice(part * stored, count);
            for (int i = 0; i < count; i++) joined[i * width + part] = stream[i];
        }
    }
}
