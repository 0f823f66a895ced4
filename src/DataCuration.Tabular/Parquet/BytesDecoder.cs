using System.Buffers.Binary;

namespace DataCuration.Tabular;

/// <summary>Decodes strings and bytes.</summary>
/// <param name="fixedLength">The length of every value; null if each value has its own.</param>
internal sealed class BytesDecoder(int? fixedLength) : PageDecoder<ReadOnlyMemory<byte>>
{
    public override void Decode(int encoding, ReadOnlyMemory<byte> content, Span<ReadOnlyMemory<byte>> values)
    {
        switch (encoding)
        {
            case Plain when fixedLength is { } width:
                if (content.Length < (long)values.Length * width) throw TooShort(content.Length, values.Length);
                for (int i = 0; i < values.Length; i++) values[i] = content.Slice(i * width, width);
                return;
            case Plain:
                DecodePlain(content, values);
                return;
            case DeltaLengthByteArray when fixedLength is null:
                DecodeLengths(content, values);
                return;
            case DeltaByteArray:
                DecodePrefixes(content, values);
                return;
            case ByteStreamSplit when fixedLength is { } width:
                if (content.Length < (long)values.Length * width) throw TooShort(content.Length, values.Length);
                byte[] joined = new byte[values.Length * width];
                if (width > 0) NumberDecoder<byte>.Join(content.Span, width, joined);
                for (int i = 0; i < values.Length; i++) values[i] = joined.AsMemory(i * width, width);
                return;
            default:
                throw Unknown(encoding);
        }
    }

    private static void DecodePlain(ReadOnlyMemory<byte> content, Span<ReadOnlyMemory<byte>> values)
    {
        ReadOnlySpan<byte> bytes = content.Span;
        int position = 0;
        for (int i = 0; i < values.Length; i++)
        {
            if (bytes.Length - position < 4) throw TooShort(bytes.Length, values.Length);
            int length = BinaryPrimitives.ReadInt32LittleEndian(bytes[position..]);
            position += 4;
            if (length < 0 || length > bytes.Length - position) throw TooShort(bytes.Length, values.Length);
            values[i] = content.Slice(position, length);
            position += length;
        }
    }

    /// <summary>Decodes DELTA_LENGTH_BYTE_ARRAY: all lengths, then all bytes.</summary>
    private static void DecodeLengths(ReadOnlyMemory<byte> content, Span<ReadOnlyMemory<byte>> values)
    {
        long[] lengths = DeltaReader.Read(content.Span, values.Length, out int position);
        if (lengths.Length < values.Length) throw TooShort(content.Length, values.Length);
        for (int i = 0; i < values.Length; i++)
        {
            int length = (int)lengths[i];
            if (length < 0 || length > content.Length - position) throw TooShort(content.Length, values.Length);
            values[i] = content.Slice(position, length);
            position += length;
        }
    }

    /// <summary>
    /// Decodes DELTA_BYTE_ARRAY: for each value, the length of the prefix that it shares with the value before, and the rest in DELTA_LENGTH_BYTE_ARRAY.
    /// </summary>
    private static void DecodePrefixes(ReadOnlyMemory<byte> content, Span<ReadOnlyMemory<byte>> values)
    {
        long[] prefixes = DeltaReader.Read(content.Span, values.Length, out int position);
        if (prefixes.Length < values.Length) throw TooShort(content.Length, values.Length);
        DecodeLengths(content[position..], values);
        long total = 0;
        long before = 0;
        for (int i = 0; i < values.Length; i++)
        {
            long prefix = (int)prefixes[i];
            if (prefix < 0 || prefix > before) throw new InvalidDataException($"a value shares {prefix} bytes with a value of {before} bytes");
            before = prefix + values[i].Length;
            total += prefix == 0 ? 0 : before;
        }
        if (total > Array.MaxLength) throw new InvalidDataException($"a page has values of {total} bytes");
        byte[] joined = GC.AllocateUninitializedArray<byte>((int)total);
        int filled = 0;
        for (int i = 0; i < values.Length; i++)
        {
            int prefix = (int)prefixes[i];
            if (prefix == 0) continue; // a slice of the page
            int start = filled;
            values[i - 1].Span[..prefix].CopyTo(joined.AsSpan(filled));
            values[i].Span.CopyTo(joined.AsSpan(filled + prefix));
            filled += prefix + values[i].Length;
            values[i] = joined.AsMemory(start, filled - start);
        }
    }
}
