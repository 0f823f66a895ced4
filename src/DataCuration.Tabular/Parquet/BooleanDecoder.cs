using System.Buffers.Binary;

namespace DataCuration.Tabular;

/// <summary>Decodes Booleans.</summary>
internal sealed class BooleanDecoder : PageDecoder<bool>
{
    public override void Decode(int encoding, ReadOnlyMemory<byte> content, Span<bool> values)
    {
        ReadOnlySpan<byte> bytes = content.Span;
        if (encoding == Plain)
        {
            if (bytes.Length < (values.Length + 7) / 8) throw TooShort(bytes.Length, values.Length);
            for (int i = 0; i < values.Length; i++) values[i] = (bytes[i >> 3] >> (i & 7) & 1) != 0;
            return;
        }
        if (encoding != Rle) throw Unknown(encoding);
        int length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        int[] bits = new int[values.Length];
        new RunLengthReader(bytes.Slice(4, length), 1).Read(bits);
        for (int i = 0; i < values.Length; i++) values[i] = bits[i] != 0;
    }
}
