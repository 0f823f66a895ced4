namespace DataCuration.Synthesis;

/// <summary>The result of a <see cref="ReplayMix"/>.</summary>
public sealed record MixedCorpus
{
    /// <summary>The mixed documents, read from the files of the mix. <see cref="ReplayMix.Role"/> tells which are replay.</summary>
    public required Corpus Corpus { get; init; }

    /// <summary>The counts and the measured share.</summary>
    public required ReplayMixReport Report { get; init; }
}
