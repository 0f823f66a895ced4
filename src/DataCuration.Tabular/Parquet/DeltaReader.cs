namespace DataCuration.Tabular;

/// <summary>Reads the encoding DELTA_BINARY_PACKED: a first value, and blocks of bit-packed differences.</summary>
internal static class DeltaReader
{
    /// <summary>The maximum number of values of a block: 1 Mi (our choice; writers use 128 to 4,096).</summary>
    private const int MaxBlockValues = 1 << 20;

    /// <summary>Reads all values.</summary>
    /// <param name="bytes">The bytes.</param>
    /// <param name="maxValues">The maximum number of values.</param>
    /// <param name="length">The number of bytes that the values take.</param>
    /// <returns>The values. Those of 32-bit columns are correct in their lowest 32 bits: differences wrap around.</returns>
    public static long[] Read(ReadOnlySpan<byte> bytes, int maxValues, out int length)
    {
        int position = 0;
        ulong blockValues = PackedIntegers.ReadUnsigned(bytes, ref position);
        ulong parts = PackedIntegers.ReadUnsigned(bytes, ref position);
        ulong total = PackedIntegers.ReadUnsigned(bytes, ref position);
        long value = PackedIntegers.ReadSigned(bytes, ref position);
        if (total > (ulong)maxValues) throw new InvalidDataException($"a page has {total} differences for {maxValues} values");
        if (blockValues is 0 or > MaxBlockValues || parts == 0 || parts > blockValues || blockValues % parts != 0)
            throw new InvalidDataException($"blocks of {blockValues} differences in {parts} parts");
        var values = new long[(int)total];
        ulong[] deltas = new ulong[blockValues / parts];
        int filled = 0;
        if (total > 0) values[filled++] = value;
        while (filled < values.Length)
        {
            long minimum = PackedIntegers.ReadSigned(bytes, ref position);
            ReadOnlySpan<byte> widths = bytes.Slice(position, (int)parts);
            position += (int)parts;
            // Parts after the last value are not stored.
            for (int part = 0; part < widths.Length && filled < values.Length; part++)
            {
                int bitWidth = widths[part];
                if (bitWidth > 64) throw new InvalidDataException($"differences of {bitWidth} bits");
                int count = Math.Min(deltas.Length, values.Length - filled);
                PackedIntegers.Unpack(bytes[position..], bitWidth, deltas.AsSpan(0, count));
                // The last part is padded to its full length, which some writers leave out.
                position = (int)Math.Min(bytes.Length, position + ((long)deltas.Length * bitWidth + 7) / 8);
                for (int i = 0; i < count; i++)
                {
                    value = unchecked(value + minimum + (long)deltas[i]);
                    values[filled++] = value;
                }
            }
        }
        length = position;
        return values;
    }
}
