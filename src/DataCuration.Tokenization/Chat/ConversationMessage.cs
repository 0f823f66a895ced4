namespace DataCuration.Tokenization;

/// <summary>A message of a conversation.</summary>
/// <param name="Role">The author.</param>
/// <param name="Text">The text. It is untrusted: it never becomes a control token (<see cref="ChatTokenizer"/>).</param>
public sealed record ConversationMessage(ConversationRole Role, string Text)
{
    /// <summary>Creates a message with instructions for the whole conversation.</summary>
    /// <param name="text">The text.</param>
    public static ConversationMessage System(string text) => new(ConversationRole.System, text);

    /// <summary>Creates a message of the user.</summary>
    /// <param name="text">The text.</param>
    public static ConversationMessage User(string text) => new(ConversationRole.User, text);

    /// <summary>Creates a message of the model.</summary>
    /// <param name="text">The text.</param>
    public static ConversationMessage Assistant(string text) => new(ConversationRole.Assistant, text);
}
