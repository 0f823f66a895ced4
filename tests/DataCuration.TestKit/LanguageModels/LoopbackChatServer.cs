using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;

namespace DataCuration.TestKit.LanguageModels;

/// <summary>
/// A server on this machine's loopback address that speaks the chat-completions protocol of OpenAI over HTTP/1.1, with or without streaming. It fails as
/// configured.
/// It has no model: a function creates the answers. It counts requests, so that tests can tell which were paid twice.
/// </summary>
public sealed class LoopbackChatServer : IDisposable
{
    private readonly TcpListener listener;
    private readonly CancellationTokenSource stop = new();
    private readonly ConcurrentDictionary<string, int> seen = new(StringComparer.Ordinal);
    private readonly ConcurrentDictionary<ServerFault, int> faults = new();
    private readonly ConcurrentDictionary<TcpClient, bool> connections = new();
    private readonly Func<ChatRequest, string> answer;
    private long requests;
    private int inFlight;
    private int mostInFlight;
    private long answered;

    /// <summary>Starts a server.</summary>
    /// <param name="answer">Creates the answers; called concurrently.</param>
    /// <param name="port">The port; 0 for any free one.</param>
    public LoopbackChatServer(Func<ChatRequest, string> answer, int port = 0)
    {
        this.answer = answer;
        listener = new TcpListener(IPAddress.Loopback, port);
        listener.Start(512);
        Accepting = AcceptAsync();
    }

