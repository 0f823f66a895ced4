using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace DataCuration.LanguageModels;

/// <summary>Posts requests to a server, and turns its refusals into exceptions with its words.</summary>
/// <param name="http">The HTTP client.</param>
/// <param name="url">The address of chat completions.</param>
/// <param name="options">The key and other details.</param>
internal sealed class ChatServer(HttpClient http, Uri url, ChatCompletionsOptions options)
{
    /// <summary>A host that does not answer is down; the system's own limit is minutes.</summary>
    private static readonly TimeSpan ConnectTimeout = TimeSpan.FromSeconds(5);

    private volatile bool usesNewLimit;

    /// <summary>Creates an HTTP client that leaves redirects, retries and timeouts to its user.</summary>
    public static HttpClient CreateHttpClient() => new(new SocketsHttpHandler
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = ConnectTimeout,
        PooledConnectionLifetime = TimeSpan.FromMinutes(10),
        UseCookies = false,
    })
    { Timeout = Timeout.InfiniteTimeSpan };

    /// <summary>Sends a request.</summary>
    /// <param name="write">Writes the body, given the field that carries the longest answer.</param>
    /// <param name="hasLimit">True if the request limits the answer.</param>
    /// <param name="cancellationToken">Cancels the request.</param>
    /// <returns>A response with status 2xx, whose body is not read yet.</returns>
    /// <exception cref="ChatServerException">Another status.</exception>
    public async Task<HttpResponseMessage> SendAsync(Func<TokenLimitField, byte[]> write, bool hasLimit, CancellationToken cancellationToken)
    {
        bool triesNewLimit = false;
        while (true)
        {
            TokenLimitField limit = options.TokenLimit != TokenLimitField.Automatic ? options.TokenLimit
                : usesNewLimit || triesNewLimit ? TokenLimitField.MaxCompletionTokens : TokenLimitField.MaxTokens;
            HttpResponseMessage response = await PostAsync(write(limit), cancellationToken).ConfigureAwait(false);
            if (response.IsSuccessStatusCode)
            {
                // Only a success proves the field: a refusal may just quote a document that names it, and all later answers would lose their limit.
                if (triesNewLimit) usesNewLimit = true;
                return response;
            }
            using (response)
            {
                ChatServerException error = await ErrorAsync(response, cancellationToken).ConfigureAwait(false);
                bool wantsNewLimit = options.TokenLimit == TokenLimitField.Automatic && limit == TokenLimitField.MaxTokens && hasLimit
                    && error.Status is 400 or 422 && error.Message.Contains("max_completion_tokens", StringComparison.Ordinal);
                if (!wantsNewLimit) throw error;
                triesNewLimit = true;
            }
        }
    }

    /// <summary>Returns an error without this server's key.</summary>
    public ChatServerException Hidden(ChatServerException error) =>
        new(error.Status, Hide(error.Message)) { Usage = error.Usage, RetryAfter = error.RetryAfter, IsDoubtful = error.IsDoubtful };

    /// <summary>Removes the key and the values of header fields from a server's words: proxies echo requests, also without the scheme of a value.</summary>
    public string Hide(string words)
    {
        const int ShortestKey = 4, ShortestValue = 8;
        if (options.ApiKey?.Trim() is { Length: >= ShortestKey } key) words = words.Replace(key, "[hidden]", StringComparison.Ordinal);
        foreach (string given in options.Headers.Values)
        {
            string value = given.Trim();
            if (value.Length >= ShortestValue) words = words.Replace(value, "[hidden]", StringComparison.Ordinal);
            string credentials = value[(value.IndexOf(' ', StringComparison.Ordinal) + 1)..].Trim(); // "Bearer KEY"
            if (credentials.Length >= ShortestValue) words = words.Replace(credentials, "[hidden]", StringComparison.Ordinal);
        }
        return words;
    }

    private async Task<HttpResponseMessage> PostAsync(byte[] body, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json");
        request.Headers.Accept.ParseAdd("application/json, text/event-stream");
        request.Headers.UserAgent.ParseAdd("DataCuration");
        if (!string.IsNullOrWhiteSpace(options.ApiKey)) request.Headers.TryAddWithoutValidation("Authorization", "Bearer " + options.ApiKey.Trim());
        foreach ((string name, string value) in options.Headers)
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }
        try
        {
            return await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException e) when (e.InnerException is TimeoutException { InnerException: not OperationCanceledException }
            && !cancellationToken.IsCancellationRequested)
        {
            // The handler's own limit. The limit of an HTTP client that was given has a cancellation inside, and the request may have been sent then.
            string seconds = ConnectTimeout.TotalSeconds.ToString(CultureInfo.InvariantCulture);
            throw new HttpRequestException(HttpRequestError.ConnectionError, $"no connection within {seconds} s ({url.Host}:{url.Port})", e);
        }
    }

    private async Task<ChatServerException> ErrorAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        int status = (int)response.StatusCode;
        if (status is >= 300 and < 400)
        {
            string target = response.Headers.Location is { } location ? $" to '{ServerAddress.Show(location)}'" : "";
            return Hidden(new ChatServerException(status, $"HTTP {status}: the server redirects{target}. Set the address to the final one"));
        }
        Stream body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            byte[] bytes = await ResponseBody.ReadErrorAsync(body, cancellationToken).ConfigureAwait(false);
            string text = WireText.Decode(ResponseBody.UnpackError(bytes), response.Content.Headers.ContentType?.CharSet);
            string words = ServerWords.Of(text);
            response.Headers.TryGetValues("retry-after-ms", out IEnumerable<string>? milliseconds);
            response.Headers.TryGetValues("retry-after", out IEnumerable<string>? seconds);
            return Hidden(new ChatServerException(status, $"HTTP {status}{(words.Length > 0 ? ": " : "")}{words}")
            {
                RetryAfter = (milliseconds?.FirstOrDefault(), seconds?.FirstOrDefault()),
                IsDoubtful = ServerWords.IsDoubtful(status, text),
            });
        }
    }
}
