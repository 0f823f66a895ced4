namespace DataCuration.TestKit.LanguageModels;

/// <summary>The ways in which a <see cref="LoopbackChatServer"/> can fail a request.</summary>
public enum ServerFault
{
    /// <summary>No fault: it answers.</summary>
    None,

    /// <summary>429 with Retry-After.</summary>
    RateLimit,

    /// <summary>500.</summary>
    Error,

    /// <summary>A good answer, late.</summary>
    Slow,

    /// <summary>JSON that stops in the middle (a stream: without its end).</summary>
    TruncatedJson,

    /// <summary>The connection is closed instead of an answer, or in the middle of one.</summary>
    Dropped,

    /// <summary>A good response whose text is garbage.</summary>
    Garbage,

    /// <summary>A good response in which the model declines.</summary>
    Refusal,

    /// <summary>A good response without text.</summary>
    Empty,

    /// <summary>A good response that loops.</summary>
    Loop,

    /// <summary>401.</summary>
    Unauthorized,

    /// <summary>400.</summary>
    BadRequest,
}
