namespace DataCuration.Experiments.Refine;

/// <summary>A page of real lines with made noise around them.</summary>
/// <param name="Id">The id.</param>
/// <param name="Lines">The lines.</param>
/// <param name="IsNoise">For each line, whether it is noise.</param>
internal sealed record NoisyPage(string Id, IReadOnlyList<string> Lines, IReadOnlyList<bool> IsNoise)
{
    /// <summary>The text.</summary>
    public string Text => string.Join('\n', Lines);
}