    /// <summary>The server's address, for a client's endpoint.</summary>
    public Uri Address => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}/v1/"));

    /// <summary>The requests that fail. Default: no request.</summary>
    public FaultSchedule Faults { get; set; } = FaultSchedule.None;

    /// <summary>The delay of each good answer. Default: no delay.</summary>
    public TimeSpan Delay { get; set; }

    /// <summary>Returns the delay of one answer, by its request; replaces <see cref="Delay"/>.</summary>
    public Func<ChatRequest, TimeSpan>? DelayOf { get; set; }

    /// <summary>The delay of a slow answer. Default: 200 ms.</summary>
    public TimeSpan SlowDelay { get; set; } = TimeSpan.FromMilliseconds(200);

    /// <summary>The Retry-After header of a 429 response. Default: no such header, but a Retry-After-Ms of 20.</summary>
    public string? RetryAfter { get; set; }

    /// <summary>True to leave out the number of used tokens.</summary>
    public bool HidesUsage { get; set; }

    /// <summary>The number of each prompt's tokens that the server reports as cached. Default: 0, which it does not report.</summary>
    public int CachedTokens { get; set; }

    /// <summary>
    /// Bursts of 429: of every <c>Every</c> requests, the first <c>Length</c> are refused, whatever they are. Default: no bursts. Refused requests do not count
    /// for <see cref="Faults"/>.
    /// </summary>
    public (int Every, int Length) Bursts { get; set; }

    /// <summary>Returns the response to a request, or null for the ordinary one. Comes before everything else that this server does.</summary>
    public Func<ChatRequest, ScriptedResponse?>? Script { get; set; }

    /// <summary>Called with every request before it is answered.</summary>
    public Action<ChatRequest>? OnRequest { get; set; }

    /// <summary>The number of requests received.</summary>
    public long Requests => Interlocked.Read(ref requests);

    /// <summary>The number of answers sent completely, including garbage and refusals: what a hosted server would charge.</summary>
    public long Answered => Interlocked.Read(ref answered);

    /// <summary>The maximum number of concurrent requests.</summary>
    public int MostInFlight => mostInFlight;

    /// <summary>The number of requests with each text.</summary>
    public IReadOnlyDictionary<string, int> Seen => seen;

    /// <summary>The number of times that each fault was used.</summary>
    public IReadOnlyDictionary<ServerFault, int> Played => faults;

    private Task Accepting { get; }

    /// <summary>Stops the server and closes its connections.</summary>
    public void Dispose()
    {
        stop.Cancel();
        listener.Dispose();
        foreach (TcpClient connection in connections.Keys) connection.Dispose();
        Accepting.Wait(TimeSpan.FromSeconds(5));
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (!stop.IsCancellationRequested)
            {
                TcpClient connection = await listener.AcceptTcpClientAsync(stop.Token).ConfigureAwait(false);
                connection.NoDelay = true;
                _ = ServeAsync(connection);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The server was stopped.
        }
    }

    private async Task ServeAsync(TcpClient connection)
    {
        connections.TryAdd(connection, true);
        try
        {
            NetworkStream stream = connection.GetStream();
            var reader = new HttpRequestReader(stream);
            while (await reader.ReadBodyAsync(stop.Token).ConfigureAwait(false) is { } body)
            {
                ChatRequest request = Read(body) with { Path = reader.Path, Headers = reader.Headers };
                if (Script?.Invoke(request) is { } scripted)
                {
                    if (!await scripted.WriteToAsync(stream, stop.Token).ConfigureAwait(false)) return;
                    continue;
                }
                int now = Interlocked.Increment(ref inFlight);
                for (int most = mostInFlight; now > most && Interlocked.CompareExchange(ref mostInFlight, now, most) != most; most = mostInFlight)
                {
                }
                byte[] response;
                bool staysOpen;
                try
                {
                    (response, staysOpen) = await RespondAsync(request).ConfigureAwait(false);
                }
                finally
                {
                    // Decrement before the answer is sent: the client's next request may arrive before this thread returns from writing.
                    Interlocked.Decrement(ref inFlight);
                }
                if (response.Length > 0) await stream.WriteAsync(response, stop.Token).ConfigureAwait(false);
                if (!staysOpen) return;
            }
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The client closed the connection, or the server was stopped.
        }
        finally
        {
            connections.TryRemove(connection, out _);
            connection.Dispose();
        }
    }

    private ChatRequest Read(byte[] body)
    {
        using JsonDocument json = JsonDocument.Parse(body);
        JsonElement root = json.RootElement;
        List<(string, string)> messages = [.. root.GetProperty("messages").EnumerateArray()
            .Select(message => (message.GetProperty("role").GetString()!, TextOf(message.GetProperty("content"))))];
        bool isStream = root.TryGetProperty("stream", out JsonElement stream) && stream.ValueKind == JsonValueKind.True;
        return new(Interlocked.Increment(ref requests) - 1, root.GetProperty("model").GetString()!, messages, Encoding.UTF8.GetString(body), isStream);

        static string TextOf(JsonElement content) =>
            content.ValueKind == JsonValueKind.String ? content.GetString()!
                : string.Concat(content.EnumerateArray().Select(part => part.TryGetProperty("text", out JsonElement text) ? text.GetString() : ""));
    }

    /// <summary>Returns the bytes that answer one request, and whether the connection stays open after them.</summary>
    private async Task<(byte[] Response, bool StaysOpen)> RespondAsync(ChatRequest request)
    {
        string text = request.AllText;
        if (Bursts.Every > 0 && request.Number % Bursts.Every < Bursts.Length)
        {
            faults.AddOrUpdate(ServerFault.RateLimit, 1, static (_, count) => count + 1);
            return (RateLimited(), true);
        }
        int time = seen.AddOrUpdate(text, 1, static (_, count) => count + 1) - 1;
        OnRequest?.Invoke(request);
        ServerFault fault = Faults.Choose(text, time);
        if (fault != ServerFault.None) faults.AddOrUpdate(fault, 1, static (_, count) => count + 1);
        TimeSpan delay = fault == ServerFault.Slow ? SlowDelay : DelayOf?.Invoke(request) ?? Delay;
        if (delay > TimeSpan.Zero && fault is not (ServerFault.RateLimit or ServerFault.Error)) await Task.Delay(delay, stop.Token).ConfigureAwait(false);
        switch (fault)
        {
            case ServerFault.RateLimit:
                return (RateLimited(), true);
            case ServerFault.Error:
                return (Error("500 Internal Server Error", "server_error"), true);
            case ServerFault.Unauthorized:
                return (Error("401 Unauthorized", "invalid_api_key"), true);
            case ServerFault.BadRequest:
                return (Error("400 Bad Request", "context_length_exceeded"), true);
            case ServerFault.Dropped when time % 2 == 0:
                return ([], false); // every second time it is dropped in the middle of the answer, below
        }
        string content = fault switch
        {
            ServerFault.Garbage => GarbageAnswers.Make(text, time),
            ServerFault.Refusal => "I'm sorry, but I can't help with that.",
            ServerFault.Empty => "",
            ServerFault.Loop => string.Concat(Enumerable.Repeat("and so on and on ", 80)),
            _ => answer(request),
        };
        byte[] body = request.IsStream ? ChatResponses.Stream(request, content, HidesUsage, CachedTokens)
            : ChatResponses.Whole(request, content, HidesUsage, CachedTokens);
        bool isCut = fault is ServerFault.TruncatedJson or ServerFault.Dropped;
        int sent = isCut ? body.Length / 2 : body.Length;
        // For HTTP, a truncated body is complete, unless the connection is to break.
        int announced = fault == ServerFault.Dropped ? body.Length : sent;
        string type = request.IsStream ? "text/event-stream" : "application/json";
        if (!isCut) Interlocked.Increment(ref answered);
        return (Compose($"HTTP/1.1 200 OK\r\nContent-Type: {type}\r\nContent-Length: {announced}\r\n\r\n", body.AsSpan(0, sent)), fault != ServerFault.Dropped);
    }

    private byte[] RateLimited() =>
        Error("429 Too Many Requests", "rate_limit_exceeded", RetryAfter is null ? "Retry-After-Ms: 20\r\n" : $"Retry-After: {RetryAfter}\r\n");

    private static byte[] Error(string status, string code, string headers = "")
    {
        byte[] body = Encoding.UTF8.GetBytes($$$"""{"error":{"message":"played by the loopback server","type":"{{{code}}}","code":"{{{code}}}"}}""");
        return Compose($"HTTP/1.1 {status}\r\nContent-Type: application/json\r\n{headers}Content-Length: {body.Length}\r\n\r\n", body);
    }

    private static byte[] Compose(string head, ReadOnlySpan<byte> body) => [.. Encoding.ASCII.GetBytes(head), .. body];
}
