using System.IO.Compression;

namespace DataCuration.LanguageModels;

/// <summary>Reads the bytes of a body, up to a limit: a body may be endless, or a small one that decompresses to a huge one.</summary>
internal static class ResponseBody
{
    private const int StartBytes = 4 << 10, BufferBytes = 16 << 10, MaxUnpackedErrorBytes = 1 << 20;

    /// <summary>The longest wait for the words of an error. The call's own timeout would turn a refusal into a timeout, which is tried again.</summary>
    private static readonly TimeSpan ErrorPatience = TimeSpan.FromSeconds(3);

    /// <summary>The bytes after white space that tell what a body is: the longest name of an event's field and a colon have six.</summary>
    private const int TellingBytes = 6;

    /// <summary>The first bytes of gzip (RFC 1952).</summary>
    public static ReadOnlySpan<byte> GzipMark => [0x1F, 0x8B];

    /// <summary>Reads the start of a body, up to the bytes that tell what it is.</summary>
    public static async Task<byte[]> ReadStartAsync(Stream stream, CancellationToken cancellationToken)
    {
        byte[] start = new byte[StartBytes];
        int length = 0;
        while (length < start.Length && start.AsSpan(0, length).TrimStart(" \t\r\n"u8).Length < TellingBytes)
        {
            int count = await stream.ReadAsync(start.AsMemory(length), cancellationToken).ConfigureAwait(false);
            if (count == 0) break;
            length += count;
        }
        return start[..length];
    }

    /// <summary>
    /// Reads the rest of a body. If the connection breaks, returns what has arrived: the end may be all that is missing. So it does if nothing more arrives and
    /// the body is complete: a server may keep the connection open, or announce more than it sends.
    /// </summary>
    /// <param name="stream">The body.</param>
    /// <param name="start">The bytes that were already read.</param>
    /// <param name="maxBytes">The largest body.</param>
    /// <param name="grace">The wait for more, after which a complete body is taken.</param>
    /// <param name="isComplete">Returns true for a complete body.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    /// <exception cref="ResponseTooLargeException">The body is larger than the limit.</exception>
    public static async Task<(byte[] Bytes, Exception? Broken)> ReadAllAsync(Stream stream, ReadOnlyMemory<byte> start, long maxBytes, TimeSpan grace,
        Func<byte[], bool> isComplete, CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        body.Write(start.Span);
        Exception? broken = null;
        try
        {
            byte[] buffer = new byte[BufferBytes];
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
            while (body.Length <= maxBytes)
            {
                Task<int> read = stream.ReadAsync(buffer, stop.Token).AsTask();
                if (!await EndsWithinAsync(read, grace, cancellationToken).ConfigureAwait(false) && isComplete(body.ToArray()))
                {
                    await stop.CancelAsync().ConfigureAwait(false);
                    await ((Task)read).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                    break;
                }
                int count = await read.ConfigureAwait(false);
                if (count == 0) break;
                body.Write(buffer.AsSpan(0, count));
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException)
        {
            broken = e;
        }
        return body.Length <= maxBytes ? (body.ToArray(), broken) : throw new ResponseTooLargeException(maxBytes);
    }

    /// <summary>
    /// Reads the start of an error's body. It never throws because of a body that is broken, too large or does not end: the status says enough.
    /// </summary>
    public static async Task<byte[]> ReadErrorAsync(Stream stream, CancellationToken cancellationToken)
    {
        const int MaxErrorBytes = 64 << 10;
        using var body = new MemoryStream();
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(ErrorPatience);
        try
        {
            await CopyAsync(stream, body, MaxErrorBytes, patience.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or HttpRequestException or InvalidDataException or OperationCanceledException
            && !cancellationToken.IsCancellationRequested)
        {
            // Keeps what has arrived.
        }
        return body.ToArray();
    }

    /// <summary>Decompresses gzip that no header announces, or that was compressed twice. Returns other bytes unchanged.</summary>
    /// <exception cref="InvalidDataException">The data is damaged.</exception>
    /// <exception cref="ResponseTooLargeException">The data is larger than the limit.</exception>
    public static byte[] Unpack(byte[] bytes, long maxBytes)
    {
        const int MaxLayers = 3;
        for (int layer = 0; layer < MaxLayers && bytes.AsSpan().StartsWith(GzipMark); layer++)
        {
            using var unpacked = new MemoryStream();
            using var gzip = new GZipStream(new MemoryStream(bytes), CompressionMode.Decompress);
            byte[] buffer = new byte[BufferBytes];
            for (int count; (count = gzip.Read(buffer)) > 0;)
            {
                unpacked.Write(buffer.AsSpan(0, count));
                if (unpacked.Length > maxBytes) throw new ResponseTooLargeException(maxBytes);
            }
            bytes = unpacked.ToArray();
        }
        return bytes;
    }

    /// <summary>Decompresses the body of an error; returns damaged bytes unchanged, since the status says enough.</summary>
    public static byte[] UnpackError(byte[] bytes)
    {
        try
        {
            return Unpack(bytes, MaxUnpackedErrorBytes);
        }
        catch (Exception e) when (e is InvalidDataException or ResponseTooLargeException)
        {
            return bytes;
        }
    }

    private static async Task<bool> EndsWithinAsync(Task task, TimeSpan grace, CancellationToken cancellationToken)
    {
        if (task.IsCompleted) return true;
        using var timer = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        Task ended = await Task.WhenAny(task, Task.Delay(grace, timer.Token)).ConfigureAwait(false);
        await timer.CancelAsync().ConfigureAwait(false);
        return ended == task;
    }

    private static async Task CopyAsync(Stream stream, MemoryStream body, long maxBytes, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[BufferBytes];
        while (body.Length <= maxBytes)
        {
            int count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count == 0) return;
            body.Write(buffer.AsSpan(0, count));
        }
    }
}
