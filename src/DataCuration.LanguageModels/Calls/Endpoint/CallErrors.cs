using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DataCuration.LanguageModels;

/// <summary>
/// Classifies the exceptions of chat clients that are built on System.ClientModel (OpenAI, Azure) or HttpClient. For other clients, set
/// <see cref="EndpointOptions.Classify"/>.
/// </summary>
public static partial class CallErrors
{
    private const int MaxMessageChars = 500;

    /// <summary>Classifies an exception.</summary>
    /// <remarks>
    /// Exceptions that indicate a mistake in code or settings are a <see cref="CallFailure.ClientFault"/>: <see cref="ArgumentException"/>,
    /// <see cref="InvalidOperationException"/>, <see cref="NotSupportedException"/>, <see cref="NullReferenceException"/>,
    /// <see cref="NotImplementedException"/>. Two of them also occur on responses of a wrong shape and then count as
    /// <see cref="CallFailure.MalformedResponse"/>: <see cref="ArgumentOutOfRangeException"/> (an empty list of choices, an unknown value) and the
    /// <see cref="InvalidOperationException"/> of System.Text.Json (a value of another kind). So do all unknown exceptions.
    /// </remarks>
    /// <param name="exception">The exception thrown by the chat client.</param>
    /// <param name="now">The current time, for a Retry-After that is a date.</param>
    public static CallError Classify(Exception exception, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(exception);
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case AggregateException { InnerExceptions.Count: > 0 } many:
                    // A client with its own retries. Uses the last attempt; "not sent" only if no attempt was sent.
                    CallError[] tries = [.. many.InnerExceptions.Select(one => Classify(one, now))];
                    return tries[^1] with { NeverSent = tries.All(one => one.NeverSent) };
                case ChatServerException server:
                    TimeSpan? wait = RetryAfterHeader.Parse(server.RetryAfter.Milliseconds, server.RetryAfter.SecondsOrDate, now);
                    return FromStatus(server.Status, server.Message, wait) with
                    {
                        PaidInput = server.Usage?.Input,
                        PaidOutput = server.Usage?.Output,
                        IsDoubtful = server.IsDoubtful,
                    };
                case ResponseTooLargeException:
                    return new(CallFailure.MalformedResponse, e.Message) { IsOverlong = true };
                case ClientResultException { Status: > 0 } http:
                    return FromStatus(http.Status, Words(http), RetryAfter(http.GetRawResponse(), now)) with
                    {
                        IsDoubtful = ServerWords.IsDoubtful(http.Status, Body(http)),
                    };
                case HttpRequestException { StatusCode: { } status } http:
                    return FromStatus((int)status, http.Message, null);
                case HttpRequestException
                {
                    HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError
                    or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError
                }:
                    return new(CallFailure.Connection, Shorten(e.Message)) { NeverSent = true, Advice = CallAdvice.ForConnection((HttpRequestException)e) };
                case HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded }:
                    return new(CallFailure.MalformedResponse, Shorten(e.Message));
                case HttpIOException or IOException or HttpRequestException or System.Net.Sockets.SocketException:
                    return new(CallFailure.Connection, Shorten(e.Message));
                case TimeoutException or OperationCanceledException:
                    return new(CallFailure.Timeout, Shorten(e.Message));
                case JsonException or InvalidDataException:
                    return new(CallFailure.MalformedResponse, Shorten(e.Message));
            }
        }
        return new(IsClientFault(exception) ? CallFailure.ClientFault
            : CallFailure.MalformedResponse, Shorten($"{exception.GetType().Name}: {exception.Message}"));
    }

    private static bool IsClientFault(Exception exception) => exception switch
    {
        ArgumentOutOfRangeException => false,
        InvalidOperationException => exception.Source?.StartsWith("System.Text.Json", StringComparison.Ordinal) != true,
        _ => exception is ArgumentException or NotSupportedException or NullReferenceException or NotImplementedException,
    };

    /// <summary>Classifies an HTTP status (RFC 9110, section 15).</summary>
    /// <param name="status">The status, such as 429.</param>
    /// <param name="message">The server's message.</param>
    /// <param name="retryAfter">The wait that the server asks for; null if it names none.</param>
    public static CallError FromStatus(int status, string message, TimeSpan? retryAfter)
    {
        ArgumentNullException.ThrowIfNull(message);
        CallFailure failure = status switch
        {
            // OpenAI also sends 429 for an empty account, and waiting does not help then.
            429 => message.Contains("insufficient_quota", StringComparison.OrdinalIgnoreCase) ? CallFailure.Refused : CallFailure.RateLimited,
            // 424: a part of the server failed. 498: no capacity at this moment. 499: a proxy gave up.
            408 or 409 or 424 or 425 or 498 or 499 or >= 500 => CallFailure.ServerError,
            401 or 402 or 407 or (>= 300 and < 400) => CallFailure.Refused,
            >= 400 => CallFailure.BadRequest,
            _ => CallFailure.MalformedResponse,
        };
        return new(failure, Shorten(message), retryAfter) { Advice = CallAdvice.ForStatus(status) };
    }

    /// <summary>Returns the words in a response's body. The client's message has them only for bodies of OpenAI's own form.</summary>
    private static string Words(ClientResultException http)
    {
        string words = ServerWords.Of(Body(http));
        return words.Length > 0 ? string.Create(CultureInfo.InvariantCulture, $"HTTP {http.Status}: {words}") : http.Message;
    }

    private static string Body(ClientResultException http)
    {
        try
        {
            return http.GetRawResponse()?.Content.ToString() ?? "";
        }
        catch (InvalidOperationException)
        {
            return ""; // the body was not read
        }
    }

    private static TimeSpan? RetryAfter(PipelineResponse? response, DateTimeOffset now)
    {
        if (response is null) return null;
        response.Headers.TryGetValue("retry-after-ms", out string? milliseconds);
        response.Headers.TryGetValue("retry-after", out string? seconds);
        return RetryAfterHeader.Parse(milliseconds, seconds, now);
    }

    /// <summary>
    /// Shortens a message and removes everything that looks like a key or an authorization header. Messages end up in logs, reports and quarantine, and servers
    /// (proxies above all) echo what they received.
    /// </summary>
    internal static string Shorten(string text) =>
        AnswerText.OneLine(SecretPattern().Replace(AnswerText.OneLine(text, 2 * MaxMessageChars), "${name}[hidden]"),
            MaxMessageChars); // searched before it is cut

    /// <summary>Redacts an inner exception so that loggers cannot print secrets.</summary>
    internal static CurationException Redacted(Exception cause)
    {
        var text = new System.Text.StringBuilder();
        for (Exception? e = cause; e is not null && text.Length < MaxMessageChars; e = e.InnerException)
            text.Append(text.Length > 0 ? " <- " : "").Append(e.GetType().Name).Append(": ").Append(AnswerText.OneLine(e.Message, 2 * MaxMessageChars));
        return new CurationException(Shorten(text.ToString()));
    }

    // Headers and fields by name, also in JSON inside JSON; keys of OpenAI, Google and others by their format. At most 1,000 characters are searched.
    [GeneratedRegex("""(?<name>\bbearer\s+)[^\s"',;&\\]{16,}|(?<name>(?<![a-z0-9])(authorization|api[-_ ]?key|access[-_ ]?token|subscription[-_ ]?key)\b(\\*["'])?(\s+\w+){0,2}\s*[:=]\s*(\\*["'])?((bearer|basic)\s+)?)[^\s"',;&\\]{6,}|\b(sk|pk|rk)-[\w-]{8,}|\b(hf|gsk)_[a-z0-9]{16,}|\b(xai|nvapi|pplx)-[\w-]{16,}|\bAIza[\w-]{16,}|\beyJ[\w-]{10,}(\.[\w-]+){0,2}""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex SecretPattern();
}
