namespace DataCuration.Filters;

/// <summary>The buffers of Data-Juicer's filters.</summary>
internal sealed class JuicerScratch
{
    /// <summary>Lower-cases texts.</summary>
    public LowerCaser Lower { get; } = new();

    /// <summary>Numbers words.</summary>
    public WordRuns Words { get; } = new();

    /// <summary>Counts sequences of characters.</summary>
    public SpanTable Parts { get; } = new();

    /// <summary>Frequencies above one.</summary>
    public List<int> Counts { get; } = [];
}
