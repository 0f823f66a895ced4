namespace DataCuration.Selection;

/// <summary>How training examples are evened out. Examples that a model is judged by stay as they are.</summary>
public enum ClassifierBalance
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>Every label has at most as many examples as the rarest one, times a factor; which ones is drawn by seed and text. So one rare label makes all of them small: leave it out, or raise the factor.</summary>
    Labels,

    /// <summary>As <see cref="Labels"/>, and each label's examples are taken from its sources as evenly as those allow.</summary>
    LabelsAndSources,
}
