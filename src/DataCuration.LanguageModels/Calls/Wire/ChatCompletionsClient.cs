using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.AI;

namespace DataCuration.LanguageModels;

/// <summary>
/// A chat client for servers that speak the chat-completions protocol of OpenAI: vLLM, SGLang, llama.cpp, Ollama, TGI, hosted ones. It needs nothing of a
/// response but the answer's text: all other fields may be missing or have unusual values. Safe for concurrent use.
/// </summary>
/// <remarks>
/// It sends and returns text, without tools. It does not retry: <c>LanguageModelEndpoint</c> does. Failed requests are an
/// <see cref="HttpRequestException"/> with the server's words.
/// </remarks>
public sealed class ChatCompletionsClient : IChatClient
{
    private readonly HttpClient http;
    private readonly bool ownsHttp;
    private readonly long maxBytes;
    private readonly ChatServer server;
    private readonly ChatRequestWriter writer;
    private readonly ChatClientMetadata metadata;

    /// <summary>Creates a client.</summary>
    /// <param name="address">
    /// The server's address, such as <c>http://127.0.0.1:8000/v1/</c>. <c>chat/completions</c> is added unless the path ends with it; a query is kept.
    /// </param>
    /// <param name="model">The model of requests that name none; null if all of them name one.</param>
    /// <param name="options">The key and other details; null for the defaults.</param>
    /// <param name="httpClient">
    /// The HTTP client, which is not disposed; it should follow no redirects and have no timeout. Null for one of this object's own, which uses the
    /// environment's proxy.
    /// </param>
    /// <exception cref="ArgumentException">The address is not an absolute HTTP address.</exception>
    public ChatCompletionsClient(Uri address, string? model = null, ChatCompletionsOptions? options = null, HttpClient? httpClient = null)
    {
        ArgumentNullException.ThrowIfNull(address);
        if (!address.IsAbsoluteUri || address.Scheme is not ("http" or "https"))
        {
            throw new ArgumentException($"'{ServerAddress.Show(address)}' is not the address of a server. Give one such as http://127.0.0.1:8000/v1/.",
                nameof(address));
        }
        options ??= new ChatCompletionsOptions();
        maxBytes = options.MaxResponseBytes;
        ownsHttp = httpClient is null;
        http = httpClient ?? ChatServer.CreateHttpClient();
        server = new ChatServer(http, UrlOf(address), options);
        ExtraFields = options.ExtraFields;
        writer = new ChatRequestWriter(options.OmittedFields, ExtraFields);
        metadata = new ChatClientMetadata("chat-completions", address, model);
    }

    /// <summary>The wait for the rest of a response whose answer is complete: counts may follow, and some servers do not close the connection.</summary>
    internal TimeSpan GraceAfterFinish { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The extra fields of every request; null for none.</summary>
    internal string? ExtraFields { get; }

    /// <inheritdoc/>
    public async Task<ChatResponse> GetResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        var reader = new CompletionReader();
        var text = new StringBuilder();
        var reasoning = new StringBuilder();
        await foreach ((string more, string thought) in ReadAsync(messages, options, stream: false, reader, cancellationToken).ConfigureAwait(false))
        {
            text.Append(more);
            reasoning.Append(thought);
        }
        var contents = new List<AIContent>();
        if (reasoning.Length > 0) contents.Add(new TextReasoningContent(reasoning.ToString()));
        contents.Add(new TextContent(text.ToString()));
        return new ChatResponse(new ChatMessage(ChatRole.Assistant, contents))
        {
            ResponseId = reader.Id,
            ModelId = reader.Model,
            FinishReason = Reason(reader),
            Usage = Details(reader),
        };
    }

