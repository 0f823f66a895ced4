namespace DataCuration;

/// <summary>What a run does where an output folder holds finished work of another recipe or input. Matching work is always reused.</summary>
public enum ResumeMode
{
    /// <summary>Stop with a <see cref="ResumeMismatchException"/> that names the first part that differs.</summary>
    Verify,

    /// <summary>Do the work again and replace the old output.</summary>
    Overwrite,
}
