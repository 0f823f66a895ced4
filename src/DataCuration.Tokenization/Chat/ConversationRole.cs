namespace DataCuration.Tokenization;

/// <summary>The author of a message.</summary>
public enum ConversationRole
{
    /// <summary>Instructions that hold for the whole conversation.</summary>
    System,

    /// <summary>The user, whose messages the model answers.</summary>
    User,

    /// <summary>The model.</summary>
    Assistant,
}
