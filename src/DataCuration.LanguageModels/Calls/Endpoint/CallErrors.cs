using System.ClientModel;
using System.ClientModel.Primitives;
using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace DataCuration.LanguageModels;

/// <summary>
/// Tells what the exceptions of chat clients mean: those of clients on System.ClientModel (OpenAI, Azure) and on HttpClient. For other clients set <see cref="EndpointOptions.Classify"/>.
/// </summary>
public static partial class CallErrors
{
    private const int MaxMessageChars = 500;

    /// <summary>Classifies an exception.</summary>
    /// <remarks>
    /// Exceptions that tell a mistake in code or settings are a <see cref="CallFailure.ClientFault"/>: <see cref="ArgumentException"/>, <see cref="InvalidOperationException"/>, <see cref="NotSupportedException"/>,
    /// <see cref="NullReferenceException"/>, <see cref="NotImplementedException"/>. Not so two that the clients throw on responses of a wrong shape: <see cref="ArgumentOutOfRangeException"/> (an empty list of choices, a
    /// value not known) and the <see cref="InvalidOperationException"/> of System.Text.Json (a value of another kind). Those, and all exceptions of an unknown kind, count as a malformed response.
    /// </remarks>
    /// <param name="exception">What a chat client threw.</param>
    /// <param name="now">The time, for servers that name a date to come back.</param>
    public static CallError Classify(Exception exception, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(exception);
        for (Exception? e = exception; e is not null; e = e.InnerException)
        {
            switch (e)
            {
                case AggregateException { InnerExceptions.Count: > 0 } many:
                    // The tries of a client with retries of its own: the last says how it stands, and none was sent only if none of them was.
                    CallError[] tries = [.. many.InnerExceptions.Select(one => Classify(one, now))];
                    return tries[^1] with { NeverSent = tries.All(one => one.NeverSent) };
                case ClientResultException { Status: > 0 } http:
                    return FromStatus(http.Status, http.Message, RetryAfter(http.GetRawResponse(), now));
                case HttpRequestException { StatusCode: { } status } http:
                    return FromStatus((int)status, http.Message, null);
                case HttpRequestException { HttpRequestError: HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError or HttpRequestError.ProxyTunnelError }:
                    return new(CallFailure.Connection, Shorten(e.Message)) { NeverSent = true };
                case HttpIOException or IOException or HttpRequestException or System.Net.Sockets.SocketException:
                    return new(CallFailure.Connection, Shorten(e.Message));
                case TimeoutException or OperationCanceledException:
                    return new(CallFailure.Timeout, Shorten(e.Message));
                case JsonException:
                    return new(CallFailure.MalformedResponse, Shorten(e.Message));
            }
        }
        return new(IsClientFault(exception) ? CallFailure.ClientFault : CallFailure.MalformedResponse, Shorten($"{exception.GetType().Name}: {exception.Message}"));
    }

    private static bool IsClientFault(Exception exception) => exception switch
    {
        ArgumentOutOfRangeException => false,
        InvalidOperationException => exception.Source?.StartsWith("System.Text.Json", StringComparison.Ordinal) != true,
        _ => exception is ArgumentException or NotSupportedException or NullReferenceException or NotImplementedException,
    };

    /// <summary>What a status of HTTP means (RFC 9110, section 15).</summary>
    /// <param name="status">The status, such as 429.</param>
    /// <param name="message">What the server said.</param>
    /// <param name="retryAfter">How long it asks to wait.</param>
    public static CallError FromStatus(int status, string message, TimeSpan? retryAfter)
    {
        ArgumentNullException.ThrowIfNull(message);
        CallFailure failure = status switch
        {
            // OpenAI says 429 for an empty account too: waiting does not fill it.
            429 => message.Contains("insufficient_quota", StringComparison.OrdinalIgnoreCase) ? CallFailure.Refused : CallFailure.RateLimited,
            408 or 409 or 425 or >= 500 => CallFailure.ServerError,
            401 or 402 or 403 or 404 or 405 or 407 => CallFailure.Refused,
            >= 400 => CallFailure.BadRequest,
            _ => CallFailure.MalformedResponse,
        };
        return new(failure, Shorten(message), retryAfter);
    }

    /// <summary>The header Retry-After (RFC 9110, section 10.2.3: seconds, or a date), or its form in milliseconds that OpenAI sends beside it.</summary>
    internal static TimeSpan? ParseRetryAfter(string? milliseconds, string? secondsOrDate, DateTimeOffset now)
    {
        const double MaxSeconds = 1e9;
        if (double.TryParse(milliseconds, NumberStyles.Float, CultureInfo.InvariantCulture, out double ms) && ms is >= 0 and < MaxSeconds * 1000) return TimeSpan.FromMilliseconds(ms);
        if (double.TryParse(secondsOrDate, NumberStyles.Float, CultureInfo.InvariantCulture, out double seconds) && seconds is >= 0 and < MaxSeconds) return TimeSpan.FromSeconds(seconds);
        if (DateTimeOffset.TryParse(secondsOrDate, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out DateTimeOffset date)) return date > now ? date - now : TimeSpan.Zero;
        return null;
    }

    private static TimeSpan? RetryAfter(PipelineResponse? response, DateTimeOffset now)
    {
        if (response is null) return null;
        response.Headers.TryGetValue("retry-after-ms", out string? milliseconds);
        response.Headers.TryGetValue("retry-after", out string? seconds);
        return ParseRetryAfter(milliseconds, seconds, now);
    }

    /// <summary>These messages end in logs, reports and quarantine, and servers (proxies above all) say back what they were sent: what looks like a key or a header of authorization is left out.</summary>
    internal static string Shorten(string text) => AnswerText.OneLine(SecretPattern().Replace(AnswerText.OneLine(text, 2 * MaxMessageChars), "${name}[hidden]"), MaxMessageChars); // no key is cut before it is seen

    /// <summary>What is told of an exception beneath one of ours: loggers print all that lies beneath, and the client's own would say its secrets there.</summary>
    internal static CurationException Redacted(Exception cause)
    {
        var text = new System.Text.StringBuilder();
        for (Exception? e = cause; e is not null && text.Length < MaxMessageChars; e = e.InnerException) text.Append(text.Length > 0 ? " <- " : "").Append(e.GetType().Name).Append(": ").Append(AnswerText.OneLine(e.Message, 2 * MaxMessageChars));
        return new CurationException(Shorten(text.ToString()));
    }

    // Headers and fields by their names, in JSON that is quoted in JSON too, and OpenAI's, Google's and other keys by their looks. At most 1,000 characters are searched.
    [GeneratedRegex("""(?<name>\bbearer\s+)[^\s"',;&\\]{16,}|(?<name>(?<![a-z0-9])(authorization|api[-_ ]?key|access[-_ ]?token|subscription[-_ ]?key)\b(\\*["'])?(\s+\w+){0,2}\s*[:=]\s*(\\*["'])?((bearer|basic)\s+)?)[^\s"',;&\\]{6,}|\b(sk|pk|rk)-[\w-]{8,}|\b(hf|gsk)_[a-z0-9]{16,}|\b(xai|nvapi|pplx)-[\w-]{16,}|\bAIza[\w-]{16,}|\beyJ[\w-]{10,}(\.[\w-]+){0,2}""", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex SecretPattern();
}
