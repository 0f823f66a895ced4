namespace DataCuration;

/// <summary>
/// A processing step for documents. The set of kinds is closed: derive from <see cref="DocumentFilter"/>, <see cref="DocumentTransform"/>,
/// <see cref="AsyncDocumentTransform"/>, <see cref="BatchTransform"/> or <see cref="DocumentExpander"/>. A stage contains only options, and all workers share
/// it. Buffers come from <see cref="StageContext.Scratch{T}"/>, models and clients from <see cref="StageContext.Resource{T}"/>. The engine runs the loop: it
/// handles faults, counts, timing, order and resume.
/// </summary>
public abstract class Stage
{
    private protected Stage()
    {
    }

    /// <summary>The stage's name in reports, quarantine and error messages. Default: the type's name.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>
    /// Writes everything that changes the stage's output: each option by name, each model by its content's fingerprint. A finished shard is reused only if
    /// all of it is unchanged.
    /// </summary>
    /// <param name="writer">The fingerprint.</param>
    protected internal abstract void Describe(FingerprintWriter writer);
}
