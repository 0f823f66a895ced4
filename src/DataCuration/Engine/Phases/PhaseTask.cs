using System.Collections.Immutable;

namespace DataCuration;

/// <summary>A phase's unit of work and of resume: a shard of a corpus, or a step of a fit.</summary>
internal abstract class PhaseTask(int index, string source, ImmutableArray<FingerprintPart> parts, long bytes)
{
    public int Index => index;

    /// <summary>What it works on, for people.</summary>
    public string Source => source;

    /// <summary>What its output depends on beside the phase's recipe.</summary>
    public ImmutableArray<FingerprintPart> Parts => parts;

    public long Bytes => bytes;

    /// <summary>Does the work, writing files to the scope's output.</summary>
    public abstract Task<ImmutableArray<StageReport>> ExecuteAsync(TaskScope scope, CancellationToken cancellationToken);
}
