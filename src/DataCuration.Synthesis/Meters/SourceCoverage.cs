namespace DataCuration.Synthesis;

/// <summary>The coverage of one source by the texts made from it.</summary>
public sealed record SourceCoverage
{
    /// <summary>The source's id.</summary>
    public required string Id { get; init; }

    /// <summary>The number of texts.</summary>
    public long Texts { get; init; }

    /// <summary>The tokens of the texts (<see cref="SyntheticAnnotations.Tokens"/>).</summary>
    public long Tokens { get; init; }

    /// <summary>The number of different content words in the source: words of at least four letters or digits, without case.</summary>
    public long Words { get; init; }

    /// <summary>The number of these words that are in at least one of the texts.</summary>
    public long CoveredWords { get; init; }

    /// <summary>The number of entities of the source, as its summary lists them.</summary>
    public long Entities { get; init; }

    /// <summary>The number of these entities that at least one pair or triple is about.</summary>
    public long CoveredEntities { get; init; }

    /// <summary>The share of the texts' tokens that repeats the source verbatim: the mean of <see cref="SyntheticAnnotations.Verbatim"/> by tokens.</summary>
    public double MeanVerbatim { get; init; }

    /// <summary>The largest verbatim share of a text.</summary>
    public double MaxVerbatim { get; init; }

    /// <summary>The share of content words that the texts cover; 1 for a source without any.</summary>
    public double WordShare => Words == 0 ? 1 : (double)CoveredWords / Words;

    /// <summary>The share of entities that the texts cover; 1 for a source without any.</summary>
    public double EntityShare => Entities == 0 ? 1 : (double)CoveredEntities / Entities;
}