    /// <inheritdoc/>
    public async IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(IEnumerable<ChatMessage> messages, ChatOptions? options = null,
        [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        var reader = new CompletionReader();
        await foreach ((string text, string reasoning) in ReadAsync(messages, options, stream: true, reader, cancellationToken).ConfigureAwait(false))
        {
            var contents = new List<AIContent>();
            if (reasoning.Length > 0) contents.Add(new TextReasoningContent(reasoning));
            if (text.Length > 0) contents.Add(new TextContent(text));
            // The counts so far are no content, of which a reader would take the sum. The endpoint needs them if it ends the stream.
            yield return new ChatResponseUpdate(ChatRole.Assistant, contents)
            {
                ResponseId = reader.Id,
                ModelId = reader.Model,
                RawRepresentation = Details(reader),
            };
        }
        // Counts and the finish reason come once, at the end: a server may send both in every event.
        yield return new ChatResponseUpdate(ChatRole.Assistant, Details(reader) is { } usage ? [new UsageContent(usage)] : [])
        {
            ResponseId = reader.Id,
            ModelId = reader.Model,
            FinishReason = Reason(reader),
        };
    }

    /// <inheritdoc/>
    public object? GetService(Type serviceType, object? serviceKey = null)
    {
        ArgumentNullException.ThrowIfNull(serviceType);
        return serviceKey is not null ? null : serviceType == typeof(ChatClientMetadata) ? metadata : serviceType.IsInstanceOfType(this) ? this : null;
    }

    /// <summary>Closes the connections, unless the HTTP client was given.</summary>
    public void Dispose()
    {
        if (ownsHttp) http.Dispose();
    }

    private static Uri UrlOf(Uri address)
    {
        const string Path = "chat/completions";
        var builder = new UriBuilder(address) { Fragment = "" };
        string path = builder.Path.TrimEnd('/');
        builder.Path = path.EndsWith("/" + Path, StringComparison.Ordinal) ? path : path + "/" + Path;
        return builder.Uri;
    }

    private static ChatFinishReason? Reason(CompletionReader reader) => reader.FinishReason is { Length: > 0 } reason ? new ChatFinishReason(reason) : null;

    private static UsageDetails? Details(CompletionReader reader) => reader.Usage is not { } usage ? null : new UsageDetails
    {
        InputTokenCount = usage.Input,
        OutputTokenCount = usage.Output,
        CachedInputTokenCount = usage.CachedInput,
        ReasoningTokenCount = usage.Reasoning,
        TotalTokenCount = usage.Input + usage.Output,
    };

    /// <summary>Sends a request and reads the response in any form: a server may stream without being asked, or not stream although asked.</summary>
    private async IAsyncEnumerable<(string Text, string Reasoning)> ReadAsync(IEnumerable<ChatMessage> messages, ChatOptions? chatOptions, bool stream,
        CompletionReader reader, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        ChatOptions asked = chatOptions ?? new ChatOptions();
        string model = asked.ModelId ?? metadata.DefaultModelId
            ?? throw new ArgumentException("The request names no model, and the client has no default one.", nameof(chatOptions));
        using HttpResponseMessage response = await server.SendAsync(limit => writer.Write(messages, asked, model, stream, limit),
            asked.MaxOutputTokens is not null, cancellationToken).ConfigureAwait(false);
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            byte[] start = await ResponseBody.ReadStartAsync(body, cancellationToken).ConfigureAwait(false);
            if (WholeBody.IsEventStream(start))
            {
                await foreach ((string, string) piece in ReadEventsAsync(body, start, reader, cancellationToken).ConfigureAwait(false)) yield return piece;
                yield break;
            }
            string? charset = response.Content.Headers.ContentType?.CharSet;
            (byte[] bytes, Exception? broken) = await ResponseBody.ReadAllAsync(body, start, maxBytes, GraceAfterFinish,
                sofar => WholeBody.IsAnswer(WireText.Decode(sofar, charset)), cancellationToken).ConfigureAwait(false);
            if (bytes.AsSpan().StartsWith(ResponseBody.GzipMark)) bytes = ResponseBody.Unpack(bytes, maxBytes);
            if (WholeBody.IsEventStream(bytes))
            {
                await foreach ((string, string) piece in ReadEventsAsync(Stream.Null, bytes, reader, cancellationToken).ConfigureAwait(false))
                    yield return piece;
                yield break;
            }
            foreach (JsonElement json in new WholeBody(server).Values(WireText.Decode(bytes, charset), broken, reader))
            {
                (string, string) piece = Read(reader, json);
                if (!reader.HasChoice && ReportedErrors.FindWithoutAnswer(json) is { } error) throw server.Hidden(error);
                yield return piece;
                if (reader is { HasChoice: true, HasDelta: false, FinishReason: not null }) yield break; // the first of two whole answers
            }
            if (!reader.HasChoice) throw new InvalidDataException("the response is JSON, but has no choices");
        }
    }

    private async IAsyncEnumerable<(string Text, string Reasoning)> ReadEventsAsync(Stream body, byte[] start, CompletionReader reader,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var grace = new CancellationTokenSource();
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, grace.Token);
        string other = "";
        bool isDone = false;
        IAsyncEnumerator<ServerEvent> each = new EventReader(body, start, maxBytes).ReadAsync(either.Token).GetAsyncEnumerator(CancellationToken.None);
        await using (each.ConfigureAwait(false))
        {
            while (await NextAsync(each, reader.FinishReason is not null, cancellationToken).ConfigureAwait(false))
            {
                ServerEvent one = each.Current;
                isDone = one.IsDone;
                if (isDone) break;
                if (one.Name.Equals("error", StringComparison.OrdinalIgnoreCase)) throw server.Hidden(ReportedErrors.Of(one.Data));
                if (one.Data.AsSpan().TrimStart() is not ['{' or '[', ..])
                {
                    other = ": " + server.Hide(ServerWords.Of(one.Data)); // a sign of life, or an error in plain words
                    continue;
                }
                foreach (JsonElement json in WireJson.ParseAll(one.Data))
                {
                    if (json.ValueKind == JsonValueKind.Undefined)
                    {
                        if (reader.FinishReason is not null) break; // the answer was complete before
                        throw new InvalidDataException($"an event is cut, or not JSON: {server.Hide(ServerWords.Of(one.Data))}");
                    }
                    (string, string) piece = Read(reader, json);
                    if (!reader.LastHasChoice && ReportedErrors.FindWithoutAnswer(json) is not null) other = ": " + server.Hide(ServerWords.Of(json));
                    if (reader.FinishReason is not null) grace.CancelAfter(GraceAfterFinish);
                    yield return piece;
                }
            }
        }
        if ((!isDone || reader.LeavesOutChoices) && reader.FinishReason is null)
            throw new InvalidDataException((reader.HasChoice ? "the stream ended without a finish reason" : "the stream ended without an answer") + other);
        if (!reader.HasChoice) throw new InvalidDataException("the stream has no choices" + other);
    }

    /// <summary>
    /// Reads the next event. After the finish reason the answer is complete: then a broken connection, or one that stays open without a word, is only its end.
    /// </summary>
    private static async Task<bool> NextAsync(IAsyncEnumerator<ServerEvent> events, bool isFinished, CancellationToken cancellationToken)
    {
        try
        {
            return await events.MoveNextAsync().ConfigureAwait(false);
        }
        catch (Exception e) when (isFinished && !cancellationToken.IsCancellationRequested
            && e is OperationCanceledException or IOException or HttpRequestException)
        {
            return false;
        }
    }

    private (string Text, string Reasoning) Read(CompletionReader reader, JsonElement json)
    {
        try
        {
            return reader.Read(json);
        }
        catch (ChatServerException e)
        {
            throw server.Hidden(e);
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException(server.Hide(e.Message));
        }
    }
}
