using System.Buffers.Binary;

namespace DataCuration.Tabular;

/// <summary>Reads the values of a column in a row group. Only top-level columns are read, so a level says if there is a value.</summary>
internal static class ParquetColumnReader
{
    private const int PlainDictionary = 2;
    private const int BitPacked = 4;
    private const int RunLengthDictionary = 8;

    /// <summary>Reads values.</summary>
    /// <param name="stream">The file.</param>
    /// <param name="chunk">The place of the values.</param>
    /// <param name="leaf">The column.</param>
    /// <param name="rows">The number of rows.</param>
    /// <param name="decoder">Decodes values of the column's stored type.</param>
    /// <returns>A value for each row; null if it is missing.</returns>
    /// <exception cref="NotSupportedException">The encoding or compression is unknown. The message names it.</exception>
    /// <exception cref="InvalidDataException">The pages are damaged. The message names the column.</exception>
    public static T?[] Read<T>(Stream stream, ParquetChunk chunk, ParquetLeaf leaf, int rows, PageDecoder<T> decoder)
        where T : struct
    {
        if (chunk.Obstacle is { } obstacle) throw new NotSupportedException(obstacle);
        if (!ParquetCodec.IsSupported(chunk.Codec)) throw new NotSupportedException($"compression {ParquetNames.Codec(chunk.Codec)}");
        try
        {
            // Each row has one value or null. Damage to one of the numbers must not lead to an allocation by it.
            if (chunk.Values != rows) throw new InvalidDataException($"it has {chunk.Values} values for {rows} rows");
            var pages = new ParquetPages(stream, chunk);
            return ReadPages(pages, leaf, rows, decoder);
        }
        catch (Exception exception) when (exception
            is not (OperationCanceledException or OutOfMemoryException or NotSupportedException or UnauthorizedAccessException))
        {
            throw new InvalidDataException($"column '{leaf.Name}': {exception.Message}", exception);
        }
    }

    private static T?[] ReadPages<T>(ParquetPages pages, ParquetLeaf leaf, int rows, PageDecoder<T> decoder)
        where T : struct
    {
        var values = new T?[rows];
        T[]? dictionary = null;
        T[] decoded = [];
        int[] numbers = [];
        int filled = 0;
        while (filled < rows && pages.TryRead(out ParquetPage page))
        {
            ParquetPageHeader header = page.Header;
            if (header.Type == ParquetPageHeader.Dictionary)
            {
                // Every entry takes a byte at least, except strings of a fixed length of 0.
                dictionary = new T[Math.Min(header.Values, Math.Max(page.Content.Length, 1))];
                decoder.Decode(header.Encoding == PlainDictionary ? 0 : header.Encoding, page.Content, dictionary);
                continue;
            }
            if (header.Type is not (ParquetPageHeader.Data or ParquetPageHeader.DataV2)) continue;
            int count = header.Values;
            if (count > rows - filled) throw new InvalidDataException($"a page has {count} values for the last {rows - filled} of {rows} rows");
            if (numbers.Length < count) numbers = new int[count];
            ReadOnlyMemory<byte> content = page.Content;
            int present = leaf.IsOptional ? ReadLevels(page, numbers.AsSpan(0, count), ref content) : count;
            Span<T?> target = values.AsSpan(filled, count);
            bool isDense = present == count;
            if (!isDense) MarkPresent(numbers, target);
            if (decoded.Length < present) decoded = new T[present];
            Span<T> read = decoded.AsSpan(0, present);
            if (present > 0) DecodeValues(header.Encoding, content, dictionary, decoder, numbers, read);
            int next = 0;
            for (int i = 0; i < count; i++)
                if (isDense || target[i].HasValue) target[i] = read[next++];
            filled += count;
        }
        return filled == rows ? values : throw new InvalidDataException($"there are {filled} values for {rows} rows");
    }

    private static void DecodeValues<T>(
        int encoding, ReadOnlyMemory<byte> content, T[]? dictionary, PageDecoder<T> decoder, int[] numbers, Span<T> values)
    {
        if (encoding is not (PlainDictionary or RunLengthDictionary))
        {
            decoder.Decode(encoding, content, values);
            return;
        }
        if (dictionary is null) throw new InvalidDataException("a page refers to a dictionary that is missing");
        if (content.IsEmpty) throw new InvalidDataException("a page ends too early");
        Span<int> indices = numbers.AsSpan(0, values.Length);
        new RunLengthReader(content.Span[1..], content.Span[0]).Read(indices);
        for (int i = 0; i < values.Length; i++)
        {
            int index = indices[i];
            values[i] = (uint)index < (uint)dictionary.Length ? dictionary[index]
                : throw new InvalidDataException($"a value refers to entry {index} of a dictionary with {dictionary.Length} entries");
        }
    }

    private static void MarkPresent<T>(int[] levels, Span<T?> target)
        where T : struct
    {
        for (int i = 0; i < target.Length; i++) target[i] = levels[i] != 0 ? default(T) : null;
    }

    /// <summary>Reads the levels of a page: 1 for a value, 0 for a null.</summary>
    /// <param name="page">The page.</param>
    /// <param name="levels">Receives the levels.</param>
    /// <param name="content">The content; afterwards the values.</param>
    /// <returns>The number of values that are not null.</returns>
    private static int ReadLevels(ParquetPage page, Span<int> levels, ref ReadOnlyMemory<byte> content)
    {
        if (page.Header.Type == ParquetPageHeader.DataV2)
        {
            new RunLengthReader(page.Levels.Span, 1).Read(levels);
        }
        else if (page.Header.LevelEncoding == BitPacked)
        {
            // An old form, from the highest bit of each byte on.
            for (int i = 0; i < levels.Length; i++) levels[i] = content.Span[i >> 3] >> (7 - (i & 7)) & 1;
            content = content[((levels.Length + 7) / 8)..];
        }
        else
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(content.Span);
            new RunLengthReader(content.Span.Slice(4, length), 1).Read(levels);
            content = content[(4 + length)..];
        }
        int present = 0;
        foreach (int level in levels) present += level != 0 ? 1 : 0;
        return present;
    }
}
