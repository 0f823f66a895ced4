namespace DataCuration;

/// <summary>
/// The behaviour of a run whose output folder holds finished work that depends on something that changed. Other finished work is always kept.
/// </summary>
public enum WhenChanged
{
    /// <summary>Stops with a <see cref="ResumeMismatchException"/> that names what changed, with the old and the new value.</summary>
    Refuse,

    /// <summary>
    /// Makes again what depends on the change, as <c>make</c> does. A shard's old files stay until its new ones are complete. Only files that a manifest of
    /// this library vouches for are removed. Those that somebody edited are kept in the folder <c>.curation/edited</c> of the output, with a warning.
    /// </summary>
    Remake,
}
