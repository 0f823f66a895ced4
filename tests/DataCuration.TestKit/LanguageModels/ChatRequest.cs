namespace DataCuration.TestKit.LanguageModels;

/// <summary>A request that a <see cref="LoopbackChatServer"/> received.</summary>
/// <param name="Number">Its number, from 0, in the order of arrival.</param>
/// <param name="Model">The model that the request names.</param>
/// <param name="Messages">Role and text of each message.</param>
/// <param name="Body">The complete JSON.</param>
/// <param name="IsStream">True if the request asks for a stream.</param>
public sealed record ChatRequest(long Number, string Model, IReadOnlyList<(string Role, string Text)> Messages, string Body, bool IsStream)
{
    /// <summary>The path and query of the request.</summary>
    public string Path { get; init; } = "";

    /// <summary>The header's lines, by name in lower case.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; init; } = new Dictionary<string, string>();

    /// <summary>The last message of the user.</summary>
    public string LastUser => Messages.LastOrDefault(message => message.Role == "user").Text ?? "";

    /// <summary>The first message of the user.</summary>
    public string FirstUser => Messages.FirstOrDefault(message => message.Role == "user").Text ?? "";

    /// <summary>All messages in one text.</summary>
    public string AllText => string.Join('\n', Messages.Select(message => message.Role + ": " + message.Text));
}
