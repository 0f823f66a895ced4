namespace DataCuration;

/// <summary>
/// A stage that looks at its counts once a phase is complete, and throws if they show a mistake in the recipe, such as a filter by a field that no document
/// has. Implement it in a class that derives from one of the kinds of <see cref="Stage"/>.
/// </summary>
public interface IPhaseCheck
{
    /// <summary>Checks the counts. Called in every run of the phase, also if all of its shards were finished before.</summary>
    /// <param name="counts">The stage's counts over the whole phase.</param>
    /// <param name="report">The report of the phase.</param>
    /// <exception cref="CurationException">The counts show a mistake; the message says what to do.</exception>
    void Check(StageReport counts, RunReport report);
}
