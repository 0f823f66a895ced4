using System.Globalization;
using System.Text;

namespace DataCuration.TestKit.LanguageModels;

/// <summary>A response of a <see cref="LoopbackChatServer"/> that a test writes itself, byte by byte.</summary>
public sealed class ScriptedResponse
{
    /// <summary>The HTTP status. Default: 200.</summary>
    public int Status { get; init; } = 200;

    /// <summary>The version of HTTP. Default: HTTP/1.1.</summary>
    public string Version { get; init; } = "HTTP/1.1";

    /// <summary>The content type; null to send none. Default: JSON.</summary>
    public string? ContentType { get; init; } = "application/json";

    /// <summary>More header lines, without line ends.</summary>
    public IReadOnlyList<string> Headers { get; init; } = [];

    /// <summary>The body.</summary>
    public byte[] Body { get; init; } = [];

    /// <summary>True to send the body in chunks of seven bytes, which cut characters and lines anywhere.</summary>
    public bool IsChunked { get; init; }

    /// <summary>The connection is closed after this number of bytes of the body; null to send all of it.</summary>
    public int? CutAfter { get; init; }

    /// <summary>Writes the body instead of <see cref="Body"/>. No length is announced, and the connection is closed when the function returns.</summary>
    public Func<Stream, CancellationToken, Task>? Write { get; init; }

    /// <summary>All bytes of the response, instead of everything else. The connection is closed after them.</summary>
    public byte[]? Raw { get; init; }

    /// <summary>A response with JSON.</summary>
    public static ScriptedResponse Json(string body, int status = 200) => new() { Status = status, Body = Encoding.UTF8.GetBytes(body) };

    /// <summary>A completion with a content, which is given as JSON, and more fields.</summary>
    public static ScriptedResponse Completion(string contentJson, string choiceFields = "\"finish_reason\":\"stop\"",
        string fields = "\"usage\":{\"prompt_tokens\":500,\"completion_tokens\":29,\"total_tokens\":529}") =>
        Json($$$"""{"id":"c1","object":"chat.completion","created":1700000000,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":{{{contentJson}}}},{{{choiceFields}}}}],{{{fields}}}}""");

    /// <summary>A stream of events with an empty line after each.</summary>
    public static ScriptedResponse Events(params string[] data) => Text(string.Concat(data.Select(one => "data: " + one + "\n\n")), "text/event-stream");

    /// <summary>A response with any text.</summary>
    public static ScriptedResponse Text(string body, string? contentType, int status = 200, params string[] headers) =>
        new() { Status = status, ContentType = contentType, Body = Encoding.UTF8.GetBytes(body), Headers = headers };

    /// <summary>Writes the response.</summary>
    /// <returns>True if the connection stays open.</returns>
    internal async Task<bool> WriteToAsync(Stream stream, CancellationToken cancellationToken)
    {
        if (Raw is not null)
        {
            await stream.WriteAsync(Raw, cancellationToken).ConfigureAwait(false);
            return false;
        }
        var head = new StringBuilder();
        head.Append(CultureInfo.InvariantCulture, $"{Version} {Status} Scripted\r\n");
        if (ContentType is not null) head.Append(CultureInfo.InvariantCulture, $"Content-Type: {ContentType}\r\n");
        foreach (string header in Headers) head.Append(header).Append("\r\n");
        bool staysOpen = Write is null && CutAfter is null;
        if (Write is not null) head.Append("Connection: close\r\n");
        else if (IsChunked) head.Append("Transfer-Encoding: chunked\r\n");
        else head.Append(CultureInfo.InvariantCulture, $"Content-Length: {Body.Length}\r\n");
        head.Append("\r\n");
        await stream.WriteAsync(Encoding.UTF8.GetBytes(head.ToString()), cancellationToken).ConfigureAwait(false);
        if (Write is not null)
        {
            await Write(stream, cancellationToken).ConfigureAwait(false);
            return false;
        }
        byte[] sent = CutAfter is { } cut ? Body[..Math.Min(cut, Body.Length)] : Body;
        if (!IsChunked)
        {
            await stream.WriteAsync(sent, cancellationToken).ConfigureAwait(false);
            return staysOpen;
        }
        foreach (byte[] chunk in sent.Chunk(7))
        {
            await stream.WriteAsync(Encoding.ASCII.GetBytes(chunk.Length.ToString("x", CultureInfo.InvariantCulture) + "\r\n"), cancellationToken)
                .ConfigureAwait(false);
            await stream.WriteAsync(chunk, cancellationToken).ConfigureAwait(false);
            await stream.WriteAsync("\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        }
        if (staysOpen) await stream.WriteAsync("0\r\n\r\n"u8.ToArray(), cancellationToken).ConfigureAwait(false);
        return staysOpen;
    }
}
