namespace RateAndTag;

/// <summary>The settings from the command line.</summary>
internal sealed record RateSettings
{
    /// <summary>Labelled JSONL files; empty for the sample's own texts.</summary>
    public IReadOnlyList<string> Labelled { get; init; } = [];

    /// <summary>JSONL files to rate and tag; empty for the labelled ones.</summary>
    public IReadOnlyList<string> Pool { get; init; } = [];

    public string QualityField { get; init; } = SampleTexts.QualityField;

    public string GoodLabel { get; init; } = "good";

    public string DomainField { get; init; } = SampleTexts.DomainField;

    public string SourceField { get; init; } = SampleTexts.SourceField;

    /// <summary>The share of the characters that the selection by quantile keeps.</summary>
    public double Share { get; init; }

    /// <summary>The number of characters that the selection by quotas takes.</summary>
    public long Budget { get; init; }

    public ulong Seed { get; init; }

    public int Threads { get; init; }
}
