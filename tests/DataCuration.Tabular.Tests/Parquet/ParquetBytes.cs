using System.Buffers.Binary;
using System.Text;

namespace DataCuration.Tabular.Tests;

/// <summary>Writes Parquet files byte by byte, with encodings, types and damage that the engines of the tests do not write.</summary>
internal static class ParquetBytes
{
    private const int PlainEncoding = 0;

    /// <summary>Returns a file with one row group.</summary>
    public static byte[] Write(int rows, params TestColumn[] columns)
    {
        var file = new List<byte>();
        file.AddRange("PAR1"u8);
        var places = new List<(TestColumn Column, long Dictionary, long Data, long Length)>();
        foreach (TestColumn column in columns)
        {
            long start = file.Count;
            if (column.Dictionary is { } dictionary)
            {
                file.AddRange(new ThriftBytes().Body(page => page.Number(1, 2).Number(2, dictionary.Length).Number(3, dictionary.Length)
                    .Structure(7, header => header.Number(1, column.DictionaryEntries).Number(2, PlainEncoding))).ToArray());
                file.AddRange(dictionary);
            }
            long data = file.Count;
            file.AddRange(column.IsV2 ? PageV2(rows, column) : PageV1(rows, column));
            places.Add((column, column.Dictionary is null ? 0 : start, data, file.Count - start));
        }
        byte[] footer = Footer(rows, places);
        file.AddRange(footer);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, footer.Length);
        file.AddRange(length);
        file.AddRange("PAR1"u8);
        return [.. file];
    }

    public static TestColumn Texts(string name, params string[] values) =>
        new(name, 6, PlainBytes([.. values.Select(Encoding.UTF8.GetBytes)])) { Converted = 0 };

    public static byte[] PlainBytes(params byte[][] values) => [.. values.SelectMany(value => BitConverter.GetBytes(value.Length).Concat(value))];

    public static byte[] Plain32(params int[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    public static byte[] Plain64(params long[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    /// <summary>Encodes DELTA_BINARY_PACKED.</summary>
    public static byte[] Delta(long[] values, int blockValues = 128, int parts = 4, bool is32Bit = false)
    {
        var bytes = new List<byte>();
        AddUnsigned(bytes, (ulong)blockValues);
        AddUnsigned(bytes, (ulong)parts);
        AddUnsigned(bytes, (ulong)values.Length);
        AddSigned(bytes, values.Length == 0 ? 0 : values[0]);
        for (int start = 1; start < values.Length; start += blockValues)
        {
            long[] deltas = [.. Enumerable.Range(start, Math.Min(blockValues, values.Length - start)).Select(i =>
                is32Bit ? (int)values[i] - (int)values[i - 1] : unchecked(values[i] - values[i - 1]))];
            long minimum = deltas.Min();
            AddSigned(bytes, minimum);
            int perPart = blockValues / parts;
            ulong mask = is32Bit ? uint.MaxValue : ulong.MaxValue; // differences wrap around
            ulong[][] packed = [.. Enumerable.Range(0, parts).Select(part =>
                deltas.Skip(part * perPart).Take(perPart).Select(delta => unchecked((ulong)(delta - minimum)) & mask).ToArray())];
            foreach (ulong[] part in packed) bytes.Add((byte)(part.Length == 0 ? 0 : 64 - ulong.LeadingZeroCount(part.Max())));
            foreach (ulong[] part in packed.Where(part => part.Length > 0))
            {
                int width = (int)(64 - ulong.LeadingZeroCount(part.Max()));
                byte[] bits = new byte[perPart * width / 8];
                for (int i = 0; i < part.Length; i++)
                    for (int bit = 0; bit < width; bit++)
                        if ((part[i] >> bit & 1) != 0) bits[(i * width + bit) / 8] |= (byte)(1 << ((i * width + bit) % 8));
                bytes.AddRange(bits);
            }
        }
        return [.. bytes];
    }

    /// <summary>Encodes DELTA_LENGTH_BYTE_ARRAY.</summary>
    public static byte[] DeltaLengths(params byte[][] values) =>
        [.. Delta([.. values.Select(value => (long)value.Length)], is32Bit: true), .. values.SelectMany(value => value)];

    /// <summary>Encodes DELTA_BYTE_ARRAY.</summary>
    public static byte[] DeltaPrefixes(params byte[][] values)
    {
        int[] prefixes = [.. values.Select((value, i) => i == 0 ? 0 : value.AsSpan().CommonPrefixLength(values[i - 1]))];
        return [.. Delta([.. prefixes.Select(prefix => (long)prefix)], is32Bit: true), .. DeltaLengths([.. values.Select((value, i) => value[prefixes[i]..])])];
    }

    /// <summary>Encodes BYTE_STREAM_SPLIT.</summary>
    public static byte[] Split(byte[] plain, int width) =>
        [.. Enumerable.Range(0, width).SelectMany(part => Enumerable.Range(0, plain.Length / width).Select(i => plain[i * width + part]))];

    /// <summary>Encodes indices into a dictionary, each as a run of its own.</summary>
    public static byte[] Indices(params int[] values) => [8, .. values.SelectMany(value => new byte[] { 2, (byte)value })];

    public static void AddUnsigned(List<byte> bytes, ulong value)
    {
        for (; value >= 0x80; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
    }

    private static void AddSigned(List<byte> bytes, long value) => AddUnsigned(bytes, (ulong)(value << 1) ^ (ulong)(value >> 63));

    private static byte[] Levels(bool[] present) => [.. present.SelectMany(value => new byte[] { 2, (byte)(value ? 1 : 0) })];

    private static byte[] OldLevels(bool[] present)
    {
        byte[] bits = new byte[(present.Length + 7) / 8];
        for (int i = 0; i < present.Length; i++)
            if (present[i]) bits[i / 8] |= (byte)(128 >> (i % 8));
        return bits;
    }

    private static byte[] PageV1(int rows, TestColumn column)
    {
        byte[] levels = column.Present is null ? [] : column.HasOldLevels ? OldLevels(column.Present)
            : [.. BitConverter.GetBytes(Levels(column.Present).Length), .. Levels(column.Present)];
        byte[] content = [.. levels, .. column.Values];
        byte[] head = new ThriftBytes().Body(page => page.Number(1, 0).Number(2, column.UncompressedLength ?? content.Length).Number(3, content.Length)
            .Structure(5, header => header.Number(1, rows).Number(2, column.Encoding).Number(3, column.HasOldLevels ? 4 : 3).Number(4, 3))).ToArray();
        return [.. head, .. content];
    }

    private static byte[] PageV2(int rows, TestColumn column)
    {
        byte[] levels = column.Present is null ? [] : Levels(column.Present);
        int nulls = column.Present?.Count(present => !present) ?? 0;
        int uncompressed = levels.Length + (column.UncompressedLength ?? column.Values.Length);
        return [.. new ThriftBytes().Body(page => page.Number(1, 3).Number(2, uncompressed).Number(3, levels.Length + column.Values.Length)
            .Structure(8, header => header.Number(1, rows).Number(2, nulls).Number(3, rows).Number(4, column.Encoding).Number(5, levels.Length).Number(6, 0)
                .Flag(7, column.Codec != 0))).ToArray(), .. levels, .. column.Values];
    }

    private static byte[] Footer(int rows, List<(TestColumn Column, long Dictionary, long Data, long Length)> places) => new ThriftBytes().Body(file =>
    {
        file.Number(1, 2).Structures<TestColumn?>(2, [null, .. places.Select(place => place.Column)], (element, column) =>
        {
            if (column is null)
            {
                element.Text(4, "schema").Number(5, places.Count);
                return;
            }
            element.Number(1, column.Type);
            if (column.Length > 0) element.Number(2, column.Length);
            element.Number(3, column.Present is null ? 0 : 1).Text(4, column.Name);
            if (column.Converted is { } converted) element.Number(6, converted);
            if (column.Precision > 0) element.Number(7, column.Scale).Number(8, column.Precision);
            if (column.Logical is { } logical) element.Structure(10, logical);
        }).Number(3, rows).Structures(4, [rows], (group, _) => group
            .Structures(1, places, (chunk, place) =>
            {
                chunk.Number(2, place.Data).Structure(3, meta =>
                {
                    meta.Number(1, place.Column.Type).Numbers(2, place.Column.Encoding, 3).Texts(3, place.Column.Name).Number(4, place.Column.Codec)
                        .Number(5, rows).Number(6, 10 * place.Length).Number(7, place.Length).Number(9, place.Data);
                    if (place.Dictionary > 0) meta.Number(11, place.Dictionary);
                });
                if (place.Column.IsEncrypted) chunk.Structure(8, static crypto => crypto.Structure(1, static _ => { }));
            }).Number(2, places.Sum(place => place.Length)).Number(3, rows));
    }).ToArray();
}
