namespace DataCuration;

/// <summary>The kinds of work that an <see cref="ArtifactCatalog"/> lists.</summary>
public enum ArtifactKind
{
    /// <summary>The output of a terminal operation such as <c>WriteJsonlAsync</c>.</summary>
    Output,

    /// <summary>The phases and artifact of a <see cref="CorpusFit{TArtifact}"/>.</summary>
    Fit,
}
