namespace DataCuration;

/// <summary>
/// A computation that needs a whole corpus: importance weights, duplicates, a vocabulary. It is a program of phases: <see cref="FitScope.MapAsync"/> over
/// shards, <see cref="FitScope.ReduceAsync"/> over partitions, and <see cref="FitScope.FinishAsync"/> for the small rest. Phases pass results on through files
/// only; each is resumed and shared among ranks like any other output. The result is kept under the fingerprint of fit, recipe and input, and found again by
/// the next run.
/// </summary>
/// <typeparam name="TArtifact">The type of the result.</typeparam>
public abstract class CorpusFit<TArtifact>
{
    /// <summary>The fit's name: its folder and its phases are named after it. Default: the type's name.</summary>
    public virtual string Name => GetType().Name;

    /// <summary>Other corpora that the fit reads (a target, a reference): its result depends on them. Default: empty.</summary>
    public virtual IReadOnlyList<Corpus> Inputs => [];

    /// <summary>Writes every option that changes the result.</summary>
    /// <param name="writer">Records the options.</param>
    protected internal abstract void Describe(FingerprintWriter writer);

    /// <summary>
    /// Adds the fit to a recipe: its type, then every option that <see cref="Describe"/> writes. A fit that runs another one calls this in its own
    /// <see cref="Describe"/>, in a scope of its own.
    /// </summary>
    /// <param name="writer">Receives the parts.</param>
    public void AddTo(FingerprintWriter writer)
    {
        ArgumentNullException.ThrowIfNull(writer);
        writer.Add("type", GetType().FullName);
        Describe(writer);
    }

    /// <summary>Runs the fit.</summary>
    /// <param name="scope">The corpus, and the kinds of phases.</param>
    /// <param name="cancellationToken">Stops the work; finished tasks are kept.</param>
    /// <returns>The artifact, read from the files of the last phase.</returns>
    protected internal abstract Task<TArtifact> FitAsync(FitScope scope, CancellationToken cancellationToken);
}
