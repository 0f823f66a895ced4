using System.Net;

namespace DataCuration.LanguageModels;

/// <summary>An error that a server reported, by its HTTP status or in the body of a response with status 200.</summary>
/// <param name="status">The status. For an error in the body, the status that it amounts to.</param>
/// <param name="message">The server's words.</param>
internal sealed class ChatServerException(int status, string message)
    : HttpRequestException(message, null, (HttpStatusCode)status)
{
    public int Status => status;

    /// <summary>The fields by which the server asks for a wait: in milliseconds, and in seconds or as a date. Null for each that is missing.</summary>
    public (string? Milliseconds, string? SecondsOrDate) RetryAfter { get; init; }

    /// <summary>True if the words are those of a web page, or missing from a 403: something in front of the server may have said it.</summary>
    public bool IsDoubtful { get; init; }

    /// <summary>The tokens that the server reports for the failed request; null if it reports none. Only reported tokens count as paid.</summary>
    public WireUsage? Usage { get; init; }
}
