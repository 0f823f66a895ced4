namespace DataCuration;

/// <summary>Warnings of one kind in a shard or a phase, counted together.</summary>
public sealed record RunWarning
{
    /// <summary>The kind that warnings are counted by. It is the message itself unless the code that warned named a kind.</summary>
    public required string Kind { get; init; }

    /// <summary>One of the messages of this kind: in a shard the first in ordinal order, in a phase that of the first shard.</summary>
    public required string Message { get; init; }

    /// <summary>The number of warnings of this kind; at least 1.</summary>
    public required long Count { get; init; }

    /// <summary>Formats the warning in one line.</summary>
    public override string ToString() =>
        Count == 1 ? Message : FormattableString.Invariant($"{Count} x {(Kind == Message ? "" : $"{Kind}; for example: ")}{Message}");
}
