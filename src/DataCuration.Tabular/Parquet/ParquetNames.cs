using System.Globalization;

namespace DataCuration.Tabular;

/// <summary>The names of Parquet's encodings and compressions.</summary>
internal static class ParquetNames
{
    private static readonly string[] Encodings =
    [
        "PLAIN", "GROUP_VAR_INT", "PLAIN_DICTIONARY", "RLE", "BIT_PACKED", "DELTA_BINARY_PACKED", "DELTA_LENGTH_BYTE_ARRAY", "DELTA_BYTE_ARRAY",
        "RLE_DICTIONARY", "BYTE_STREAM_SPLIT", "ALP",
    ];

    private static readonly string[] Codecs = ["UNCOMPRESSED", "SNAPPY", "GZIP", "LZO", "BROTLI", "LZ4", "ZSTD", "LZ4_RAW"];

    public static string Encoding(int encoding) => Of(Encodings, encoding);

    public static string Codec(int codec) => Of(Codecs, codec);

    private static string Of(string[] names, int number) =>
        (uint)number < (uint)names.Length ? names[number] : string.Create(CultureInfo.InvariantCulture, $"number {number}");
}
