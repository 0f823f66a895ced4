namespace DataCuration.Synthesis;

/// <summary>The buffers of a search for terms.</summary>
internal sealed class TermScratch
{
    /// <summary>All starts of terms, in descending order.</summary>
    public MatchList Starts { get; } = new();

    /// <summary>The chosen matches, in ascending order.</summary>
    public MatchList Chosen { get; } = new();
}
