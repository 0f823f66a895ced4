using ZstdSharp;

namespace DataCuration;

/// <summary>
/// Reads an input file and decompresses it according to its extension: <c>.gz</c> (any number of members) or <c>.zst</c> (any number of frames). Any damage,
/// a truncated file and bytes after the compressed data throw <see cref="InvalidDataException"/> with the file and the decompressed offset. An empty file
/// with such an extension is truncated, as for gzip(1) and zstd(1). Zero bytes after a gzip member are padding. The stream is read-only and sequential. Reads
/// are synchronous, because asynchronous file reads make the same calls on another thread.
/// </summary>
public sealed class SourceFileStream : Stream
{
    private readonly string path;
    private readonly Stream file;
    private readonly GzipDecoder? gzip;
    private readonly DecompressionStream? zstd;
    private long position;

    private SourceFileStream(string path, Stream file)
    {
        this.path = path;
        this.file = file;
        position = file.Position;
        if (HasExtension(path, ".gz")) gzip = new GzipDecoder(file);
        else if (HasExtension(path, ".zst"))
            zstd = file.Length > 0 ? new DecompressionStream(file, bufferSize: 0, checkEndOfStream: true, leaveOpen: true) : null;
        IsCompressed = IsCompressedPath(path);
    }

    /// <summary>True if the content is compressed.</summary>
    public bool IsCompressed { get; }

    /// <summary>The number of bytes read from the stored file.</summary>
    public long BytesRead => gzip?.BytesRead ?? file.Position;

    /// <summary>The offset of the next byte in the decompressed content.</summary>
    public override long Position
    {
        get => position;
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <summary>Opens a file.</summary>
    /// <param name="fullPath">The path to open.</param>
    /// <param name="path">The name in messages. Its extension determines the decompression.</param>
    /// <param name="start">The offset of the first byte to read. It must be 0 for a compressed file.</param>
    /// <param name="files">The store; null for local files.</param>
    /// <exception cref="ArgumentOutOfRangeException">The start is negative, or not 0 in a compressed file.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static SourceFileStream Open(string fullPath, string path, long start = 0, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(fullPath);
        ArgumentException.ThrowIfNullOrEmpty(path);
        if (start < 0 || (start > 0 && IsCompressedPath(path)))
            throw new ArgumentOutOfRangeException(nameof(start), start, $"'{path}' cannot be read from there.");
        // No buffer: every reader that uses this stream has its own, larger one.
        Stream file = (files ?? LocalFileStore.Instance).OpenRead(fullPath, FileReadPattern.Sequential);
        file.Position = start;
        return new SourceFileStream(path, file);
    }

    /// <summary>Opens the file of a segment at the segment's start. A compressed file is opened at its first byte.</summary>
    /// <param name="segment">The segment.</param>
    public static SourceFileStream Open(SourceSegment segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        return Open(segment.FullPath, segment.Path, IsCompressedPath(segment.Path) ? 0 : segment.Start, segment.Files);
    }

    /// <summary>Returns true if a file with this name is decompressed when it is opened.</summary>
    /// <param name="path">The name or path.</param>
    public static bool IsCompressedPath(string path) => HasExtension(path, ".gz") || HasExtension(path, ".zst");

    /// <summary>Returns the name without <c>.gz</c> or <c>.zst</c>.</summary>
    /// <param name="path">The name or path.</param>
    public static string WithoutCompression(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return IsCompressedPath(path) ? path[..path.LastIndexOf('.')] : path;
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        try
        {
            if (IsCompressed && zstd is null && gzip is null) throw new InvalidDataException("the file is empty, which is not valid zstd");
            int read = gzip is not null ? gzip.Read(buffer) : zstd is not null ? zstd.Read(buffer) : file.Read(buffer);
            position += read;
            return read;
        }
        catch (Exception exception) when (exception is InvalidDataException or EndOfStreamException or ZstdException)
        {
            throw new InvalidDataException($"'{path}' is damaged at decompressed offset {position}: {exception.Message}", exception);
        }
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override void Flush()
    {
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            gzip?.Dispose();
            zstd?.Dispose();
            file.Dispose();
        }
        base.Dispose(disposing);
    }

    private static bool HasExtension(string path, string extension) => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
}
