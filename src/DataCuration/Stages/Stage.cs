namespace DataCuration;

/// <summary>
/// A step on documents. The set of shapes is closed: derive from <see cref="DocumentFilter"/>, <see cref="DocumentTransform"/>,
/// <see cref="AsyncDocumentTransform"/>, <see cref="BatchTransform"/> or <see cref="DocumentExpander"/>. A stage holds options only and is shared by all
/// workers; buffers come from <see cref="StageContext.Scratch{T}"/>, models and clients from <see cref="StageContext.Resource{T}"/>. The engine owns the
/// loop: faults, counts, timing, order and resume are not a stage's business.
/// </summary>
public abstract class Stage
{
    private protected Stage()
    {
    }

    /// <summary>The stage's name in reports, quarantine and error messages. Default: the type's name.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>
    /// Writes everything that changes the stage's output: each option by name, each model by its content's fingerprint. A finished shard is reused only
    /// while this stays the same.
    /// </summary>
    /// <param name="writer">Takes the options.</param>
    protected internal abstract void Describe(FingerprintWriter writer);
}
