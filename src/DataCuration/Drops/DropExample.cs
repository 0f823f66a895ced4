namespace DataCuration;

/// <summary>A dropped document, as an example of a reason.</summary>
public sealed record DropExample
{
    /// <summary>The document's id.</summary>
    public required string Id { get; init; }

    /// <summary>The beginning of its text, as the stage that dropped it has seen it, on one line.</summary>
    public required string Excerpt { get; init; }

    /// <summary>The size of its text in bytes of UTF-8.</summary>
    public required long Bytes { get; init; }

    /// <summary>The name of the measured value that led to the drop, such as <c>gopher_quality.words</c>; null if the reason rests on no number.</summary>
    public string? Measure { get; init; }

    /// <summary>The measured value; null without one.</summary>
    public double? Value { get; init; }

    /// <summary>The limit that the value is beyond; null without one.</summary>
    public double? Limit { get; init; }
}
