namespace DataCuration;

/// <summary>An output or a fit's artifact in a work directory.</summary>
public sealed record ArtifactEntry
{
    /// <summary>The name: a fit's <see cref="CorpusFit{TArtifact}.Name"/>, or an output's folder.</summary>
    public required string Name { get; init; }

    /// <summary>The kind of work.</summary>
    public required ArtifactKind Kind { get; init; }

    /// <summary>The fingerprint of the recipe, 32 hexadecimal digits: what finished work is recognised by.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>The folder, as a full path.</summary>
    public required string Folder { get; init; }

    /// <summary>The parts of the recipe: options, stages, sources and seeds, in the order in which they make the fingerprint.</summary>
    public required IReadOnlyList<FingerprintPart> Recipe { get; init; }

    /// <summary>The state of each phase: one for an output, any number for a fit.</summary>
    public required IReadOnlyList<PhaseStatus> Phases { get; init; }

    /// <summary>The size of all finished files in bytes, by the manifests.</summary>
    public required long Bytes { get; init; }

    /// <summary>Gets a value indicating whether every phase that was started is complete.</summary>
    /// <remarks>A fit that was stopped between two phases counts as complete.</remarks>
    public bool IsComplete => Phases.All(phase => phase.IsComplete);
}
