using System.Collections.Immutable;

namespace DataCuration;

/// <summary>The warnings of one attempt at a task. They go to the task's manifest, and each new kind is shown at once. Safe for concurrent use.</summary>
/// <param name="phase">The phase, which shows warnings; null to count only.</param>
internal sealed class TaskWarnings(PhaseWarnings? phase)
{
    private readonly Lock gate = new();
    private readonly WarningCounts counts = new();

    /// <summary>Adds a warning.</summary>
    /// <param name="message">The message.</param>
    /// <param name="kind">What it is counted by; null for the message itself.</param>
    public void Add(string message, string? kind = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(message);
        message = WarningCounts.Cut(message);
        kind = kind is null ? message : WarningCounts.Cut(kind);
        lock (gate) counts.Add(kind, message);
        phase?.Show(kind, message);
    }

    public ImmutableArray<RunWarning> ToWarnings()
    {
        lock (gate) return counts.ToWarnings();
    }
}
