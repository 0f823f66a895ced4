namespace DataCuration;

/// <summary>
/// Something that must see a whole corpus before it can say anything: importance weights, duplicates, a vocabulary. Its work is a small program of phases
/// (<see cref="FitScope.MapAsync"/> over shards, <see cref="FitScope.ReduceAsync"/> over partitions, <see cref="FitScope.FinishAsync"/> for the small rest)
/// that meet only through files; each is resumed and shared among ranks like any other output. The result is kept under the fingerprint of fit, recipe and
/// input, and found again by the next run.
/// </summary>
/// <typeparam name="TArtifact">What the fit makes.</typeparam>
public abstract class CorpusFit<TArtifact>
{
    /// <summary>The fit's name: the begin of its folder's name and of its phases' names. Default: the type's name.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>Other corpora that the fit reads (a target, a reference): part of what its result depends on. Default: none.</summary>
    public virtual IReadOnlyList<Corpus> Inputs => [];

    /// <summary>Writes every option that changes the result.</summary>
    /// <param name="writer">Takes the options.</param>
    protected internal abstract void Describe(FingerprintWriter writer);

    /// <summary>Adds the fit to a recipe: its type, then every option that <see cref="Describe"/> writes. A fit that runs another one calls this in its own <see cref="Describe"/>, in a scope of its own.</summary>
    /// <param name="writer">Receives the parts.</param>
    public void AddTo(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("type", GetType().FullName);
        Describe(writer);
    }

    /// <summary>Does the work.</summary>
    /// <param name="scope">The corpus, and the phases that it can be put through.</param>
    /// <param name="cancellationToken">Ends the work; what is finished stays.</param>
    /// <returns>The artifact, read from the files of the last phase.</returns>
    protected internal abstract Task<TArtifact> FitAsync(FitScope scope, CancellationToken cancellationToken);
}
