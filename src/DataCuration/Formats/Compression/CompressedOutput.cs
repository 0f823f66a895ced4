using ZstdSharp;
using ZstdSharp.Unsafe;

namespace DataCuration;

/// <summary>
/// Compresses output files deterministically: the same content gives the same bytes. Files have no time stamps and no names, and one thread compresses them.
/// </summary>
public static class CompressedOutput
{
    /// <summary>Returns the file extension of a compression: empty, <c>.gz</c> or <c>.zst</c>.</summary>
    /// <param name="compression">The compression.</param>
    public static string Extension(FileCompression compression) => compression switch
    {
        FileCompression.None => "",
        FileCompression.Gzip => ".gz",
        FileCompression.Zstd => ".zst",
        _ => throw new ArgumentOutOfRangeException(nameof(compression), compression, "Unknown compression."),
    };

    /// <summary>Wraps a file's stream. Disposing the wrapper completes the compressed data and leaves the stream open.</summary>
    /// <param name="stream">The file. Without compression it is returned unchanged.</param>
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
                // The checksum of the content lets readers detect damage.
                zstd.SetParameter(ZSTD_cParameter.ZSTD_c_checksumFlag, 1);
                return zstd;
        }
    }

    /// <summary>Checks that the compression supports a level.</summary>
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
