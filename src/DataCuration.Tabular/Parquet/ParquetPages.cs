namespace DataCuration.Tabular;

/// <summary>Reads the pages of a column in one row group.</summary>
internal sealed class ParquetPages
{
    private const int MinBlockBytes = 1 << 20;
    private const int HeaderBytes = 4 * 1024;

    /// <summary>A page may be larger than its chunk says up to this length: 256 MiB. Above, the length is taken for damage.</summary>
    private const int TrustedBytes = 256 << 20;

    private readonly Stream stream;
    private readonly ParquetChunk chunk;
    private long left;
    private ReadOnlyMemory<byte> buffered;

    public ParquetPages(Stream stream, ParquetChunk chunk)
    {
        this.stream = stream;
        this.chunk = chunk;
        if (chunk.Start < 4 || chunk.Length < 0 || chunk.Start + chunk.Length > stream.Length)
            throw new InvalidDataException($"its pages at {chunk.Start} of {chunk.Length} bytes are not inside the file");
        left = chunk.Length;
        stream.Position = chunk.Start;
    }

    /// <summary>Reads the next page.</summary>
    /// <param name="page">Its header and its decompressed parts.</param>
    /// <returns>False after the last page.</returns>
    public bool TryRead(out ParquetPage page)
    {
        page = default;
        if (left + buffered.Length == 0) return false;
        ParquetPageHeader header = ReadHeader();
        ReadOnlyMemory<byte> stored = Take(header.CompressedLength);
        if (header.UncompressedLength > Math.Max(TrustedBytes, chunk.UncompressedLength))
            throw new InvalidDataException($"a page of {header.UncompressedLength} bytes is longer than its column of {chunk.UncompressedLength} bytes");
        page = header.Type == ParquetPageHeader.DataV2 ? SplitV2(header, stored)
            : header.Type is ParquetPageHeader.Data or ParquetPageHeader.Dictionary
                ? new(header, default, ParquetCodec.Decompress(chunk.Codec, stored, header.UncompressedLength))
            : new(header, default, default);
        return true;
    }

    private ParquetPage SplitV2(ParquetPageHeader header, ReadOnlyMemory<byte> stored)
    {
        int levels = header.RepetitionLength + header.DefinitionLength;
        ReadOnlyMemory<byte> values = stored[levels..];
        if (header.IsCompressed && values.Length > 0) values = ParquetCodec.Decompress(chunk.Codec, values, header.UncompressedLength - levels);
        return new(header, stored.Slice(header.RepetitionLength, header.DefinitionLength), values);
    }

    /// <summary>Reads a header. Its length is only known after it is read, because it can contain statistics.</summary>
    private ParquetPageHeader ReadHeader()
    {
        for (int wanted = HeaderBytes; ; wanted = (int)Math.Min(2L * wanted, int.MaxValue / 2))
        {
            Fill(wanted);
            try
            {
                ParquetPageHeader header = ParquetPageHeader.Read(buffered.Span, out int length);
                buffered = buffered[length..];
                return header;
            }
            catch (EndOfStreamException) when (left > 0 && buffered.Length < int.MaxValue / 4)
            {
                // The header is longer than what was read.
            }
        }
    }

    private ReadOnlyMemory<byte> Take(int count)
    {
        Fill(count);
        if (buffered.Length < count) throw new InvalidDataException($"a page of {count} bytes is longer than the rest of its column, {buffered.Length} bytes");
        ReadOnlyMemory<byte> taken = buffered[..count];
        buffered = buffered[count..];
        return taken;
    }

    /// <summary>Reads until a number of bytes is buffered, or the column ends. Buffers are never written again: values refer to them.</summary>
    private void Fill(int count)
    {
        if (buffered.Length >= count || left == 0) return;
        int missing = (int)Math.Min(left, Math.Max(count - buffered.Length, MinBlockBytes));
        byte[] block = GC.AllocateUninitializedArray<byte>(checked(buffered.Length + missing));
        buffered.Span.CopyTo(block);
        stream.ReadExactly(block, buffered.Length, missing);
        left -= missing;
        buffered = block;
    }
}
