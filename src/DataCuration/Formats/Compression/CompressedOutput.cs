using ZstdSharp;
using ZstdSharp.Unsafe;

namespace DataCuration;

/// <summary>Compresses output files so that the same content gives the same bytes: no time stamps, no names, one thread.</summary>
public static class CompressedOutput
{
    /// <summary>The extension that files of a compression have: empty, <c>.gz</c> or <c>.zst</c>.</summary>
    /// <param name="compression">The compression.</param>
    public static string Extension(FileCompression compression) => compression switch
    {
        FileCompression.None => "",
        FileCompression.Gzip => ".gz",
        FileCompression.Zstd => ".zst",
        _ => throw new ArgumentOutOfRangeException(nameof(compression), compression, "Unknown compression."),
    };

    /// <summary>Wraps a file's stream. Disposing the result ends the compressed data and leaves the stream open.</summary>
    /// <param name="stream">The file; itself returned where there is no compression.</param>
    /// <param name="compression">The compression.</param>
    /// <param name="level">gzip 1 to 9 (default 6, zlib's), zstd 1 to 22 (default 3, the zstd tool's); null for the default.</param>
    /// <exception cref="ArgumentOutOfRangeException">The level is out of range.</exception>
    public static Stream Wrap(Stream stream, FileCompression compression, int? level = null)
    {
        ArgumentNullException.ThrowIfNull(stream);
        CheckLevel(compression, level);
        switch (compression)
        {
            case FileCompression.None:
                return stream;
            case FileCompression.Gzip:
                return new GzipEncoder(stream, level ?? 6);
            default:
                var zstd = new CompressionStream(stream, level ?? 3, leaveOpen: true);
                // With a checksum of the content, damage is noticed on reading.
                zstd.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
                return zstd;
        }
    }

    /// <summary>Checks that a level is one of the compression's.</summary>
    internal static void CheckLevel(FileCompression compression, int? level)
    {
        (int low, int high) = compression switch
        {
            FileCompression.None => (int.MinValue, int.MaxValue),
            FileCompression.Gzip => (1, 9),
            FileCompression.Zstd => (1, 22),
            _ => throw new ArgumentOutOfRangeException(nameof(compression), compression, "Unknown compression."),
        };
        if (level < low || level > high) throw new ArgumentOutOfRangeException(nameof(level), level, $"{compression} has levels {low} to {high}.");
    }
}
