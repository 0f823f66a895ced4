namespace DataCuration;

/// <summary>The behaviour of a run whose output folder contains finished work of another recipe or input. Matching work is always reused.</summary>
public enum ResumeMode
{
    /// <summary>Stops with a <see cref="ResumeMismatchException"/> that names the first part that differs.</summary>
    Verify,

    /// <summary>Repeats the work and replaces the old output.</summary>
    Overwrite,
}
