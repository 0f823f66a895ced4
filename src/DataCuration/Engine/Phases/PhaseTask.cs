using System.Collections.Immutable;

namespace DataCuration;

/// <summary>The unit of work and of resume in a phase: a shard of a corpus or a step of a fit.</summary>
internal abstract class PhaseTask(int index, string source, ImmutableArray<FingerprintPart> parts, long bytes)
{
    public int Index => index;

    /// <summary>A readable description of the input.</summary>
    public string Source => source;

    /// <summary>The inputs that the output depends on, in addition to the phase's recipe.</summary>
    public ImmutableArray<FingerprintPart> Parts => parts;

    public long Bytes => bytes;

    /// <summary>Warnings that a fit gave before the phase and that the task's manifest is to keep.</summary>
    public IReadOnlyList<string> EarlierWarnings { get; set; } = [];

    /// <summary>Runs the task and writes its files to the scope's output.</summary>
    public abstract Task<ImmutableArray<StageReport>> ExecuteAsync(TaskScope scope, CancellationToken cancellationToken);
}
