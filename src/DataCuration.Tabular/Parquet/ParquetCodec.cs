using System.Buffers.Binary;
using System.IO.Compression;
using K4os.Compression.LZ4;
using Snappier;
using ZstdSharp;

namespace DataCuration.Tabular;

/// <summary>Decompresses pages.</summary>
internal static class ParquetCodec
{
    /// <summary>Returns true if the compression is supported.</summary>
    public static bool IsSupported(int codec) => codec is 0 or 1 or 2 or 4 or 5 or 6 or 7;

    /// <summary>Decompresses a page.</summary>
    /// <param name="codec">The compression, as a number of the format.</param>
    /// <param name="source">The compressed bytes.</param>
    /// <param name="length">The length of the content, as the page's header declares it.</param>
    /// <exception cref="InvalidDataException">The content has another length.</exception>
    public static ReadOnlyMemory<byte> Decompress(int codec, ReadOnlyMemory<byte> source, int length)
    {
        if (codec == 0) return source;
        byte[] content = GC.AllocateUninitializedArray<byte>(length);
        if (length == 0) return content;
        int written = codec switch
        {
            1 => Snappy.Decompress(source.Span, content),
            2 => Gunzip(source, content),
            4 => BrotliDecoder.TryDecompress(source.Span, content, out int count) ? count : -1,
            5 => DecompressHadoopLz4(source.Span, content),
            6 => Unzstd(source.Span, content),
            7 => LZ4Codec.Decode(source.Span, content),
            _ => throw new NotSupportedException($"compression {ParquetNames.Codec(codec)}"),
        };
        return written == length ? content
            : throw new InvalidDataException(
                $"a page of compression {ParquetNames.Codec(codec)} has {(written < 0 ? "no valid content" : $"{written} bytes")} instead of {length} bytes");
    }

    private static int Gunzip(ReadOnlyMemory<byte> source, byte[] content)
    {
        using var stream = new MemoryStream(source.ToArray(), writable: false);
        using var gzip = new GZipStream(stream, CompressionMode.Decompress);
        return gzip.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
    }

    private static int Unzstd(ReadOnlySpan<byte> source, byte[] content)
    {
        using var decompressor = new Decompressor();
        return decompressor.Unwrap(source, content);
    }

    /// <summary>
    /// Decompresses the old LZ4 compression. Hadoop wrote blocks with two big-endian lengths in front, and other writers wrote one block without them.
    /// </summary>
    private static int DecompressHadoopLz4(ReadOnlySpan<byte> source, Span<byte> content)
    {
        int written = 0;
        ReadOnlySpan<byte> left = source;
        while (left.Length > 8 && written < content.Length)
        {
            int expected = BinaryPrimitives.ReadInt32BigEndian(left);
            int stored = BinaryPrimitives.ReadInt32BigEndian(left[4..]);
            if (expected <= 0 || stored <= 0 || stored > left.Length - 8 || expected > content.Length - written) break;
            int count = LZ4Codec.Decode(left.Slice(8, stored), content.Slice(written, expected));
            if (count != expected) break;
            written += count;
            left = left[(8 + stored)..];
        }
        return written == content.Length && left.IsEmpty ? written : LZ4Codec.Decode(source, content);
    }
}
