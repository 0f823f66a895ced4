using System.Buffers.Binary;

namespace DataCuration.Tabular;

/// <summary>Reads Parquet's hybrid of run-length encoding and bit packing: levels, indices into dictionaries, Booleans.</summary>
internal ref struct RunLengthReader(ReadOnlySpan<byte> bytes, int bitWidth)
{
    private readonly ReadOnlySpan<byte> bytes = bytes;
    private int position;

    /// <summary>Reads values.</summary>
    /// <exception cref="InvalidDataException">There are fewer values.</exception>
    public void Read(Span<int> values)
    {
        if (bitWidth is < 0 or > 32) throw new InvalidDataException($"values of {bitWidth} bits");
        Span<byte> value = stackalloc byte[4];
        int filled = 0;
        while (filled < values.Length)
        {
            ulong header = PackedIntegers.ReadUnsigned(bytes, ref position);
            // A run beyond the page comes from damage. It ends with the page.
            long count = (long)Math.Min(header >> 1, int.MaxValue);
            if (count == 0) continue;
            if ((header & 1) == 0)
            {
                int length = (bitWidth + 7) / 8;
                value.Clear();
                bytes.Slice(position, length).CopyTo(value);
                position += length;
                int run = (int)Math.Min(values.Length - filled, count);
                values.Slice(filled, run).Fill(BinaryPrimitives.ReadInt32LittleEndian(value));
                filled += run;
            }
            else
            {
                // Groups of eight values. The last group can be longer than what is left to read, and some writers cut it.
                int run = (int)Math.Min(values.Length - filled, count * 8);
                PackedIntegers.Unpack(bytes[position..], bitWidth, values.Slice(filled, run));
                position = (int)Math.Min(bytes.Length, position + count * bitWidth);
                filled += run;
            }
        }
    }
}
