using ZstdSharp;
using ZstdSharp.Unsafe;

namespace DataCuration;

/// <summary>
/// Reads an input file and decompresses gzip (any number of members) and zstd (any number of frames). The first bytes show the compression, whatever the
/// name. A file named <c>.gz</c> or <c>.zst</c> that holds plain text is read as it is. Any damage, a truncated file and bytes after the compressed data throw
/// <see cref="InvalidDataException"/> with the file and the decompressed offset. An empty file with such a name is truncated, as for gzip(1) and zstd(1). Zero
/// bytes after a gzip member are padding. The stream is read-only and sequential. Reads are synchronous, because asynchronous file reads make the same calls on
/// another thread.
/// </summary>
/// <remarks>A zstd frame with a window of up to 2 GiB (<c>zstd --long=31</c>) is read. Its window is held in memory.</remarks>
public sealed class SourceFileStream : Stream
{
    private readonly string path;
    private readonly Stream file;
    private readonly GzipDecoder? gzip;
    private readonly DecompressionStream? zstd;
    private readonly ulong? firstWindow;
    private long position;
    private ReadOnlyMemory<byte> peeked;

    private SourceFileStream(string path, Stream file, FileCompression compression, ReadOnlySpan<byte> head)
    {
        this.path = path;
        this.file = file;
        position = file.Position;
        if (compression == FileCompression.Gzip) gzip = new GzipDecoder(file);
        else if (compression == FileCompression.Zstd && file.Length > 0) zstd = OpenZstd(file);
        if (compression == FileCompression.Zstd) firstWindow = ZstdWindow.Read(head);
        IsCompressed = compression != FileCompression.None;
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
    /// <param name="path">The name in messages.</param>
    /// <param name="start">The offset of the first byte to read. It must be 0 for a compressed file.</param>
    /// <param name="files">The store; null for local files.</param>
    /// <exception cref="ArgumentOutOfRangeException">The start is negative, or not 0 in a compressed file.</exception>
    /// <exception cref="IOException">The file cannot be opened.</exception>
    public static SourceFileStream Open(string fullPath, string path, long start = 0, IFileStore? files = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(fullPath);
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        // No buffer: every reader that uses this stream has its own, larger one.
        Stream file = (files ?? LocalFileStore.Instance).OpenRead(fullPath, FileReadPattern.Sequential);
        try
        {
            Span<byte> head = stackalloc byte[ContentKinds.HeadBytes];
            head = head[..file.ReadAtLeast(head, ContentKinds.HeadBytes, throwOnEndOfStream: false)];
            FileCompression compression = ContentKinds.CompressionOf(path, head);
            if (start > 0 && compression != FileCompression.None)
                throw new ArgumentOutOfRangeException(nameof(start), start, $"'{path}' is compressed and cannot be read from there.");
            file.Position = start;
            return new SourceFileStream(path, file, compression, head);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Opens the file of a segment at the segment's start. A compressed file is not cut, so it starts at its first byte.</summary>
    /// <param name="segment">The segment.</param>
    public static SourceFileStream Open(SourceSegment segment)
    {
        ArgumentNullException.ThrowIfNull(segment);
        return Open(segment.FullPath, segment.Path, segment.Start, segment.Files);
    }

    /// <summary>Returns true if a name ends in <c>.gz</c> or <c>.zst</c>. The content of the file decides how it is read.</summary>
    /// <param name="path">The name or path.</param>
    public static bool IsCompressedPath(string path) => HasExtension(path, ".gz") || HasExtension(path, ".zst");

    /// <summary>Returns the name without <c>.gz</c> or <c>.zst</c>.</summary>
    /// <param name="path">The name or path.</param>
    public static string WithoutCompression(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        return IsCompressedPath(path) ? path[..path.LastIndexOf('.')] : path;
    }

    /// <summary>Checks that the content can be of a format, by its first bytes after decompression. Call it before anything is read.</summary>
    /// <param name="format">The format.</param>
    /// <exception cref="InvalidOperationException">Something has been read.</exception>
    /// <exception cref="InvalidDataException">The content is of another format, or damaged. The message names its kind and says what to do.</exception>
    public void CheckContent(SourceFormat format)
    {
        if (position > 0) throw new InvalidOperationException("The content can be checked only before it is read.");
        byte[] head = new byte[ContentKinds.HeadBytes];
        int count = this.ReadAtLeast(head, ContentKinds.HeadBytes, throwOnEndOfStream: false);
        peeked = head.AsMemory(0, count);
        position = 0;
        ContentKind kind = ContentKinds.Recognize(peeked.Span);
        if (IsCompressed && kind is ContentKind.Gzip or ContentKind.Zstd)
            throw new InvalidDataException($"'{path}' is compressed twice: decompress it once.");
        if (ContentAdvice.Describe(path, kind, format) is { } message) throw new InvalidDataException(message);
    }

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        if (buffer.IsEmpty) return 0;
        if (!peeked.IsEmpty)
        {
            int count = Math.Min(buffer.Length, peeked.Length);
            peeked.Span[..count].CopyTo(buffer);
            peeked = peeked[count..];
            position += count;
            return count;
        }
        try
        {
            if (IsCompressed && zstd is null && gzip is null) throw new InvalidDataException("the file is empty, which is not valid zstd");
            int read = gzip is not null ? gzip.Read(buffer) : zstd is not null ? zstd.Read(buffer) : file.Read(buffer);
            position += read;
            return read;
        }
        catch (ZstdException exception) when (exception.Code == ZSTD_ErrorCode.ZSTD_error_frameParameter_windowTooLarge)
        {
            // Nothing is damaged. Which frame it is the decoder does not tell, but before the first byte it can only be the first.
            ulong? window = position == 0 ? firstWindow : null;
            throw new InvalidDataException($"'{path}' at decompressed offset {position}: {ZstdWindow.TooLarge(window)}.", exception);
        }
        catch (ZstdException exception) when (exception.Code == ZSTD_ErrorCode.ZSTD_error_prefix_unknown)
        {
            throw new InvalidDataException(
                $"'{path}' is damaged at decompressed offset {position}: a zstd frame is followed by bytes that are not zstd", exception);
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

    private static DecompressionStream OpenZstd(Stream file)
    {
        var stream = new DecompressionStream(file, bufferSize: 0, checkEndOfStream: true, leaveOpen: true);
        stream.SetParameter(ZSTD_dParameter.ZSTD_d_windowLogMax, ZstdWindow.MaxLog);
        return stream;
    }

    private static bool HasExtension(string path, string extension) => path.EndsWith(extension, StringComparison.OrdinalIgnoreCase);
}
