namespace DataCuration.LanguageModels;

/// <summary>Reads the bytes of a body, up to a limit: a body may be endless, or a small one that decompresses to a huge one.</summary>
internal static class ResponseBody
{
    private const int StartBytes = 4 << 10;

    /// <summary>The longest wait for the words of an error. The call's own timeout would turn a refusal into a timeout, which is tried again.</summary>
    private static readonly TimeSpan ErrorPatience = TimeSpan.FromSeconds(3);

    /// <summary>The bytes after white space that tell what a body is: the longest name of an event's field and a colon have six.</summary>
    private const int TellingBytes = 6;

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

    /// <summary>Reads the rest of a body. If the connection breaks, returns what has arrived: the end may be all that is missing.</summary>
    /// <exception cref="ResponseTooLargeException">The body is larger than the limit.</exception>
    public static async Task<(byte[] Bytes, Exception? Broken)> ReadAllAsync(Stream stream, ReadOnlyMemory<byte> start, long maxBytes,
        CancellationToken cancellationToken)
    {
        using var body = new MemoryStream();
        body.Write(start.Span);
        Exception? broken = null;
        try
        {
            await CopyAsync(stream, body, maxBytes, cancellationToken).ConfigureAwait(false);
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

    private static async Task CopyAsync(Stream stream, MemoryStream body, long maxBytes, CancellationToken cancellationToken)
    {
        byte[] buffer = new byte[16 << 10];
        while (body.Length <= maxBytes)
        {
            int count = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
            if (count == 0) return;
            body.Write(buffer.AsSpan(0, count));
        }
    }
}
