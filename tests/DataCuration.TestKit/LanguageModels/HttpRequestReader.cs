using System.Globalization;
using System.Text;

namespace DataCuration.TestKit.LanguageModels;

/// <summary>Reads the requests of one HTTP/1.1 connection (RFC 9112).</summary>
internal sealed class HttpRequestReader(Stream stream)
{
    private readonly byte[] buffer = new byte[64 << 10];
    private int start;
    private int end;

    /// <summary>The path and query of the last request.</summary>
    public string Path { get; private set; } = "";

    /// <summary>The header of the last request, by name in lower case.</summary>
    public Dictionary<string, string> Headers { get; private set; } = [];

    /// <summary>Reads the next request's body; returns null at the end of the connection.</summary>
    public async Task<byte[]?> ReadBodyAsync(CancellationToken cancellationToken)
    {
        if (await ReadLineAsync(cancellationToken).ConfigureAwait(false) is not { } first) return null;
        Path = first.Split(' ') is [_, var path, ..] ? path : "";
        Headers = new(StringComparer.Ordinal);
        int length = 0;
        bool isChunked = false;
        while (await ReadLineAsync(cancellationToken).ConfigureAwait(false) is { Length: > 0 } line)
        {
            int colon = line.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0) throw new IOException($"No header: {line}");
            string name = line[..colon], value = line[(colon + 1)..].Trim();
            Headers[name.ToLowerInvariant()] = value;
            if (name.Equals("Content-Length", StringComparison.OrdinalIgnoreCase)) length = int.Parse(value, CultureInfo.InvariantCulture);
            if (name.Equals("Transfer-Encoding", StringComparison.OrdinalIgnoreCase)) isChunked = value.Contains("chunked", StringComparison.OrdinalIgnoreCase);
            if (name.Equals("Expect", StringComparison.OrdinalIgnoreCase))
                await stream.WriteAsync("HTTP/1.1 100 Continue\r\n\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        }
        if (!isChunked) return await ReadBytesAsync(length, cancellationToken).ConfigureAwait(false);
        var body = new List<byte>();
        while (true)
        {
            string size = await ReadLineAsync(cancellationToken).ConfigureAwait(false) ?? throw new IOException("The body ends in the middle.");
            int chunk = int.Parse(size, NumberStyles.HexNumber, CultureInfo.InvariantCulture);
            body.AddRange(await ReadBytesAsync(chunk, cancellationToken).ConfigureAwait(false));
            await ReadLineAsync(cancellationToken).ConfigureAwait(false);
            if (chunk == 0) return [.. body];
        }
    }

    private async Task<string?> ReadLineAsync(CancellationToken cancellationToken)
    {
        var line = new StringBuilder();
        while (true)
        {
            if (start == end && !await FillAsync(cancellationToken).ConfigureAwait(false))
                return line.Length == 0 ? null : throw new IOException("The head ends in the middle.");
            char c = (char)buffer[start++];
            if (c == '\n') return line.ToString().TrimEnd('\r');
            line.Append(c);
        }
    }

    private async Task<byte[]> ReadBytesAsync(int count, CancellationToken cancellationToken)
    {
        byte[] bytes = new byte[count];
        int done = 0;
        while (done < count)
        {
            if (start == end && !await FillAsync(cancellationToken).ConfigureAwait(false)) throw new IOException("The body ends in the middle.");
            int part = Math.Min(count - done, end - start);
            buffer.AsSpan(start, part).CopyTo(bytes.AsSpan(done));
            start += part;
            done += part;
        }
        return bytes;
    }

    private async Task<bool> FillAsync(CancellationToken cancellationToken)
    {
        start = 0;
        end = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false);
        return end > 0;
    }
}
