namespace DataCuration.Selection;

/// <summary>The balancing of training examples. Test examples are never balanced.</summary>
public enum ClassifierBalance
{
    /// <summary>No balancing.</summary>
    None,

    /// <summary>
    /// Limits each label to the size of the rarest one, times a factor. Examples are drawn by seed and text. One rare label therefore limits all others:
    /// leave it out, or raise the factor.
    /// </summary>
    Labels,

    /// <summary>As <see cref="Labels"/>, and takes each label's examples from its sources as evenly as possible.</summary>
    LabelsAndSources,
}
